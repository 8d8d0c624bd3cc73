-- The agency's own streets, shown on maps.
CREATE TABLE Street (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    Name NVARCHAR(200) NULL,
    -- A GeoJSON MultiLineString in WGS84.
    Line NVARCHAR(MAX) NOT NULL
);
