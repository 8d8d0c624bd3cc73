-- The program that sent it, by Open311, such as FixMyStreet; NULL for the public site.
ALTER TABLE Concern ADD SentBy NVARCHAR(200) NULL;
-- The address of a photo at the sender's. Never fetched.
ALTER TABLE Concern ADD MediaUrl NVARCHAR(500) NULL;
CREATE INDEX IX_Concern_Received ON Concern (ReceivedAt, Id);
CREATE INDEX IX_Street_Name ON Street (Name);

-- Programs that may send concerns by Open311.
CREATE TABLE Open311Key (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    Name NVARCHAR(100) NOT NULL,
    Contact NVARCHAR(254) NOT NULL,
    -- SHA-256 of the key.
    Digest NVARCHAR(64) NOT NULL CONSTRAINT UX_Open311Key_Digest UNIQUE,
    PerMinute INT NOT NULL,
    CreatedAt DATETIMEOFFSET(7) NOT NULL,
    LastUsedAt DATETIMEOFFSET(7) NULL,
    RevokedAt DATETIMEOFFSET(7) NULL
);

-- What they sent. The sender's own id makes a request that is sent twice one concern; without one, it is a random one.
CREATE TABLE Open311Sent (
    KeyId BIGINT NOT NULL REFERENCES Open311Key (Id),
    ExternalId NVARCHAR(200) NOT NULL,
    ConcernId BIGINT NOT NULL REFERENCES Concern (Id),
    CONSTRAINT PK_Open311Sent PRIMARY KEY (KeyId, ExternalId)
);
CREATE INDEX IX_Open311Sent_Concern ON Open311Sent (ConcernId);

-- Servers of other cities whose requests become concerns.
CREATE TABLE Open311Feed (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    Name NVARCHAR(100) NOT NULL,
    Address NVARCHAR(500) NOT NULL,
    JurisdictionId NVARCHAR(100) NULL,
    IsJson BIT NOT NULL,
    IsOn BIT NOT NULL,
    -- JSON: the codes of their services, each with the code of a category here.
    Services NVARCHAR(MAX) NOT NULL,
    -- Requests up to this moment were read.
    PulledUntil DATETIMEOFFSET(7) NULL,
    LastRunAt DATETIMEOFFSET(7) NULL,
    LastError NVARCHAR(1000) NULL,
    LastAdded INT NULL,
    Version INT NOT NULL DEFAULT 1
);

-- What was pulled from them, so that each comes once. Without a concern if it could not become one.
CREATE TABLE Open311Pulled (
    FeedId BIGINT NOT NULL REFERENCES Open311Feed (Id),
    ExternalId NVARCHAR(200) NOT NULL,
    ConcernId BIGINT NULL REFERENCES Concern (Id),
    CONSTRAINT PK_Open311Pulled PRIMARY KEY (FeedId, ExternalId)
);
CREATE INDEX IX_Open311Pulled_Concern ON Open311Pulled (ConcernId);
