-- Meetings and events with residents.
CREATE TABLE Meeting (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    -- Meeting, Event.
    Kind NVARCHAR(20) NOT NULL,
    -- NULL for the whole city.
    NeighborhoodId BIGINT NULL REFERENCES Neighborhood (Id),
    StartsAt DATETIMEOFFSET(7) NOT NULL,
    -- The same by the agency's clock.
    StartsOn DATE NOT NULL,
    EndsAt DATETIMEOFFSET(7) NOT NULL,
    Place NVARCHAR(300) NOT NULL,
    -- Title and agenda, one of each per language, as JSON.
    Texts NVARCHAR(MAX) NOT NULL,
    -- Whether residents read it on the public site.
    IsPublic BIT NOT NULL,
    CanceledAt DATETIMEOFFSET(7) NULL,
    CancelReason NVARCHAR(500) NULL,
    -- When it became news for residents: published, or canceled after that.
    NewsAt DATETIMEOFFSET(7) NULL,
    PlannedBy BIGINT NOT NULL REFERENCES Person (Id),
    PlannedAt DATETIMEOFFSET(7) NOT NULL,
    ChangedAt DATETIMEOFFSET(7) NOT NULL,
    Version INT NOT NULL DEFAULT 1
);
CREATE INDEX IX_Meeting_Starts ON Meeting (StartsAt, Id);
CREATE INDEX IX_Meeting_Day ON Meeting (StartsOn, CanceledAt);
CREATE INDEX IX_Meeting_Neighborhood ON Meeting (NeighborhoodId, StartsAt);
CREATE INDEX IX_Meeting_News ON Meeting (NewsAt);

-- The contact that a meeting became when it was held: attendance and what was heard.
ALTER TABLE Engagement ADD MeetingId BIGINT NULL REFERENCES Meeting (Id);
CREATE INDEX IX_Engagement_Meeting ON Engagement (MeetingId);

-- What the department promised residents, at a meeting or after a contact.
CREATE TABLE Commitment (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    -- One of the two.
    MeetingId BIGINT NULL REFERENCES Meeting (Id),
    EngagementId BIGINT NULL REFERENCES Engagement (Id),
    Description NVARCHAR(1000) NOT NULL,
    OwnerId BIGINT NOT NULL REFERENCES Person (Id),
    DueOn DATE NOT NULL,
    DoneAt DATETIMEOFFSET(7) NULL,
    -- What came of it.
    Outcome NVARCHAR(2000) NULL,
    -- The action of a problem that it became.
    ActionId BIGINT NULL REFERENCES ProblemAction (Id),
    GivenBy BIGINT NOT NULL REFERENCES Person (Id),
    GivenAt DATETIMEOFFSET(7) NOT NULL,
    -- When to look next whether a reminder is due; NULL for never.
    LookOn DATE NULL,
    Version INT NOT NULL DEFAULT 1
);
CREATE INDEX IX_Commitment_Due ON Commitment (DueOn, Id);
CREATE INDEX IX_Commitment_Owner ON Commitment (OwnerId, DueOn);
CREATE INDEX IX_Commitment_Look ON Commitment (LookOn, Id);
CREATE INDEX IX_Commitment_Meeting ON Commitment (MeetingId);
CREATE INDEX IX_Commitment_Engagement ON Commitment (EngagementId);
CREATE INDEX IX_Commitment_Action ON Commitment (ActionId);

-- A reminder can be about a commitment instead of a problem.
DROP INDEX IX_Nudge_Problem ON Nudge;
ALTER TABLE Nudge ALTER COLUMN ProblemId BIGINT NULL;
CREATE INDEX IX_Nudge_Problem ON Nudge (ProblemId, Id);
ALTER TABLE Nudge ADD CommitmentId BIGINT NULL REFERENCES Commitment (Id);
CREATE INDEX IX_Nudge_Commitment ON Nudge (CommitmentId, Id);
