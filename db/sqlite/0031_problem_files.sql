-- Photos and documents that the department adds to a problem. The content is in the folder files of the data folder. Photos of an action's
-- owner outside the department stay in ActionPhoto, since they belong to the conversation with that owner.
CREATE TABLE ProblemFile (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    ProblemId INTEGER NOT NULL REFERENCES Problem (Id),
    -- The stay in a stage during which it was added.
    Visit INTEGER NOT NULL,
    NoteId INTEGER NULL REFERENCES ProblemNote (Id),
    ActionId INTEGER NULL REFERENCES ProblemAction (Id),
    Kind TEXT NOT NULL,
    Name TEXT NOT NULL,
    Caption TEXT NULL,
    -- As stored: pictures are encoded anew.
    Bytes INTEGER NOT NULL,
    Hash TEXT NOT NULL,
    -- Pixels; NULL for documents.
    Width INTEGER NULL,
    Height INTEGER NULL,
    StoredAs TEXT NOT NULL CONSTRAINT UX_ProblemFile_StoredAs UNIQUE,
    AddedBy INTEGER NULL REFERENCES Person (Id),
    AddedAt TEXT NOT NULL,
    Version INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX IX_ProblemFile_Problem ON ProblemFile (ProblemId, Id);
CREATE INDEX IX_ProblemFile_Note ON ProblemFile (NoteId);
CREATE INDEX IX_ProblemFile_Action ON ProblemFile (ActionId, Id);
CREATE INDEX IX_ProblemFile_AddedBy ON ProblemFile (AddedBy);
