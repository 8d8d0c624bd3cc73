-- Sessions of browsers are kept on the server; sign-in failures are counted per account and address.
CREATE TABLE Session (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    PersonId INTEGER NOT NULL REFERENCES Person (Id),
    -- SHA-256 of the secret in the browser's cookie.
    Digest TEXT NOT NULL CONSTRAINT UX_Session_Digest UNIQUE,
    Device TEXT NULL,
    Origin TEXT NOT NULL,
    CreatedAt TEXT NOT NULL,
    LastSeenAt TEXT NOT NULL,
    EndedAt TEXT NULL
);
CREATE INDEX IX_Session_Person ON Session (PersonId, CreatedAt);

CREATE TABLE SignInFailure (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    -- SHA-256 of the email address as typed, normalized: people type passwords into the wrong field.
    AccountKey TEXT NOT NULL,
    Origin TEXT NOT NULL,
    At TEXT NOT NULL
);
CREATE INDEX IX_SignInFailure_Account ON SignInFailure (AccountKey, At);
CREATE INDEX IX_SignInFailure_At ON SignInFailure (At);

ALTER TABLE ApiToken ADD LastUsedAt TEXT NULL;
ALTER TABLE Person DROP COLUMN SecurityStamp;
ALTER TABLE Person DROP COLUMN FailedSignIns;
ALTER TABLE Person DROP COLUMN LockedUntil;
