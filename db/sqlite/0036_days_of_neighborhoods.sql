-- A neighborhood's first and last day, local and inclusive. NULL: since always, or still. Active = 0 remains for those that were retired
-- before there were days.
ALTER TABLE Neighborhood ADD FirstDay TEXT NULL;
ALTER TABLE Neighborhood ADD LastDay TEXT NULL;

-- A boundary that a neighborhood had up to a day, since the one before it. The latest one is in Neighborhood.
CREATE TABLE NeighborhoodBoundary (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    NeighborhoodId INTEGER NOT NULL REFERENCES Neighborhood (Id),
    LastDay TEXT NOT NULL,
    -- GeoJSON geometry, WGS84.
    Boundary TEXT NOT NULL,
    CONSTRAINT UX_NeighborhoodBoundary_Day UNIQUE (NeighborhoodId, LastDay)
);

-- A name that a neighborhood had before it was renamed.
CREATE TABLE NeighborhoodName (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    NeighborhoodId INTEGER NOT NULL REFERENCES Neighborhood (Id),
    Name TEXT NOT NULL,
    NameKey TEXT NOT NULL,
    RenamedAt TEXT NOT NULL,
    CONSTRAINT UX_NeighborhoodName_Key UNIQUE (NameKey, NeighborhoodId)
);
CREATE INDEX IX_NeighborhoodName_Neighborhood ON NeighborhoodName (NeighborhoodId, Id);

-- Which neighborhoods took the place of one that ended.
CREATE TABLE NeighborhoodSuccession (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    EndedId INTEGER NOT NULL REFERENCES Neighborhood (Id),
    FollowerId INTEGER NOT NULL REFERENCES Neighborhood (Id),
    -- The follower's first day in the place of the other.
    FirstDay TEXT NOT NULL,
    CONSTRAINT UX_NeighborhoodSuccession UNIQUE (EndedId, FollowerId)
);
CREATE INDEX IX_NeighborhoodSuccession_Follower ON NeighborhoodSuccession (FollowerId, EndedId);

-- Where the boundaries of both meet over a point, it belongs to the first. Without a row it belongs to the smaller one.
CREATE TABLE NeighborhoodOverlap (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    WinnerId INTEGER NOT NULL REFERENCES Neighborhood (Id),
    OtherId INTEGER NOT NULL REFERENCES Neighborhood (Id),
    CONSTRAINT UX_NeighborhoodOverlap UNIQUE (WinnerId, OtherId)
);
CREATE INDEX IX_NeighborhoodOverlap_Other ON NeighborhoodOverlap (OtherId, WinnerId);
