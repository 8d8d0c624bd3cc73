-- Meetings and events with residents.
CREATE TABLE Meeting (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    -- Meeting, Event.
    Kind TEXT NOT NULL,
    -- NULL for the whole city.
    NeighborhoodId INTEGER NULL REFERENCES Neighborhood (Id),
    StartsAt TEXT NOT NULL,
    -- The same by the agency's clock.
    StartsOn TEXT NOT NULL,
    EndsAt TEXT NOT NULL,
    Place TEXT NOT NULL,
    -- Title and agenda, one of each per language, as JSON.
    Texts TEXT NOT NULL,
    -- Whether residents read it on the public site.
    IsPublic INTEGER NOT NULL,
    CanceledAt TEXT NULL,
    CancelReason TEXT NULL,
    -- When it became news for residents: published, or canceled after that.
    NewsAt TEXT NULL,
    PlannedBy INTEGER NOT NULL REFERENCES Person (Id),
    PlannedAt TEXT NOT NULL,
    ChangedAt TEXT NOT NULL,
    Version INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX IX_Meeting_Starts ON Meeting (StartsAt, Id);
CREATE INDEX IX_Meeting_Day ON Meeting (StartsOn, CanceledAt);
CREATE INDEX IX_Meeting_Neighborhood ON Meeting (NeighborhoodId, StartsAt);
CREATE INDEX IX_Meeting_News ON Meeting (NewsAt);

-- The contact that a meeting became when it was held: attendance and what was heard.
ALTER TABLE Engagement ADD MeetingId INTEGER NULL REFERENCES Meeting (Id);
CREATE INDEX IX_Engagement_Meeting ON Engagement (MeetingId);

-- What the department promised residents, at a meeting or after a contact.
CREATE TABLE Commitment (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    -- One of the two.
    MeetingId INTEGER NULL REFERENCES Meeting (Id),
    EngagementId INTEGER NULL REFERENCES Engagement (Id),
    Description TEXT NOT NULL,
    OwnerId INTEGER NOT NULL REFERENCES Person (Id),
    DueOn TEXT NOT NULL,
    DoneAt TEXT NULL,
    -- What came of it.
    Outcome TEXT NULL,
    -- The action of a problem that it became.
    ActionId INTEGER NULL REFERENCES ProblemAction (Id),
    GivenBy INTEGER NOT NULL REFERENCES Person (Id),
    GivenAt TEXT NOT NULL,
    -- When to look next whether a reminder is due; NULL for never.
    LookOn TEXT NULL,
    Version INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX IX_Commitment_Due ON Commitment (DueOn, Id);
CREATE INDEX IX_Commitment_Owner ON Commitment (OwnerId, DueOn);
CREATE INDEX IX_Commitment_Look ON Commitment (LookOn, Id);
CREATE INDEX IX_Commitment_Meeting ON Commitment (MeetingId);
CREATE INDEX IX_Commitment_Engagement ON Commitment (EngagementId);
CREATE INDEX IX_Commitment_Action ON Commitment (ActionId);

-- A reminder can be about a commitment instead of a problem. SQLite can't make a column nullable; the documented way is to change the
-- text of the table's definition.
PRAGMA writable_schema = ON;
UPDATE sqlite_master SET sql = REPLACE(sql, 'ProblemId INTEGER NOT NULL', 'ProblemId INTEGER NULL')
WHERE type = 'table' AND name = 'Nudge';
PRAGMA writable_schema = RESET;
ALTER TABLE Nudge ADD CommitmentId INTEGER NULL REFERENCES Commitment (Id);
CREATE INDEX IX_Nudge_Commitment ON Nudge (CommitmentId, Id);
