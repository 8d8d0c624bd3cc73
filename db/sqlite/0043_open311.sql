-- The program that sent it, by Open311, such as FixMyStreet; NULL for the public site.
ALTER TABLE Concern ADD SentBy TEXT NULL;
-- The address of a photo at the sender's. Never fetched.
ALTER TABLE Concern ADD MediaUrl TEXT NULL;
CREATE INDEX IX_Concern_Received ON Concern (ReceivedAt, Id);
CREATE INDEX IX_Street_Name ON Street (Name);

-- Programs that may send concerns by Open311.
CREATE TABLE Open311Key (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Name TEXT NOT NULL,
    Contact TEXT NOT NULL,
    -- SHA-256 of the key.
    Digest TEXT NOT NULL CONSTRAINT UX_Open311Key_Digest UNIQUE,
    PerMinute INTEGER NOT NULL,
    CreatedAt TEXT NOT NULL,
    LastUsedAt TEXT NULL,
    RevokedAt TEXT NULL
);

-- What they sent. The sender's own id makes a request that is sent twice one concern; without one, it is a random one.
CREATE TABLE Open311Sent (
    KeyId INTEGER NOT NULL REFERENCES Open311Key (Id),
    ExternalId TEXT NOT NULL,
    ConcernId INTEGER NOT NULL REFERENCES Concern (Id),
    CONSTRAINT PK_Open311Sent PRIMARY KEY (KeyId, ExternalId)
);
CREATE INDEX IX_Open311Sent_Concern ON Open311Sent (ConcernId);

-- Servers of other cities whose requests become concerns.
CREATE TABLE Open311Feed (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Name TEXT NOT NULL,
    Address TEXT NOT NULL,
    JurisdictionId TEXT NULL,
    IsJson INTEGER NOT NULL,
    IsOn INTEGER NOT NULL,
    -- JSON: the codes of their services, each with the code of a category here.
    Services TEXT NOT NULL,
    -- Requests up to this moment were read.
    PulledUntil TEXT NULL,
    LastRunAt TEXT NULL,
    LastError TEXT NULL,
    LastAdded INTEGER NULL,
    Version INTEGER NOT NULL DEFAULT 1
);

-- What was pulled from them, so that each comes once. Without a concern if it could not become one.
CREATE TABLE Open311Pulled (
    FeedId INTEGER NOT NULL REFERENCES Open311Feed (Id),
    ExternalId TEXT NOT NULL,
    ConcernId INTEGER NULL REFERENCES Concern (Id),
    CONSTRAINT PK_Open311Pulled PRIMARY KEY (FeedId, ExternalId)
);
CREATE INDEX IX_Open311Pulled_Concern ON Open311Pulled (ConcernId);
