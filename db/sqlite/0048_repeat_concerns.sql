-- How it came in: Phone, Counter, Patrol; NULL if the reporter sent it.
ALTER TABLE Concern ADD Channel TEXT NULL;
ALTER TABLE Concern ADD EnteredBy INTEGER NULL REFERENCES Person (Id);
-- When what names its reporter was erased at the reporter's request.
ALTER TABLE Concern ADD ErasedAt TEXT NULL;
-- When the search index and the log of an embedded database were overwritten, which may still have held it.
ALTER TABLE Concern ADD OverwrittenAt TEXT NULL;
-- The block or the address, for comparison; NULL if none was given or nobody looked yet.
ALTER TABLE Concern ADD PlaceKey TEXT NULL;
-- Whether repeat complaints about its place were looked for.
ALTER TABLE Concern ADD IsPlaced INTEGER NOT NULL DEFAULT 0;
CREATE INDEX IX_Concern_PlaceKey ON Concern (PlaceKey, Id);
CREATE INDEX IX_Concern_Placed ON Concern (IsPlaced, Id);
CREATE INDEX IX_Concern_Erased ON Concern (ErasedAt) WHERE ErasedAt IS NOT NULL AND OverwrittenAt IS NULL;

-- Several concerns about one place in a few months, about which somebody has to decide.
CREATE TABLE RepeatComplaint (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Place TEXT NOT NULL,
    RaisedAt TEXT NOT NULL,
    -- NULL while it waits; Problem, NoCase.
    Decision TEXT NULL,
    Reason TEXT NULL,
    ProblemId INTEGER NULL REFERENCES Problem (Id),
    DecidedAt TEXT NULL,
    DecidedBy INTEGER NULL REFERENCES Person (Id),
    Version INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX IX_RepeatComplaint_Decision ON RepeatComplaint (Decision, Id);
CREATE INDEX IX_RepeatComplaint_Problem ON RepeatComplaint (ProblemId, Id);

CREATE TABLE RepeatComplaintConcern (
    RepeatId INTEGER NOT NULL REFERENCES RepeatComplaint (Id) ON DELETE CASCADE,
    ConcernId INTEGER NOT NULL REFERENCES Concern (Id),
    CONSTRAINT PK_RepeatComplaintConcern PRIMARY KEY (RepeatId, ConcernId)
);
CREATE INDEX IX_RepeatComplaintConcern_Concern ON RepeatComplaintConcern (ConcernId);

-- What people of the department are reminded of about concerns.
CREATE TABLE ConcernReminder (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    DedupeKey TEXT NOT NULL CONSTRAINT UX_ConcernReminder_Key UNIQUE,
    PersonId INTEGER NOT NULL REFERENCES Person (Id),
    Kind TEXT NOT NULL,
    ConcernId INTEGER NULL REFERENCES Concern (Id),
    RepeatId INTEGER NULL REFERENCES RepeatComplaint (Id) ON DELETE CASCADE,
    DueOn TEXT NOT NULL,
    RaisedAt TEXT NOT NULL,
    -- When it was put into an email, or was not wanted there.
    MailedAt TEXT NULL
);
CREATE INDEX IX_ConcernReminder_Person ON ConcernReminder (PersonId, MailedAt);
CREATE INDEX IX_ConcernReminder_Concern ON ConcernReminder (ConcernId, Id);
CREATE INDEX IX_ConcernReminder_Repeat ON ConcernReminder (RepeatId, Id);

CREATE TABLE ConcernText (
    ConcernId INTEGER NOT NULL CONSTRAINT PK_ConcernText PRIMARY KEY REFERENCES Concern (Id) ON DELETE CASCADE,
    Words TEXT NOT NULL
);
CREATE VIRTUAL TABLE ConcernSearch USING fts5 (
    Words, content = 'ConcernText', content_rowid = 'ConcernId', tokenize = 'ascii', prefix = '1 2 3 4 5', columnsize = 0);
CREATE TRIGGER ConcernText_Insert AFTER INSERT ON ConcernText BEGIN
    INSERT INTO ConcernSearch (rowid, Words) VALUES (new.ConcernId, new.Words);
END;
CREATE TRIGGER ConcernText_Delete AFTER DELETE ON ConcernText BEGIN
    INSERT INTO ConcernSearch (ConcernSearch, rowid, Words) VALUES ('delete', old.ConcernId, old.Words);
END;
CREATE TRIGGER ConcernText_Update AFTER UPDATE ON ConcernText BEGIN
    INSERT INTO ConcernSearch (ConcernSearch, rowid, Words) VALUES ('delete', old.ConcernId, old.Words);
    INSERT INTO ConcernSearch (rowid, Words) VALUES (new.ConcernId, new.Words);
END;
