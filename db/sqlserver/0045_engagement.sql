-- Contacts of the department with residents. Residents are counted, not named.
CREATE TABLE Engagement (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    -- Meeting, FootPatrol, BusinessCheck, SchoolVisit, Event, Conversation.
    Kind NVARCHAR(20) NOT NULL,
    HappenedAt DATETIMEOFFSET(7) NOT NULL,
    -- The same by the agency's clock.
    HappenedOn DATE NOT NULL,
    Minutes INT NOT NULL,
    -- NULL only where the agency had no neighborhoods.
    NeighborhoodId BIGINT NULL REFERENCES Neighborhood (Id),
    CategoryCode NVARCHAR(50) NULL REFERENCES Category (Code),
    -- Number of residents who were met.
    People INT NOT NULL,
    Heard NVARCHAR(2000) NULL,
    LoggedBy BIGINT NOT NULL REFERENCES Person (Id),
    LoggedAt DATETIMEOFFSET(7) NOT NULL,
    Version INT NOT NULL DEFAULT 1
);
CREATE INDEX IX_Engagement_Happened ON Engagement (HappenedAt, Id);
CREATE INDEX IX_Engagement_Day ON Engagement (HappenedOn, NeighborhoodId, People, Minutes);
CREATE INDEX IX_Engagement_Neighborhood ON Engagement (NeighborhoodId, HappenedOn);
CREATE INDEX IX_Engagement_LoggedBy ON Engagement (LoggedBy, HappenedAt, Id);
