-- A retired neighborhood keeps its records but can't be chosen for new ones.
ALTER TABLE Neighborhood ADD Active BIT NOT NULL DEFAULT 1;
-- The one row for problems that were opened before the agency had neighborhoods. Its NameKey is blank, so that no name collides with it.
ALTER TABLE Neighborhood ADD IsUnassigned BIT NOT NULL DEFAULT 0;

-- At most one row, with Id 1.
CREATE TABLE AgencyLogo (
    Id BIGINT NOT NULL CONSTRAINT PK_AgencyLogo PRIMARY KEY,
    Content VARBINARY(MAX) NOT NULL,
    Width INT NOT NULL,
    Height INT NOT NULL,
    -- SHA-256 of Content, shortened: part of its address, so that browsers can keep it.
    Digest NVARCHAR(64) NOT NULL
);
