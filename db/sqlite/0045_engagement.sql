-- Contacts of the department with residents. Residents are counted, not named.
CREATE TABLE Engagement (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    -- Meeting, FootPatrol, BusinessCheck, SchoolVisit, Event, Conversation.
    Kind TEXT NOT NULL,
    HappenedAt TEXT NOT NULL,
    -- The same by the agency's clock.
    HappenedOn TEXT NOT NULL,
    Minutes INTEGER NOT NULL,
    -- NULL only where the agency had no neighborhoods.
    NeighborhoodId INTEGER NULL REFERENCES Neighborhood (Id),
    CategoryCode TEXT NULL REFERENCES Category (Code),
    -- Number of residents who were met.
    People INTEGER NOT NULL,
    Heard TEXT NULL,
    LoggedBy INTEGER NOT NULL REFERENCES Person (Id),
    LoggedAt TEXT NOT NULL,
    Version INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX IX_Engagement_Happened ON Engagement (HappenedAt, Id);
CREATE INDEX IX_Engagement_Day ON Engagement (HappenedOn, NeighborhoodId, People, Minutes);
CREATE INDEX IX_Engagement_Neighborhood ON Engagement (NeighborhoodId, HappenedOn);
CREATE INDEX IX_Engagement_LoggedBy ON Engagement (LoggedBy, HappenedAt, Id);
