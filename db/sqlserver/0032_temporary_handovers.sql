-- The lead of a problem, or one of its actions, that somebody has until a day. Then the person before gets it back.
CREATE TABLE TemporaryHandover (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    ProblemId BIGINT NOT NULL REFERENCES Problem (Id),
    -- Null for the lead.
    ActionId BIGINT NULL REFERENCES ProblemAction (Id),
    FromPersonId BIGINT NOT NULL REFERENCES Person (Id),
    ToPersonId BIGINT NOT NULL REFERENCES Person (Id),
    ReturnOn DATE NOT NULL,
    Reason NVARCHAR(2000) NOT NULL,
    HandedBy BIGINT NULL REFERENCES Person (Id),
    HandedAt DATETIMEOFFSET(7) NOT NULL,
    EndedAt DATETIMEOFFSET(7) NULL,
    -- The name of a HandoverOutcome; null until it ended.
    Outcome NVARCHAR(20) NULL
);
CREATE INDEX IX_TemporaryHandover_Problem ON TemporaryHandover (ProblemId);
CREATE INDEX IX_TemporaryHandover_Action ON TemporaryHandover (ActionId) WHERE ActionId IS NOT NULL;
CREATE INDEX IX_TemporaryHandover_Due ON TemporaryHandover (ReturnOn, Id) WHERE EndedAt IS NULL;
CREATE INDEX IX_TemporaryHandover_From ON TemporaryHandover (FromPersonId) WHERE EndedAt IS NULL;
CREATE INDEX IX_TemporaryHandover_To ON TemporaryHandover (ToPersonId) WHERE EndedAt IS NULL;

-- The update whose line says this one too, since both are of one step that changed several problems. Not a reference: it may be deleted.
ALTER TABLE PersonUpdate ADD HeadId BIGINT NULL;
CREATE INDEX IX_PersonUpdate_Head ON PersonUpdate (HeadId) WHERE HeadId IS NOT NULL;
