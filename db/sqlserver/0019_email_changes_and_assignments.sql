-- Changes of email addresses. The address changes once both addresses, or only the new one, are confirmed.
CREATE TABLE EmailChange (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    PersonId BIGINT NOT NULL REFERENCES Person (Id),
    OldEmail NVARCHAR(254) NOT NULL,
    NewEmail NVARCHAR(254) NOT NULL,
    -- Why the old address need not be confirmed; NULL if it must be.
    OldAddressReason NVARCHAR(500) NULL,
    RequestedBy BIGINT NULL REFERENCES Person (Id),
    RequestedAt DATETIMEOFFSET(7) NOT NULL,
    ExpiresAt DATETIMEOFFSET(7) NOT NULL,
    OldConfirmedAt DATETIMEOFFSET(7) NULL,
    NewConfirmedAt DATETIMEOFFSET(7) NULL,
    -- When it was done, canceled or replaced.
    EndedAt DATETIMEOFFSET(7) NULL
);
CREATE INDEX IX_EmailChange_Person ON EmailChange (PersonId, Id);

-- Who is assigned to a neighborhood or, without one, to the community policing program. Days are local and inclusive.
CREATE TABLE Assignment (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    PersonId BIGINT NOT NULL REFERENCES Person (Id),
    NeighborhoodId BIGINT NULL REFERENCES Neighborhood (Id),
    FromOn DATE NOT NULL,
    -- NULL while there is no end.
    ToOn DATE NULL,
    Version INT NOT NULL DEFAULT 1
);
CREATE INDEX IX_Assignment_Person ON Assignment (PersonId, FromOn);
CREATE INDEX IX_Assignment_Neighborhood ON Assignment (NeighborhoodId, FromOn);
CREATE INDEX IX_Assignment_From ON Assignment (FromOn, Id);
-- The name that the public may read; NULL if it is not shown.
ALTER TABLE Person ADD PublicName NVARCHAR(200) NULL;
