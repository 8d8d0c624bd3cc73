-- Filters and order of the list of problems that people saved under a name.
CREATE TABLE SavedView (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    PersonId INTEGER NOT NULL REFERENCES Person (Id),
    Name TEXT NOT NULL,
    NameKey TEXT NOT NULL,
    -- The message of the list as JSON.
    Filter TEXT NOT NULL,
    Shared INTEGER NOT NULL DEFAULT 0,
    CreatedAt TEXT NOT NULL,
    Version INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT UX_SavedView_Name UNIQUE (PersonId, NameKey)
);
CREATE INDEX IX_SavedView_Shared ON SavedView (Shared, NameKey, Id);
