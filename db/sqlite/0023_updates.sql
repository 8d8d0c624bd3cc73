-- What a person hears of others' work: a line points to the entry of the audit that says what happened.
CREATE TABLE PersonUpdate (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    PersonId INTEGER NOT NULL REFERENCES Person (Id),
    ProblemId INTEGER NOT NULL REFERENCES Problem (Id),
    EntryId INTEGER NOT NULL REFERENCES AuditEntry (Id),
    Kind TEXT NOT NULL,
    -- The action that it is about; null if it is about the problem.
    ActionId INTEGER NULL REFERENCES ProblemAction (Id),
    SeenAt TEXT NULL,
    -- When it was put into an email, or when it was clear that it goes into none.
    MailedAt TEXT NULL
);
CREATE INDEX IX_PersonUpdate_Person ON PersonUpdate (PersonId, Id);
CREATE INDEX IX_PersonUpdate_New ON PersonUpdate (PersonId, Id) WHERE SeenAt IS NULL;
CREATE INDEX IX_PersonUpdate_ToMail ON PersonUpdate (PersonId, Id) WHERE MailedAt IS NULL;
CREATE INDEX IX_PersonUpdate_Problem ON PersonUpdate (ProblemId);
CREATE INDEX IX_PersonUpdate_Entry ON PersonUpdate (EntryId);
CREATE INDEX IX_PersonUpdate_Action ON PersonUpdate (ActionId) WHERE ActionId IS NOT NULL;

-- Who chose to watch a problem, or not to. Without a row, its team does and others don't.
CREATE TABLE ProblemWatch (
    ProblemId INTEGER NOT NULL REFERENCES Problem (Id),
    PersonId INTEGER NOT NULL REFERENCES Person (Id),
    Watching INTEGER NOT NULL,
    CONSTRAINT PK_ProblemWatch PRIMARY KEY (ProblemId, PersonId)
);
CREATE INDEX IX_ProblemWatch_Person ON ProblemWatch (PersonId);

-- How a person hears of one kind of update, where they chose otherwise than their role's default.
CREATE TABLE UpdateChoice (
    PersonId INTEGER NOT NULL REFERENCES Person (Id),
    Kind TEXT NOT NULL,
    Way TEXT NOT NULL,
    CONSTRAINT PK_UpdateChoice PRIMARY KEY (PersonId, Kind)
);
