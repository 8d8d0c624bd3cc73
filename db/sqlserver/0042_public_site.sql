-- What residents read of a problem on the public site.
CREATE TABLE Publication (
    ProblemId BIGINT NOT NULL CONSTRAINT PK_Publication PRIMARY KEY REFERENCES Problem (Id),
    -- JSON: one text per language.
    Texts NVARCHAR(MAX) NOT NULL,
    -- The objective whose values before and after are shown.
    ObjectiveKey NVARCHAR(50) NULL,
    PublishedAt DATETIMEOFFSET(7) NOT NULL,
    -- When those who follow were last told.
    NewsAt DATETIMEOFFSET(7) NOT NULL,
    ChangedAt DATETIMEOFFSET(7) NOT NULL,
    ChangedBy BIGINT NULL REFERENCES Person (Id),
    WithdrawnAt DATETIMEOFFSET(7) NULL,
    Version INT NOT NULL
);
CREATE INDEX IX_Publication_News ON Publication (NewsAt, ProblemId);

-- News that officers write for residents and a supervisor approves.
CREATE TABLE Bulletin (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    -- NULL: for the whole city.
    NeighborhoodId BIGINT NULL REFERENCES Neighborhood (Id),
    -- JSON: one text per language.
    Texts NVARCHAR(MAX) NOT NULL,
    -- Waiting, Published, Returned, Withdrawn.
    Status NVARCHAR(20) NOT NULL,
    WrittenBy BIGINT NOT NULL REFERENCES Person (Id),
    WrittenAt DATETIMEOFFSET(7) NOT NULL,
    DecidedBy BIGINT NULL REFERENCES Person (Id),
    DecidedAt DATETIMEOFFSET(7) NULL,
    -- Why it was returned.
    Reason NVARCHAR(MAX) NULL,
    -- When it was first published.
    NewsAt DATETIMEOFFSET(7) NULL,
    Version INT NOT NULL DEFAULT 1
);
CREATE INDEX IX_Bulletin_Status ON Bulletin (Status, Id);
CREATE INDEX IX_Bulletin_News ON Bulletin (NewsAt, Id);
CREATE INDEX IX_Bulletin_Neighborhood ON Bulletin (NeighborhoodId, NewsAt);

-- Residents who hear of news by email.
CREATE TABLE Subscription (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    Email NVARCHAR(254) NOT NULL,
    EmailKey NVARCHAR(254) NOT NULL,
    -- NULL: every neighborhood.
    NeighborhoodId BIGINT NULL REFERENCES Neighborhood (Id),
    -- NULL: every category.
    CategoryCode NVARCHAR(50) NULL REFERENCES Category (Code),
    -- AtOnce, Weekly.
    Pace NVARCHAR(20) NOT NULL,
    Language NVARCHAR(10) NOT NULL,
    CreatedAt DATETIMEOFFSET(7) NOT NULL,
    -- When the address was confirmed by a link; nothing else is sent before.
    ConfirmedAt DATETIMEOFFSET(7) NULL,
    -- News up to then were sent, or were older than the subscription.
    SentUpTo DATETIMEOFFSET(7) NOT NULL
);
CREATE INDEX IX_Subscription_Email ON Subscription (EmailKey, CreatedAt);
CREATE INDEX IX_Subscription_Neighborhood ON Subscription (NeighborhoodId);
CREATE INDEX IX_Subscription_Confirmed ON Subscription (ConfirmedAt, CreatedAt);
CREATE INDEX IX_Subscription_Sent ON Subscription (Pace, SentUpTo, Id);

-- The published problem or the concern that its reporter says is the same thing. No references: a purge leaves them behind.
ALTER TABLE Concern ADD SaysProblemId BIGINT NULL;
ALTER TABLE Concern ADD SaysConcernId BIGINT NULL;

-- The agency that has the concern, and its answer.
ALTER TABLE Concern ADD ReferredTo NVARCHAR(200) NULL;
ALTER TABLE Concern ADD ReferredAt DATETIMEOFFSET(7) NULL;
ALTER TABLE Concern ADD ReferralAnswer NVARCHAR(MAX) NULL;

-- A POST to the address of List-Unsubscribe turns such emails off (RFC 8058).
ALTER TABLE Outbox ADD OneClick BIT NOT NULL DEFAULT 0;
