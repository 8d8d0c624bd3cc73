-- The last number given to a concern in a year.
CREATE TABLE ConcernSeries (
    ForYear INT NOT NULL CONSTRAINT PK_ConcernSeries PRIMARY KEY,
    LastNumber INT NOT NULL
);

-- What residents report.
CREATE TABLE Concern (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    Number NVARCHAR(20) NOT NULL CONSTRAINT UX_Concern_Number UNIQUE,
    -- New, Acknowledged, Linked, Merged, Closed.
    Status NVARCHAR(20) NOT NULL,
    CategoryCode NVARCHAR(50) NOT NULL REFERENCES Category (Code),
    Description NVARCHAR(4000) NOT NULL,
    Address NVARCHAR(300) NULL,
    Latitude FLOAT NULL,
    Longitude FLOAT NULL,
    NeighborhoodId BIGINT NULL REFERENCES Neighborhood (Id),
    -- The last local day on which it happened; NULL if not said.
    HappenedOn DATE NULL,
    Frequency NVARCHAR(20) NULL,
    TimesOfDay NVARCHAR(500) NULL,
    -- The reporter, as far as given. Read only by those who may name them.
    ReporterName NVARCHAR(200) NULL,
    Email NVARCHAR(254) NULL,
    EmailKey NVARCHAR(254) NULL,
    Phone NVARCHAR(50) NULL,
    MayCall BIT NOT NULL,
    MayAnswer BIT NOT NULL,
    MayAttach BIT NOT NULL,
    -- When the reporter confirmed the email address by a link.
    VerifiedAt DATETIMEOFFSET(7) NULL,
    -- The language in which it was reported.
    Language NVARCHAR(10) NOT NULL,
    ReceivedAt DATETIMEOFFSET(7) NOT NULL,
    -- Last local days to acknowledge and to decide, and the one that counts now; NULL once decided.
    AcknowledgeBy DATE NOT NULL,
    DecideBy DATE NOT NULL,
    DueOn DATE NULL,
    AcknowledgedAt DATETIMEOFFSET(7) NULL,
    AcknowledgedBy BIGINT NULL REFERENCES Person (Id),
    DecidedAt DATETIMEOFFSET(7) NULL,
    DecidedBy BIGINT NULL REFERENCES Person (Id),
    -- What the reporter reads about the decision.
    Reason NVARCHAR(2000) NULL,
    ProblemId BIGINT NULL REFERENCES Problem (Id),
    -- The concern with which this one is handled, since both are about the same thing.
    MergedIntoId BIGINT NULL REFERENCES Concern (Id),
    -- The reporter wrote, and nobody answered yet.
    AwaitsReply BIT NOT NULL DEFAULT 0,
    TouchedAt DATETIMEOFFSET(7) NOT NULL,
    Version INT NOT NULL DEFAULT 1
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
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    ConcernId BIGINT NOT NULL REFERENCES Concern (Id),
    SentAt DATETIMEOFFSET(7) NOT NULL,
    -- NULL: the reporter wrote it.
    PersonId BIGINT NULL REFERENCES Person (Id),
    Body NVARCHAR(MAX) NOT NULL
);
CREATE INDEX IX_ConcernMessage_Concern ON ConcernMessage (ConcernId, Id);

-- A report that is being written, kept between its steps.
CREATE TABLE ConcernDraft (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    -- SHA-256 of the key in the writer's cookie.
    Digest NVARCHAR(64) NOT NULL CONSTRAINT UX_ConcernDraft_Digest UNIQUE,
    Body NVARCHAR(MAX) NOT NULL,
    TouchedAt DATETIMEOFFSET(7) NOT NULL,
    -- What it became; a draft that is sent twice becomes one concern.
    ConcernId BIGINT NULL REFERENCES Concern (Id)
);
CREATE INDEX IX_ConcernDraft_Touched ON ConcernDraft (TouchedAt);
CREATE INDEX IX_ConcernDraft_Concern ON ConcernDraft (ConcernId);

CREATE TABLE ConcernPhoto (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    DraftId BIGINT NULL REFERENCES ConcernDraft (Id),
    ConcernId BIGINT NULL REFERENCES Concern (Id),
    AddedAt DATETIMEOFFSET(7) NOT NULL,
    Width INT NOT NULL,
    Height INT NOT NULL,
    Content VARBINARY(MAX) NOT NULL
);
CREATE INDEX IX_ConcernPhoto_Draft ON ConcernPhoto (DraftId, Id);
CREATE INDEX IX_ConcernPhoto_Concern ON ConcernPhoto (ConcernId, Id);
