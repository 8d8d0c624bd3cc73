-- The agency's own streets, shown on maps.
CREATE TABLE Street (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Name TEXT NULL,
    -- A GeoJSON MultiLineString in WGS84.
    Line TEXT NOT NULL
);
