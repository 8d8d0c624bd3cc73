-- What a night found in the incidents. A signal that is found again keeps its row and its decision.
CREATE TABLE Signal (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    -- RepeatPlace, HotSpot, NearRepeat, RisingSeries, RiskyFacility.
    Kind NVARCHAR(20) NOT NULL,
    SignalKey NVARCHAR(400) NOT NULL,
    -- NULL for all categories.
    CategoryCode NVARCHAR(50) NULL,
    -- No reference, since signals must not hinder the undo of an import of boundaries.
    NeighborhoodId BIGINT NULL,
    Place NVARCHAR(500) NULL,
    Latitude FLOAT NULL,
    Longitude FLOAT NULL,
    Radius FLOAT NULL,
    FromDay DATE NOT NULL,
    ToDay DATE NOT NULL,
    Observed INT NOT NULL,
    Expected FLOAT NOT NULL,
    Low FLOAT NOT NULL,
    -- NULL if the interval has no upper end.
    High FLOAT NULL,
    Chance FLOAT NOT NULL,
    -- To sort by: a hundred times the zeros before the chance.
    Strength INT NOT NULL,
    -- Earlier years or facilities that it was compared with.
    Years INT NOT NULL,
    -- The filter of its incidents and the numbers behind it, as JSON.
    FilterJson NVARCHAR(MAX) NOT NULL,
    DetailsJson NVARCHAR(MAX) NOT NULL,
    FirstSeenOn DATE NOT NULL,
    LastSeenOn DATE NOT NULL,
    -- When it was no longer found.
    GoneOn DATE NULL,
    -- A stronger signal about the same incidents, which lists this one; no reference, since each night sets it anew.
    LeadId BIGINT NULL,
    -- An open problem that most of its incidents belong to.
    KnownProblemId BIGINT NULL REFERENCES Problem (Id),
    -- Problem, Dismissed; NULL before the first decision.
    Decision NVARCHAR(20) NULL,
    Reason NVARCHAR(2000) NULL,
    UntilDay DATE NULL,
    ProblemId BIGINT NULL REFERENCES Problem (Id),
    DecidedAt DATETIMEOFFSET(7) NULL,
    DecidedBy BIGINT NULL REFERENCES Person (Id),
    -- What was observed when it was decided.
    DecidedAtCount INT NULL,
    -- When it came back after its decision; NULL while the decision stands.
    ReturnedOn DATE NULL,
    Version INT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX UX_Signal_Key ON Signal (Kind, SignalKey);
CREATE INDEX IX_Signal_Lead ON Signal (LeadId, Strength, Id);
CREATE INDEX IX_Signal_Problem ON Signal (ProblemId, Id);
CREATE INDEX IX_Signal_Known ON Signal (KnownProblemId, Id);

-- The night's run: one for each local day.
CREATE TABLE SignalRun (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    RunOn DATE NOT NULL CONSTRAINT UX_SignalRun_Day UNIQUE,
    StartedAt DATETIMEOFFSET(7) NOT NULL,
    FinishedAt DATETIMEOFFSET(7) NULL,
    -- The last day with incidents; NULL without any.
    ThroughDay DATE NULL,
    Incidents INT NOT NULL DEFAULT 0,
    Tests INT NOT NULL DEFAULT 0,
    Found INT NOT NULL DEFAULT 0,
    -- What was not looked at and why, as JSON.
    SkippedJson NVARCHAR(MAX) NOT NULL DEFAULT '[]'
);
