-- Entries of the audit log keep the id of a purged problem, and problems keep the id of a purged one that they refer to, so these three
-- columns are no longer foreign keys. The server chose the constraints' names.
DECLARE @AuditEntry_ProblemId NVARCHAR(200) = (
    SELECT k.name FROM sys.foreign_keys k JOIN sys.foreign_key_columns f ON f.constraint_object_id = k.object_id
    JOIN sys.columns c ON c.object_id = f.parent_object_id AND c.column_id = f.parent_column_id
    WHERE k.parent_object_id = OBJECT_ID('AuditEntry') AND c.name = 'ProblemId');
EXEC('ALTER TABLE AuditEntry DROP CONSTRAINT ' + @AuditEntry_ProblemId);
DECLARE @Problem_RelatedProblemId NVARCHAR(200) = (
    SELECT k.name FROM sys.foreign_keys k JOIN sys.foreign_key_columns f ON f.constraint_object_id = k.object_id
    JOIN sys.columns c ON c.object_id = f.parent_object_id AND c.column_id = f.parent_column_id
    WHERE k.parent_object_id = OBJECT_ID('Problem') AND c.name = 'RelatedProblemId');
EXEC('ALTER TABLE Problem DROP CONSTRAINT ' + @Problem_RelatedProblemId);
DECLARE @StageMove_RelatedProblemId NVARCHAR(200) = (
    SELECT k.name FROM sys.foreign_keys k JOIN sys.foreign_key_columns f ON f.constraint_object_id = k.object_id
    JOIN sys.columns c ON c.object_id = f.parent_object_id AND c.column_id = f.parent_column_id
    WHERE k.parent_object_id = OBJECT_ID('StageMove') AND c.name = 'RelatedProblemId');
EXEC('ALTER TABLE StageMove DROP CONSTRAINT ' + @StageMove_RelatedProblemId);

-- While it stands, nothing that it covers is purged or deleted.
CREATE TABLE LegalHold (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    -- Everything, Problem or Stakeholder.
    Covers NVARCHAR(20) NOT NULL,
    -- Null if it covers everything.
    SubjectId BIGINT NULL,
    Reason NVARCHAR(1000) NOT NULL,
    Reference NVARCHAR(200) NULL,
    SetBy BIGINT NULL REFERENCES Person (Id),
    SetAt DATETIMEOFFSET(7) NOT NULL,
    EndedBy BIGINT NULL REFERENCES Person (Id),
    EndedAt DATETIMEOFFSET(7) NULL,
    EndReason NVARCHAR(1000) NULL
);
CREATE INDEX IX_LegalHold_Subject ON LegalHold (Covers, SubjectId, EndedAt);
CREATE INDEX IX_LegalHold_Set ON LegalHold (SetAt, Id);

-- What a reviewer decided about one record that is due; deleted when the record is purged.
CREATE TABLE RetentionDecision (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    Kind NVARCHAR(20) NOT NULL,
    SubjectId BIGINT NOT NULL,
    -- Proposed, Approved, Kept or Stopped.
    State NVARCHAR(20) NOT NULL,
    Reason NVARCHAR(1000) NULL,
    -- The first local day on which a kept record is due again.
    KeepUntil DATE NULL,
    ProposedBy BIGINT NULL REFERENCES Person (Id),
    ProposedAt DATETIMEOFFSET(7) NOT NULL,
    ApprovedBy BIGINT NULL REFERENCES Person (Id),
    ApprovedAt DATETIMEOFFSET(7) NULL,
    CONSTRAINT UX_RetentionDecision_Subject UNIQUE (Kind, SubjectId)
);
CREATE INDEX IX_RetentionDecision_State ON RetentionDecision (State, Kind, Id);

-- One executed purge. Its number is its id.
CREATE TABLE PurgeCertificate (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    Kind NVARCHAR(20) NOT NULL,
    -- Null if one purge deleted several records.
    SubjectId BIGINT NULL,
    -- The number of a problem; null for other kinds.
    Label NVARCHAR(20) NULL,
    -- Ids of the purged records, ascending, such as 12-15, 20.
    Subjects NVARCHAR(MAX) NOT NULL,
    Records INT NOT NULL,
    -- JSON: rows by table, and files with their SHA-256.
    Counts NVARCHAR(MAX) NOT NULL,
    Files NVARCHAR(MAX) NOT NULL,
    AuditTexts INT NOT NULL,
    Years INT NOT NULL,
    Reference NVARCHAR(200) NULL,
    ProposedBy BIGINT NULL REFERENCES Person (Id),
    ProposedAt DATETIMEOFFSET(7) NOT NULL,
    ApprovedBy BIGINT NULL REFERENCES Person (Id),
    ApprovedAt DATETIMEOFFSET(7) NOT NULL,
    -- The local day.
    PurgedOn DATE NOT NULL,
    PurgedAt DATETIMEOFFSET(7) NOT NULL,
    -- The audit entry that records the purge; its seal covers all entries before it.
    AuditEntryId BIGINT NULL,
    -- Real time; null until nothing is left of it in free space, search index and write-ahead log.
    OverwrittenAt DATETIMEOFFSET(7) NULL
);
CREATE INDEX IX_PurgeCertificate_Subject ON PurgeCertificate (Kind, SubjectId);
CREATE INDEX IX_PurgeCertificate_Purged ON PurgeCertificate (PurgedAt, Id);

-- Files to delete after a purge was committed.
CREATE TABLE PurgedFile (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    CertificateId BIGINT NOT NULL REFERENCES PurgeCertificate (Id),
    Folder NVARCHAR(20) NOT NULL,
    Name NVARCHAR(200) NOT NULL,
    DeletedAt DATETIMEOFFSET(7) NULL
);
CREATE INDEX IX_PurgedFile_Left ON PurgedFile (DeletedAt, Id);

CREATE INDEX IX_Stakeholder_Created ON Stakeholder (CreatedAt, Id);
CREATE INDEX IX_ImportRun_Ended ON ImportRun (EndedAt, Id);
CREATE INDEX IX_Outbox_Created ON Outbox (CreatedAt, Id);
