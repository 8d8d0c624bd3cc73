-- Changes of email addresses. The address changes once both addresses, or only the new one, are confirmed.
CREATE TABLE EmailChange (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    PersonId INTEGER NOT NULL REFERENCES Person (Id),
    OldEmail TEXT NOT NULL,
    NewEmail TEXT NOT NULL,
    -- Why the old address need not be confirmed; NULL if it must be.
    OldAddressReason TEXT NULL,
    RequestedBy INTEGER NULL REFERENCES Person (Id),
    RequestedAt TEXT NOT NULL,
    ExpiresAt TEXT NOT NULL,
    OldConfirmedAt TEXT NULL,
    NewConfirmedAt TEXT NULL,
    -- When it was done, canceled or replaced.
    EndedAt TEXT NULL
);
CREATE INDEX IX_EmailChange_Person ON EmailChange (PersonId, Id);

-- Who is assigned to a neighborhood or, without one, to the community policing program. Days are local and inclusive.
CREATE TABLE Assignment (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    PersonId INTEGER NOT NULL REFERENCES Person (Id),
    NeighborhoodId INTEGER NULL REFERENCES Neighborhood (Id),
    FromOn TEXT NOT NULL,
    -- NULL while there is no end.
    ToOn TEXT NULL,
    Version INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX IX_Assignment_Person ON Assignment (PersonId, FromOn);
CREATE INDEX IX_Assignment_Neighborhood ON Assignment (NeighborhoodId, FromOn);
CREATE INDEX IX_Assignment_From ON Assignment (FromOn, Id);
-- The name that the public may read; NULL if it is not shown.
ALTER TABLE Person ADD PublicName TEXT NULL;
