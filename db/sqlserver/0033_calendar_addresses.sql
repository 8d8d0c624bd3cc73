-- The private address of a person's due dates as a calendar. Only the digest of its token is stored.
CREATE TABLE CalendarAddress (
    PersonId BIGINT NOT NULL PRIMARY KEY REFERENCES Person (Id),
    Digest NVARCHAR(64) NOT NULL,
    CreatedAt DATETIMEOFFSET(7) NOT NULL,
    CONSTRAINT UX_CalendarAddress_Digest UNIQUE (Digest)
);
