-- The last number given to a concern in a year.
CREATE TABLE ConcernSeries (
    ForYear INTEGER NOT NULL CONSTRAINT PK_ConcernSeries PRIMARY KEY,
    LastNumber INTEGER NOT NULL
);

-- What residents report.
CREATE TABLE Concern (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Number TEXT NOT NULL CONSTRAINT UX_Concern_Number UNIQUE,
    -- New, Acknowledged, Linked, Merged, Closed.
    Status TEXT NOT NULL,
    CategoryCode TEXT NOT NULL REFERENCES Category (Code),
    Description TEXT NOT NULL,
    Address TEXT NULL,
    Latitude REAL NULL,
    Longitude REAL NULL,
    NeighborhoodId INTEGER NULL REFERENCES Neighborhood (Id),
    -- The last local day on which it happened; NULL if not said.
    HappenedOn TEXT NULL,
    Frequency TEXT NULL,
    TimesOfDay TEXT NULL,
    -- The reporter, as far as given. Read only by those who may name them.
    ReporterName TEXT NULL,
    Email TEXT NULL,
    EmailKey TEXT NULL,
    Phone TEXT NULL,
    MayCall INTEGER NOT NULL,
    MayAnswer INTEGER NOT NULL,
    MayAttach INTEGER NOT NULL,
    -- When the reporter confirmed the email address by a link.
    VerifiedAt TEXT NULL,
    -- The language in which it was reported.
    Language TEXT NOT NULL,
    ReceivedAt TEXT NOT NULL,
    -- Last local days to acknowledge and to decide, and the one that counts now; NULL once decided.
    AcknowledgeBy TEXT NOT NULL,
    DecideBy TEXT NOT NULL,
    DueOn TEXT NULL,
    AcknowledgedAt TEXT NULL,
    AcknowledgedBy INTEGER NULL REFERENCES Person (Id),
    DecidedAt TEXT NULL,
    DecidedBy INTEGER NULL REFERENCES Person (Id),
    -- What the reporter reads about the decision.
    Reason TEXT NULL,
    ProblemId INTEGER NULL REFERENCES Problem (Id),
    -- The concern with which this one is handled, since both are about the same thing.
    MergedIntoId INTEGER NULL REFERENCES Concern (Id),
    -- The reporter wrote, and nobody answered yet.
    AwaitsReply INTEGER NOT NULL DEFAULT 0,
    TouchedAt TEXT NOT NULL,
    Version INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX IX_Concern_Due ON Concern (DueOn, Id);
CREATE INDEX IX_Concern_Neighborhood ON Concern (NeighborhoodId, Id);
CREATE INDEX IX_Concern_Category ON Concern (CategoryCode, Id);
CREATE INDEX IX_Concern_Status ON Concern (Status, Id);
CREATE INDEX IX_Concern_Problem ON Concern (ProblemId, Id);
CREATE INDEX IX_Concern_Awaits ON Concern (AwaitsReply, Id);
CREATE INDEX IX_Concern_Merged ON Concern (MergedIntoId, Id);
CREATE INDEX IX_Concern_Place ON Concern (Latitude, Longitude);
CREATE INDEX IX_Concern_Email ON Concern (EmailKey, ReceivedAt);
CREATE INDEX IX_Concern_Touched ON Concern (TouchedAt, Id);

CREATE TABLE ConcernMessage (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    ConcernId INTEGER NOT NULL REFERENCES Concern (Id),
    SentAt TEXT NOT NULL,
    -- NULL: the reporter wrote it.
    PersonId INTEGER NULL REFERENCES Person (Id),
    Body TEXT NOT NULL
);
CREATE INDEX IX_ConcernMessage_Concern ON ConcernMessage (ConcernId, Id);

-- A report that is being written, kept between its steps.
CREATE TABLE ConcernDraft (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    -- SHA-256 of the key in the writer's cookie.
    Digest TEXT NOT NULL CONSTRAINT UX_ConcernDraft_Digest UNIQUE,
    Body TEXT NOT NULL,
    TouchedAt TEXT NOT NULL,
    -- What it became; a draft that is sent twice becomes one concern.
    ConcernId INTEGER NULL REFERENCES Concern (Id)
);
CREATE INDEX IX_ConcernDraft_Touched ON ConcernDraft (TouchedAt);
CREATE INDEX IX_ConcernDraft_Concern ON ConcernDraft (ConcernId);

CREATE TABLE ConcernPhoto (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    DraftId INTEGER NULL REFERENCES ConcernDraft (Id),
    ConcernId INTEGER NULL REFERENCES Concern (Id),
    AddedAt TEXT NOT NULL,
    Width INTEGER NOT NULL,
    Height INTEGER NOT NULL,
    Content BLOB NOT NULL
);
CREATE INDEX IX_ConcernPhoto_Draft ON ConcernPhoto (DraftId, Id);
CREATE INDEX IX_ConcernPhoto_Concern ON ConcernPhoto (ConcernId, Id);
