-- The lead of a problem, or one of its actions, that somebody has until a day. Then the person before gets it back.
CREATE TABLE TemporaryHandover (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    ProblemId INTEGER NOT NULL REFERENCES Problem (Id),
    -- Null for the lead.
    ActionId INTEGER NULL REFERENCES ProblemAction (Id),
    FromPersonId INTEGER NOT NULL REFERENCES Person (Id),
    ToPersonId INTEGER NOT NULL REFERENCES Person (Id),
    ReturnOn TEXT NOT NULL,
    Reason TEXT NOT NULL,
    HandedBy INTEGER NULL REFERENCES Person (Id),
    HandedAt TEXT NOT NULL,
    EndedAt TEXT NULL,
    -- The name of a HandoverOutcome; null until it ended.
    Outcome TEXT NULL
);
CREATE INDEX IX_TemporaryHandover_Problem ON TemporaryHandover (ProblemId);
CREATE INDEX IX_TemporaryHandover_Action ON TemporaryHandover (ActionId) WHERE ActionId IS NOT NULL;
CREATE INDEX IX_TemporaryHandover_Due ON TemporaryHandover (ReturnOn, Id) WHERE EndedAt IS NULL;
CREATE INDEX IX_TemporaryHandover_From ON TemporaryHandover (FromPersonId) WHERE EndedAt IS NULL;
CREATE INDEX IX_TemporaryHandover_To ON TemporaryHandover (ToPersonId) WHERE EndedAt IS NULL;

-- The update whose line says this one too, since both are of one step that changed several problems. Not a reference: it may be deleted.
ALTER TABLE PersonUpdate ADD HeadId INTEGER NULL;
CREATE INDEX IX_PersonUpdate_Head ON PersonUpdate (HeadId) WHERE HeadId IS NOT NULL;
