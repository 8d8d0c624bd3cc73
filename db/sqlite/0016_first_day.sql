-- A retired neighborhood keeps its records but can't be chosen for new ones.
ALTER TABLE Neighborhood ADD Active INTEGER NOT NULL DEFAULT 1;
-- The one row for problems that were opened before the agency had neighborhoods. Its NameKey is blank, so that no name collides with it.
ALTER TABLE Neighborhood ADD IsUnassigned INTEGER NOT NULL DEFAULT 0;

-- At most one row, with Id 1.
CREATE TABLE AgencyLogo (
    Id INTEGER NOT NULL CONSTRAINT PK_AgencyLogo PRIMARY KEY,
    Content BLOB NOT NULL,
    Width INTEGER NOT NULL,
    Height INTEGER NOT NULL,
    -- SHA-256 of Content, shortened: part of its address, so that browsers can keep it.
    Digest TEXT NOT NULL
);
