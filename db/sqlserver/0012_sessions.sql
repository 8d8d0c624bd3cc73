-- Sessions of browsers are kept on the server; sign-in failures are counted per account and address.
CREATE TABLE Session (
    Id BIGINT NOT NULL IDENTITY(1,1) PRIMARY KEY,
    PersonId BIGINT NOT NULL REFERENCES Person (Id),
    -- SHA-256 of the secret in the browser's cookie.
    Digest NVARCHAR(64) NOT NULL CONSTRAINT UX_Session_Digest UNIQUE,
    Device NVARCHAR(200) NULL,
    Origin NVARCHAR(100) NOT NULL,
    CreatedAt DATETIMEOFFSET(7) NOT NULL,
    LastSeenAt DATETIMEOFFSET(7) NOT NULL,
    EndedAt DATETIMEOFFSET(7) NULL
);
CREATE INDEX IX_Session_Person ON Session (PersonId, CreatedAt);

CREATE TABLE SignInFailure (
    Id BIGINT NOT NULL IDENTITY(1,1) PRIMARY KEY,
    -- SHA-256 of the email address as typed, normalized: people type passwords into the wrong field.
    AccountKey NVARCHAR(64) NOT NULL,
    Origin NVARCHAR(100) NOT NULL,
    At DATETIMEOFFSET(7) NOT NULL
);
CREATE INDEX IX_SignInFailure_Account ON SignInFailure (AccountKey, At);
CREATE INDEX IX_SignInFailure_At ON SignInFailure (At);

ALTER TABLE ApiToken ADD LastUsedAt DATETIMEOFFSET(7) NULL;
ALTER TABLE Person DROP COLUMN SecurityStamp;
-- The constraint of a default has a name that the server chose.
DECLARE @default NVARCHAR(200) = (
    SELECT d.name FROM sys.default_constraints d JOIN sys.columns c ON c.object_id = d.parent_object_id AND c.column_id = d.parent_column_id
    WHERE d.parent_object_id = OBJECT_ID('Person') AND c.name = 'FailedSignIns');
EXEC('ALTER TABLE Person DROP CONSTRAINT ' + @default);
ALTER TABLE Person DROP COLUMN FailedSignIns;
ALTER TABLE Person DROP COLUMN LockedUntil;
