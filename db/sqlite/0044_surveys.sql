-- A survey of residents: for a neighborhood, or for one problem.
CREATE TABLE Survey (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Title TEXT NOT NULL,
    NeighborhoodId INTEGER NULL REFERENCES Neighborhood (Id),
    ProblemId INTEGER NULL REFERENCES Problem (Id),
    -- JSON: the questions in order, in both languages.
    Questions TEXT NOT NULL,
    -- The first invitation was made, so the questions stay as they are.
    IsLocked INTEGER NOT NULL DEFAULT 0,
    CreatedAt TEXT NOT NULL,
    CreatedBy INTEGER NULL REFERENCES Person (Id),
    Version INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX IX_Survey_Neighborhood ON Survey (NeighborhoodId, Id);
CREATE INDEX IX_Survey_Problem ON Survey (ProblemId, Id);

-- One round of a survey in one area.
CREATE TABLE SurveyWave (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    SurveyId INTEGER NOT NULL REFERENCES Survey (Id),
    -- Before, After.
    Phase TEXT NOT NULL,
    -- Response, Control.
    Area TEXT NOT NULL,
    Place TEXT NOT NULL,
    -- Adults who live there; NULL if not known.
    Population INTEGER NULL,
    OpensOn TEXT NOT NULL,
    ClosesOn TEXT NOT NULL,
    -- NULL until it was closed. Its invitations and drafts were deleted then.
    ClosedOn TEXT NULL,
    -- In the address of its poster, which hangs in public.
    PosterToken TEXT NOT NULL CONSTRAINT UX_SurveyWave_Poster UNIQUE,
    -- Invitations made, by kind. Kept when they are deleted.
    Slips INTEGER NOT NULL DEFAULT 0,
    Posters INTEGER NOT NULL DEFAULT 0,
    Tablets INTEGER NOT NULL DEFAULT 0,
    Version INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX IX_SurveyWave_Survey ON SurveyWave (SurveyId, Id);
CREATE INDEX IX_SurveyWave_Closes ON SurveyWave (ClosedOn, ClosesOn);

-- Invitations, drafts and answers have no rowid: their order in the file is that of random keys and not that of time.
CREATE TABLE SurveyInvitation (
    -- SHA-256 of the token in the link.
    Digest TEXT NOT NULL CONSTRAINT PK_SurveyInvitation PRIMARY KEY,
    WaveId INTEGER NOT NULL REFERENCES SurveyWave (Id),
    -- Slip, Poster, Tablet.
    Mode TEXT NOT NULL,
    -- The day alone. 9999-12-31 is unused: as long as any other day, so that SQLite overwrites it where it is.
    UsedOn TEXT NOT NULL DEFAULT '9999-12-31'
) WITHOUT ROWID;
CREATE INDEX IX_SurveyInvitation_Wave ON SurveyInvitation (WaveId, Mode);

-- What someone answered so far. Deleted when it is sent.
CREATE TABLE SurveyDraft (
    Digest TEXT NOT NULL CONSTRAINT PK_SurveyDraft PRIMARY KEY REFERENCES SurveyInvitation (Digest),
    -- JSON: the answers by the question's key.
    Body TEXT NOT NULL
) WITHOUT ROWID;

-- The answers of one person, who is unknown.
CREATE TABLE SurveyAnswer (
    -- Random.
    Id TEXT NOT NULL CONSTRAINT PK_SurveyAnswer PRIMARY KEY,
    WaveId INTEGER NOT NULL REFERENCES SurveyWave (Id),
    -- Slip, Poster, Tablet.
    Mode TEXT NOT NULL,
    -- JSON: 1 to 5 by the question's key. Skipped questions are not in it.
    Body TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IX_SurveyAnswer_Wave ON SurveyAnswer (WaveId, Id);
