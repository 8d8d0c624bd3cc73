-- Filters and order of the list of problems that people saved under a name.
CREATE TABLE SavedView (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    PersonId BIGINT NOT NULL REFERENCES Person (Id),
    Name NVARCHAR(100) NOT NULL,
    NameKey NVARCHAR(100) NOT NULL,
    -- The message of the list as JSON.
    Filter NVARCHAR(MAX) NOT NULL,
    Shared BIT NOT NULL DEFAULT 0,
    CreatedAt DATETIMEOFFSET(7) NOT NULL,
    Version INT NOT NULL DEFAULT 1,
    CONSTRAINT UX_SavedView_Name UNIQUE (PersonId, NameKey)
);
CREATE INDEX IX_SavedView_Shared ON SavedView (Shared, NameKey, Id);
