-- The private address of a person's due dates as a calendar. Only the digest of its token is stored.
CREATE TABLE CalendarAddress (
    PersonId INTEGER NOT NULL PRIMARY KEY REFERENCES Person (Id),
    Digest TEXT NOT NULL,
    CreatedAt TEXT NOT NULL,
    CONSTRAINT UX_CalendarAddress_Digest UNIQUE (Digest)
);
