-- Photos and documents that the department adds to a problem. The content is in the folder files of the data folder. Photos of an action's
-- owner outside the department stay in ActionPhoto, since they belong to the conversation with that owner.
CREATE TABLE ProblemFile (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    ProblemId BIGINT NOT NULL REFERENCES Problem (Id),
    -- The stay in a stage during which it was added.
    Visit INT NOT NULL,
    NoteId BIGINT NULL REFERENCES ProblemNote (Id),
    ActionId BIGINT NULL REFERENCES ProblemAction (Id),
    Kind NVARCHAR(20) NOT NULL,
    Name NVARCHAR(200) NOT NULL,
    Caption NVARCHAR(200) NULL,
    -- As stored: pictures are encoded anew.
    Bytes BIGINT NOT NULL,
    Hash NVARCHAR(64) NOT NULL,
    -- Pixels; NULL for documents.
    Width INT NULL,
    Height INT NULL,
    StoredAs NVARCHAR(50) NOT NULL CONSTRAINT UX_ProblemFile_StoredAs UNIQUE,
    AddedBy BIGINT NULL REFERENCES Person (Id),
    AddedAt DATETIMEOFFSET(7) NOT NULL,
    Version INT NOT NULL DEFAULT 1
);
CREATE INDEX IX_ProblemFile_Problem ON ProblemFile (ProblemId, Id);
CREATE INDEX IX_ProblemFile_Note ON ProblemFile (NoteId);
CREATE INDEX IX_ProblemFile_Action ON ProblemFile (ActionId, Id);
CREATE INDEX IX_ProblemFile_AddedBy ON ProblemFile (AddedBy);
