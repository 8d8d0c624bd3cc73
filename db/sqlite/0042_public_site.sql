-- What residents read of a problem on the public site.
CREATE TABLE Publication (
    ProblemId INTEGER NOT NULL CONSTRAINT PK_Publication PRIMARY KEY REFERENCES Problem (Id),
    -- JSON: one text per language.
    Texts TEXT NOT NULL,
    -- The objective whose values before and after are shown.
    ObjectiveKey TEXT NULL,
    PublishedAt TEXT NOT NULL,
    -- When those who follow were last told.
    NewsAt TEXT NOT NULL,
    ChangedAt TEXT NOT NULL,
    ChangedBy INTEGER NULL REFERENCES Person (Id),
    WithdrawnAt TEXT NULL,
    Version INTEGER NOT NULL
);
CREATE INDEX IX_Publication_News ON Publication (NewsAt, ProblemId);

-- News that officers write for residents and a supervisor approves.
CREATE TABLE Bulletin (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    -- NULL: for the whole city.
    NeighborhoodId INTEGER NULL REFERENCES Neighborhood (Id),
    -- JSON: one text per language.
    Texts TEXT NOT NULL,
    -- Waiting, Published, Returned, Withdrawn.
    Status TEXT NOT NULL,
    WrittenBy INTEGER NOT NULL REFERENCES Person (Id),
    WrittenAt TEXT NOT NULL,
    DecidedBy INTEGER NULL REFERENCES Person (Id),
    DecidedAt TEXT NULL,
    -- Why it was returned.
    Reason TEXT NULL,
    -- When it was first published.
    NewsAt TEXT NULL,
    Version INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX IX_Bulletin_Status ON Bulletin (Status, Id);
CREATE INDEX IX_Bulletin_News ON Bulletin (NewsAt, Id);
CREATE INDEX IX_Bulletin_Neighborhood ON Bulletin (NeighborhoodId, NewsAt);

-- Residents who hear of news by email.
CREATE TABLE Subscription (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Email TEXT NOT NULL,
    EmailKey TEXT NOT NULL,
    -- NULL: every neighborhood.
    NeighborhoodId INTEGER NULL REFERENCES Neighborhood (Id),
    -- NULL: every category.
    CategoryCode TEXT NULL REFERENCES Category (Code),
    -- AtOnce, Weekly.
    Pace TEXT NOT NULL,
    Language TEXT NOT NULL,
    CreatedAt TEXT NOT NULL,
    -- When the address was confirmed by a link; nothing else is sent before.
    ConfirmedAt TEXT NULL,
    -- News up to then were sent, or were older than the subscription.
    SentUpTo TEXT NOT NULL
);
CREATE INDEX IX_Subscription_Email ON Subscription (EmailKey, CreatedAt);
CREATE INDEX IX_Subscription_Neighborhood ON Subscription (NeighborhoodId);
CREATE INDEX IX_Subscription_Confirmed ON Subscription (ConfirmedAt, CreatedAt);
CREATE INDEX IX_Subscription_Sent ON Subscription (Pace, SentUpTo, Id);

-- The published problem or the concern that its reporter says is the same thing. No references: a purge leaves them behind.
ALTER TABLE Concern ADD SaysProblemId INTEGER NULL;
ALTER TABLE Concern ADD SaysConcernId INTEGER NULL;

-- The agency that has the concern, and its answer.
ALTER TABLE Concern ADD ReferredTo TEXT NULL;
ALTER TABLE Concern ADD ReferredAt TEXT NULL;
ALTER TABLE Concern ADD ReferralAnswer TEXT NULL;

-- A POST to the address of List-Unsubscribe turns such emails off (RFC 8058).
ALTER TABLE Outbox ADD OneClick INTEGER NOT NULL DEFAULT 0;
