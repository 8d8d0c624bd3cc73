-- The words by which records are found, in upper case and without accents, one blank between them and one at each end; ¶ stands between two
-- texts, so that no phrase spans them. Written by C# with the record. Where full-text search is installed, the migrate verb puts an index on them.
CREATE TABLE ProblemText (
    ProblemId BIGINT NOT NULL CONSTRAINT PK_ProblemText PRIMARY KEY REFERENCES Problem (Id) ON DELETE CASCADE,
    Words NVARCHAR(MAX) NOT NULL
);
CREATE TABLE StakeholderText (
    StakeholderId BIGINT NOT NULL CONSTRAINT PK_StakeholderText PRIMARY KEY REFERENCES Stakeholder (Id) ON DELETE CASCADE,
    Words NVARCHAR(MAX) NOT NULL
);
CREATE TABLE IncidentText (
    IncidentId BIGINT NOT NULL CONSTRAINT PK_IncidentText PRIMARY KEY REFERENCES Incident (Id) ON DELETE CASCADE,
    Words NVARCHAR(MAX) NOT NULL
);

-- What is searched where full-text search is not installed: each word once per record, kept in step by the triggers below.
CREATE TABLE ProblemWord (
    Word NVARCHAR(100) NOT NULL,
    ProblemId BIGINT NOT NULL,
    CONSTRAINT PK_ProblemWord PRIMARY KEY (Word, ProblemId)
);
CREATE INDEX IX_ProblemWord_Problem ON ProblemWord (ProblemId);
CREATE TABLE StakeholderWord (
    Word NVARCHAR(100) NOT NULL,
    StakeholderId BIGINT NOT NULL,
    CONSTRAINT PK_StakeholderWord PRIMARY KEY (Word, StakeholderId)
);
CREATE INDEX IX_StakeholderWord_Stakeholder ON StakeholderWord (StakeholderId);
CREATE TABLE IncidentWord (
    Word NVARCHAR(100) NOT NULL,
    IncidentId BIGINT NOT NULL,
    CONSTRAINT PK_IncidentWord PRIMARY KEY (Word, IncidentId)
);
CREATE INDEX IX_IncidentWord_Incident ON IncidentWord (IncidentId);

-- A filter of the incident page that somebody kept by a name.
CREATE TABLE SavedFilter (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    PersonId BIGINT NOT NULL REFERENCES Person (Id),
    Name NVARCHAR(100) NOT NULL,
    NameKey NVARCHAR(100) NOT NULL,
    -- The filter as JSON.
    Filter NVARCHAR(MAX) NOT NULL,
    Shared BIT NOT NULL DEFAULT 0,
    CreatedAt DATETIMEOFFSET(7) NOT NULL,
    Version INT NOT NULL DEFAULT 1,
    CONSTRAINT UX_SavedFilter_Name UNIQUE (PersonId, NameKey)
);
CREATE INDEX IX_SavedFilter_Shared ON SavedFilter (Shared, NameKey, Id);
GO
CREATE TRIGGER ProblemText_Words ON ProblemText AFTER INSERT, UPDATE, DELETE AS
BEGIN
    SET NOCOUNT ON;
    DELETE w FROM ProblemWord w JOIN deleted d ON d.ProblemId = w.ProblemId;
    INSERT INTO ProblemWord (Word, ProblemId)
        SELECT DISTINCT s.value, i.ProblemId FROM inserted i CROSS APPLY STRING_SPLIT(i.Words, ' ') s WHERE s.value <> '' AND s.value <> N'¶';
END;
GO
CREATE TRIGGER StakeholderText_Words ON StakeholderText AFTER INSERT, UPDATE, DELETE AS
BEGIN
    SET NOCOUNT ON;
    DELETE w FROM StakeholderWord w JOIN deleted d ON d.StakeholderId = w.StakeholderId;
    INSERT INTO StakeholderWord (Word, StakeholderId)
        SELECT DISTINCT s.value, i.StakeholderId FROM inserted i CROSS APPLY STRING_SPLIT(i.Words, ' ') s WHERE s.value <> '' AND s.value <> N'¶';
END;
GO
CREATE TRIGGER IncidentText_Words ON IncidentText AFTER INSERT, UPDATE, DELETE AS
BEGIN
    SET NOCOUNT ON;
    DELETE w FROM IncidentWord w JOIN deleted d ON d.IncidentId = w.IncidentId;
    INSERT INTO IncidentWord (Word, IncidentId)
        SELECT DISTINCT s.value, i.IncidentId FROM inserted i CROSS APPLY STRING_SPLIT(i.Words, ' ') s WHERE s.value <> '' AND s.value <> N'¶';
END;
