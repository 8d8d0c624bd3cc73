-- Entries of the audit log keep the id of a purged problem, and problems keep the id of a purged one that they refer to, so these three
-- columns are no longer foreign keys. SQLite can't drop one; the documented way is to change the text of the table's definition.
PRAGMA writable_schema = ON;
UPDATE sqlite_master SET sql = REPLACE(sql, 'ProblemId INTEGER NULL REFERENCES Problem (Id)', 'ProblemId INTEGER NULL')
WHERE type = 'table' AND name = 'AuditEntry';
UPDATE sqlite_master SET sql = REPLACE(sql, 'RelatedProblemId INTEGER NULL REFERENCES Problem (Id)', 'RelatedProblemId INTEGER NULL')
WHERE type = 'table' AND name = 'Problem';
UPDATE sqlite_master SET sql = REPLACE(sql, 'RelatedProblemId INTEGER NULL REFERENCES Problem (Id)', 'RelatedProblemId INTEGER NULL')
WHERE type = 'table' AND name = 'StageMove';
PRAGMA writable_schema = RESET;

-- While it stands, nothing that it covers is purged or deleted.
CREATE TABLE LegalHold (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    -- Everything, Problem or Stakeholder.
    Covers TEXT NOT NULL,
    -- Null if it covers everything.
    SubjectId INTEGER NULL,
    Reason TEXT NOT NULL,
    Reference TEXT NULL,
    SetBy INTEGER NULL REFERENCES Person (Id),
    SetAt TEXT NOT NULL,
    EndedBy INTEGER NULL REFERENCES Person (Id),
    EndedAt TEXT NULL,
    EndReason TEXT NULL
);
CREATE INDEX IX_LegalHold_Subject ON LegalHold (Covers, SubjectId, EndedAt);
CREATE INDEX IX_LegalHold_Set ON LegalHold (SetAt, Id);

-- What a reviewer decided about one record that is due; deleted when the record is purged.
CREATE TABLE RetentionDecision (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Kind TEXT NOT NULL,
    SubjectId INTEGER NOT NULL,
    -- Proposed, Approved, Kept or Stopped.
    State TEXT NOT NULL,
    Reason TEXT NULL,
    -- The first local day on which a kept record is due again.
    KeepUntil TEXT NULL,
    ProposedBy INTEGER NULL REFERENCES Person (Id),
    ProposedAt TEXT NOT NULL,
    ApprovedBy INTEGER NULL REFERENCES Person (Id),
    ApprovedAt TEXT NULL,
    CONSTRAINT UX_RetentionDecision_Subject UNIQUE (Kind, SubjectId)
);
CREATE INDEX IX_RetentionDecision_State ON RetentionDecision (State, Kind, Id);

-- One executed purge. Its number is its id.
CREATE TABLE PurgeCertificate (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Kind TEXT NOT NULL,
    -- Null if one purge deleted several records.
    SubjectId INTEGER NULL,
    -- The number of a problem; null for other kinds.
    Label TEXT NULL,
    -- Ids of the purged records, ascending, such as 12-15, 20.
    Subjects TEXT NOT NULL,
    Records INTEGER NOT NULL,
    -- JSON: rows by table, and files with their SHA-256.
    Counts TEXT NOT NULL,
    Files TEXT NOT NULL,
    AuditTexts INTEGER NOT NULL,
    Years INTEGER NOT NULL,
    Reference TEXT NULL,
    ProposedBy INTEGER NULL REFERENCES Person (Id),
    ProposedAt TEXT NOT NULL,
    ApprovedBy INTEGER NULL REFERENCES Person (Id),
    ApprovedAt TEXT NOT NULL,
    -- The local day.
    PurgedOn TEXT NOT NULL,
    PurgedAt TEXT NOT NULL,
    -- The audit entry that records the purge; its seal covers all entries before it.
    AuditEntryId INTEGER NULL,
    -- Real time; null until nothing is left of it in free space, search index and write-ahead log.
    OverwrittenAt TEXT NULL
);
CREATE INDEX IX_PurgeCertificate_Subject ON PurgeCertificate (Kind, SubjectId);
CREATE INDEX IX_PurgeCertificate_Purged ON PurgeCertificate (PurgedAt, Id);

-- Files to delete after a purge was committed.
CREATE TABLE PurgedFile (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    CertificateId INTEGER NOT NULL REFERENCES PurgeCertificate (Id),
    Folder TEXT NOT NULL,
    Name TEXT NOT NULL,
    DeletedAt TEXT NULL
);
CREATE INDEX IX_PurgedFile_Left ON PurgedFile (DeletedAt, Id);

CREATE INDEX IX_Stakeholder_Created ON Stakeholder (CreatedAt, Id);
CREATE INDEX IX_ImportRun_Ended ON ImportRun (EndedAt, Id);
CREATE INDEX IX_Outbox_Created ON Outbox (CreatedAt, Id);
