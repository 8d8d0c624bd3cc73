-- A survey of residents: for a neighborhood, or for one problem.
CREATE TABLE Survey (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    Title NVARCHAR(200) NOT NULL,
    NeighborhoodId BIGINT NULL REFERENCES Neighborhood (Id),
    ProblemId BIGINT NULL REFERENCES Problem (Id),
    -- JSON: the questions in order, in both languages.
    Questions NVARCHAR(MAX) NOT NULL,
    -- The first invitation was made, so the questions stay as they are.
    IsLocked BIT NOT NULL DEFAULT 0,
    CreatedAt DATETIMEOFFSET(7) NOT NULL,
    CreatedBy BIGINT NULL REFERENCES Person (Id),
    Version INT NOT NULL DEFAULT 1
);
CREATE INDEX IX_Survey_Neighborhood ON Survey (NeighborhoodId, Id);
CREATE INDEX IX_Survey_Problem ON Survey (ProblemId, Id);

-- One round of a survey in one area.
CREATE TABLE SurveyWave (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    SurveyId BIGINT NOT NULL REFERENCES Survey (Id),
    -- Before, After.
    Phase NVARCHAR(20) NOT NULL,
    -- Response, Control.
    Area NVARCHAR(20) NOT NULL,
    Place NVARCHAR(200) NOT NULL,
    -- Adults who live there; NULL if not known.
    Population INT NULL,
    OpensOn DATE NOT NULL,
    ClosesOn DATE NOT NULL,
    -- NULL until it was closed. Its invitations and drafts were deleted then.
    ClosedOn DATE NULL,
    -- In the address of its poster, which hangs in public.
    PosterToken NVARCHAR(50) NOT NULL CONSTRAINT UX_SurveyWave_Poster UNIQUE,
    -- Invitations made, by kind. Kept when they are deleted.
    Slips INT NOT NULL DEFAULT 0,
    Posters INT NOT NULL DEFAULT 0,
    Tablets INT NOT NULL DEFAULT 0,
    Version INT NOT NULL DEFAULT 1
);
CREATE INDEX IX_SurveyWave_Survey ON SurveyWave (SurveyId, Id);
CREATE INDEX IX_SurveyWave_Closes ON SurveyWave (ClosedOn, ClosesOn);

-- Invitations, drafts and answers are clustered by random keys, so that their order is not that of time.
CREATE TABLE SurveyInvitation (
    -- SHA-256 of the token in the link.
    Digest NVARCHAR(64) NOT NULL CONSTRAINT PK_SurveyInvitation PRIMARY KEY,
    WaveId BIGINT NOT NULL REFERENCES SurveyWave (Id),
    -- Slip, Poster, Tablet.
    Mode NVARCHAR(20) NOT NULL,
    -- The day alone. 9999-12-31 is unused: as long as any other day, so that it is overwritten where it is.
    UsedOn DATE NOT NULL DEFAULT '9999-12-31'
);
CREATE INDEX IX_SurveyInvitation_Wave ON SurveyInvitation (WaveId, Mode);

-- What someone answered so far. Deleted when it is sent.
CREATE TABLE SurveyDraft (
    Digest NVARCHAR(64) NOT NULL CONSTRAINT PK_SurveyDraft PRIMARY KEY REFERENCES SurveyInvitation (Digest),
    -- JSON: the answers by the question's key.
    Body NVARCHAR(MAX) NOT NULL
);

-- The answers of one person, who is unknown.
CREATE TABLE SurveyAnswer (
    -- Random.
    Id NVARCHAR(64) NOT NULL CONSTRAINT PK_SurveyAnswer PRIMARY KEY,
    WaveId BIGINT NOT NULL REFERENCES SurveyWave (Id),
    -- Slip, Poster, Tablet.
    Mode NVARCHAR(20) NOT NULL,
    -- JSON: 1 to 5 by the question's key. Skipped questions are not in it.
    Body NVARCHAR(MAX) NOT NULL
);
CREATE INDEX IX_SurveyAnswer_Wave ON SurveyAnswer (WaveId, Id);
