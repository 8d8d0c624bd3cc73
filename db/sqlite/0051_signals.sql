-- What a night found in the incidents. A signal that is found again keeps its row and its decision.
CREATE TABLE Signal (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    -- RepeatPlace, HotSpot, NearRepeat, RisingSeries, RiskyFacility.
    Kind TEXT NOT NULL,
    SignalKey TEXT NOT NULL,
    -- NULL for all categories.
    CategoryCode TEXT NULL,
    -- No reference, since signals must not hinder the undo of an import of boundaries.
    NeighborhoodId INTEGER NULL,
    Place TEXT NULL,
    Latitude REAL NULL,
    Longitude REAL NULL,
    Radius REAL NULL,
    FromDay TEXT NOT NULL,
    ToDay TEXT NOT NULL,
    Observed INTEGER NOT NULL,
    Expected REAL NOT NULL,
    Low REAL NOT NULL,
    -- NULL if the interval has no upper end.
    High REAL NULL,
    Chance REAL NOT NULL,
    -- To sort by: a hundred times the zeros before the chance.
    Strength INTEGER NOT NULL,
    -- Earlier years or facilities that it was compared with.
    Years INTEGER NOT NULL,
    -- The filter of its incidents and the numbers behind it, as JSON.
    FilterJson TEXT NOT NULL,
    DetailsJson TEXT NOT NULL,
    FirstSeenOn TEXT NOT NULL,
    LastSeenOn TEXT NOT NULL,
    -- When it was no longer found.
    GoneOn TEXT NULL,
    -- A stronger signal about the same incidents, which lists this one; no reference, since each night sets it anew.
    LeadId INTEGER NULL,
    -- An open problem that most of its incidents belong to.
    KnownProblemId INTEGER NULL REFERENCES Problem (Id),
    -- Problem, Dismissed; NULL before the first decision.
    Decision TEXT NULL,
    Reason TEXT NULL,
    UntilDay TEXT NULL,
    ProblemId INTEGER NULL REFERENCES Problem (Id),
    DecidedAt TEXT NULL,
    DecidedBy INTEGER NULL REFERENCES Person (Id),
    -- What was observed when it was decided.
    DecidedAtCount INTEGER NULL,
    -- When it came back after its decision; NULL while the decision stands.
    ReturnedOn TEXT NULL,
    Version INTEGER NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX UX_Signal_Key ON Signal (Kind, SignalKey);
CREATE INDEX IX_Signal_Lead ON Signal (LeadId, Strength, Id);
CREATE INDEX IX_Signal_Problem ON Signal (ProblemId, Id);
CREATE INDEX IX_Signal_Known ON Signal (KnownProblemId, Id);

-- The night's run: one for each local day.
CREATE TABLE SignalRun (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    RunOn TEXT NOT NULL CONSTRAINT UX_SignalRun_Day UNIQUE,
    StartedAt TEXT NOT NULL,
    FinishedAt TEXT NULL,
    -- The last day with incidents; NULL without any.
    ThroughDay TEXT NULL,
    Incidents INTEGER NOT NULL DEFAULT 0,
    Tests INTEGER NOT NULL DEFAULT 0,
    Found INTEGER NOT NULL DEFAULT 0,
    -- What was not looked at and why, as JSON.
    SkippedJson TEXT NOT NULL DEFAULT '[]'
);
