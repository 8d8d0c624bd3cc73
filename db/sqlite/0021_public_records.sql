-- Why something is withheld, in the agency's words. A code in use is retired, not deleted.
CREATE TABLE ReasonCode (
    Code TEXT NOT NULL CONSTRAINT PK_ReasonCode PRIMARY KEY,
    Words TEXT NOT NULL,
    -- The law's reference, such as a section of the state's code; the agency fills it in.
    Law TEXT NULL,
    Position INTEGER NOT NULL,
    Active INTEGER NOT NULL DEFAULT 1
);
INSERT INTO ReasonCode (Code, Words, Position) VALUES
    ('PRIVACY', 'Privacy of a person', 1), ('JUVENILE', 'Identity of a juvenile', 2),
    ('INFORMANT', 'Identity of a confidential source or reporter', 3), ('INVESTIGATION', 'Ongoing investigation', 4),
    ('SECURITY', 'Safety or security', 5), ('MEDICAL', 'Medical information', 6), ('ATTORNEY', 'Attorney-client communication', 7);

CREATE TABLE RecordsRequest (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    ForYear INTEGER NOT NULL,
    Ordinal INTEGER NOT NULL,
    Number TEXT NOT NULL CONSTRAINT UX_RecordsRequest_Number UNIQUE,
    Requester TEXT NOT NULL,
    Wording TEXT NOT NULL,
    ReceivedOn TEXT NOT NULL,
    DueOn TEXT NULL,
    -- 64 hexadecimal digits: the key of the digests in proofs. It is never shown, so that nobody can try values until one fits.
    Salt TEXT NOT NULL,
    CreatedAt TEXT NOT NULL,
    CreatedBy INTEGER NULL REFERENCES Person (Id),
    TouchedAt TEXT NOT NULL,
    Version INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT UX_RecordsRequest_Ordinal UNIQUE (ForYear, Ordinal)
);
-- For retention: since when nobody has worked on it.
CREATE INDEX IX_RecordsRequest_Touched ON RecordsRequest (TouchedAt, Id);
CREATE INDEX IX_RecordsRequest_Due ON RecordsRequest (DueOn, Id);

CREATE TABLE RecordsRequestProblem (
    RequestId INTEGER NOT NULL REFERENCES RecordsRequest (Id),
    ProblemId INTEGER NOT NULL REFERENCES Problem (Id),
    AddedAt TEXT NOT NULL,
    AddedBy INTEGER NULL REFERENCES Person (Id),
    CONSTRAINT PK_RecordsRequestProblem PRIMARY KEY (RequestId, ProblemId)
);
CREATE INDEX IX_RecordsRequestProblem_Problem ON RecordsRequestProblem (ProblemId);

CREATE TABLE FieldDecision (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    RequestId INTEGER NOT NULL REFERENCES RecordsRequest (Id),
    ProblemId INTEGER NOT NULL REFERENCES Problem (Id),
    FieldKey TEXT NOT NULL,
    -- Keyed digest of the value that was decided about: another value needs another decision.
    Digest TEXT NOT NULL,
    Choice TEXT NOT NULL,
    ReasonCode TEXT NULL REFERENCES ReasonCode (Code),
    DecidedAt TEXT NOT NULL,
    DecidedBy INTEGER NULL REFERENCES Person (Id),
    CONSTRAINT UX_FieldDecision_Field UNIQUE (RequestId, ProblemId, FieldKey)
);
CREATE INDEX IX_FieldDecision_Code ON FieldDecision (ReasonCode);

CREATE TABLE RedactedPassage (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    FieldDecisionId INTEGER NOT NULL REFERENCES FieldDecision (Id),
    Text TEXT NOT NULL,
    ReasonCode TEXT NOT NULL REFERENCES ReasonCode (Code)
);
CREATE INDEX IX_RedactedPassage_Decision ON RedactedPassage (FieldDecisionId, Id);
CREATE INDEX IX_RedactedPassage_Code ON RedactedPassage (ReasonCode);

CREATE TABLE RecordsRelease (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    RequestId INTEGER NOT NULL REFERENCES RecordsRequest (Id),
    ReleasedAt TEXT NOT NULL,
    ReleasedBy INTEGER NULL REFERENCES Person (Id),
    -- File name in the data folder's folder records.
    StoredAs TEXT NOT NULL,
    Bytes INTEGER NOT NULL,
    Sha256 TEXT NOT NULL,
    -- The proof as JSON: what was searched for, as counts and keyed digests, and the files with their SHA-256.
    Proof TEXT NOT NULL
);
CREATE INDEX IX_RecordsRelease_Request ON RecordsRelease (RequestId, Id);

-- The log of a request, and retention, find the entries about one record.
CREATE INDEX IX_AuditEntry_Subject ON AuditEntry (SubjectId, Event);
