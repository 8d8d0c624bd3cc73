-- Why something is withheld, in the agency's words. A code in use is retired, not deleted.
CREATE TABLE ReasonCode (
    Code NVARCHAR(50) NOT NULL CONSTRAINT PK_ReasonCode PRIMARY KEY,
    Words NVARCHAR(200) NOT NULL,
    -- The law's reference, such as a section of the state's code; the agency fills it in.
    Law NVARCHAR(200) NULL,
    Position INT NOT NULL,
    Active BIT NOT NULL DEFAULT 1
);
INSERT INTO ReasonCode (Code, Words, Position) VALUES
    ('PRIVACY', 'Privacy of a person', 1), ('JUVENILE', 'Identity of a juvenile', 2),
    ('INFORMANT', 'Identity of a confidential source or reporter', 3), ('INVESTIGATION', 'Ongoing investigation', 4),
    ('SECURITY', 'Safety or security', 5), ('MEDICAL', 'Medical information', 6), ('ATTORNEY', 'Attorney-client communication', 7);

CREATE TABLE RecordsRequest (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    ForYear INT NOT NULL,
    Ordinal INT NOT NULL,
    Number NVARCHAR(20) NOT NULL CONSTRAINT UX_RecordsRequest_Number UNIQUE,
    Requester NVARCHAR(300) NOT NULL,
    Wording NVARCHAR(4000) NOT NULL,
    ReceivedOn DATE NOT NULL,
    DueOn DATE NULL,
    -- 64 hexadecimal digits: the key of the digests in proofs. It is never shown, so that nobody can try values until one fits.
    Salt NVARCHAR(64) NOT NULL,
    CreatedAt DATETIMEOFFSET(7) NOT NULL,
    CreatedBy BIGINT NULL REFERENCES Person (Id),
    TouchedAt DATETIMEOFFSET(7) NOT NULL,
    Version INT NOT NULL DEFAULT 1,
    CONSTRAINT UX_RecordsRequest_Ordinal UNIQUE (ForYear, Ordinal)
);
-- For retention: since when nobody has worked on it.
CREATE INDEX IX_RecordsRequest_Touched ON RecordsRequest (TouchedAt, Id);
CREATE INDEX IX_RecordsRequest_Due ON RecordsRequest (DueOn, Id);

CREATE TABLE RecordsRequestProblem (
    RequestId BIGINT NOT NULL REFERENCES RecordsRequest (Id),
    ProblemId BIGINT NOT NULL REFERENCES Problem (Id),
    AddedAt DATETIMEOFFSET(7) NOT NULL,
    AddedBy BIGINT NULL REFERENCES Person (Id),
    CONSTRAINT PK_RecordsRequestProblem PRIMARY KEY (RequestId, ProblemId)
);
CREATE INDEX IX_RecordsRequestProblem_Problem ON RecordsRequestProblem (ProblemId);

CREATE TABLE FieldDecision (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    RequestId BIGINT NOT NULL REFERENCES RecordsRequest (Id),
    ProblemId BIGINT NOT NULL REFERENCES Problem (Id),
    FieldKey NVARCHAR(200) NOT NULL,
    -- Keyed digest of the value that was decided about: another value needs another decision.
    Digest NVARCHAR(64) NOT NULL,
    Choice NVARCHAR(20) NOT NULL,
    ReasonCode NVARCHAR(50) NULL REFERENCES ReasonCode (Code),
    DecidedAt DATETIMEOFFSET(7) NOT NULL,
    DecidedBy BIGINT NULL REFERENCES Person (Id),
    CONSTRAINT UX_FieldDecision_Field UNIQUE (RequestId, ProblemId, FieldKey)
);
CREATE INDEX IX_FieldDecision_Code ON FieldDecision (ReasonCode);

CREATE TABLE RedactedPassage (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    FieldDecisionId BIGINT NOT NULL REFERENCES FieldDecision (Id),
    Text NVARCHAR(2000) NOT NULL,
    ReasonCode NVARCHAR(50) NOT NULL REFERENCES ReasonCode (Code)
);
CREATE INDEX IX_RedactedPassage_Decision ON RedactedPassage (FieldDecisionId, Id);
CREATE INDEX IX_RedactedPassage_Code ON RedactedPassage (ReasonCode);

CREATE TABLE RecordsRelease (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    RequestId BIGINT NOT NULL REFERENCES RecordsRequest (Id),
    ReleasedAt DATETIMEOFFSET(7) NOT NULL,
    ReleasedBy BIGINT NULL REFERENCES Person (Id),
    -- File name in the data folder's folder records.
    StoredAs NVARCHAR(100) NOT NULL,
    Bytes BIGINT NOT NULL,
    Sha256 NVARCHAR(64) NOT NULL,
    -- The proof as JSON: what was searched for, as counts and keyed digests, and the files with their SHA-256.
    Proof NVARCHAR(MAX) NOT NULL
);
CREATE INDEX IX_RecordsRelease_Request ON RecordsRelease (RequestId, Id);

-- The log of a request, and retention, find the entries about one record.
CREATE INDEX IX_AuditEntry_Subject ON AuditEntry (SubjectId, Event);
