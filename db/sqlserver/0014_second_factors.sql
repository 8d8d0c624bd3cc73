-- Second factors: an authenticator app, passkeys, and recovery codes.
CREATE TABLE AuthenticatorApp (
    PersonId BIGINT NOT NULL PRIMARY KEY REFERENCES Person (Id),
    -- Encrypted with the key ring.
    Secret NVARCHAR(1000) NOT NULL,
    -- The step of 30 seconds whose code was used last, so that no code works twice.
    LastStep BIGINT NOT NULL,
    AddedAt DATETIMEOFFSET(7) NOT NULL
);

CREATE TABLE Passkey (
    Id BIGINT NOT NULL IDENTITY(1,1) PRIMARY KEY,
    PersonId BIGINT NOT NULL REFERENCES Person (Id),
    Name NVARCHAR(100) NOT NULL,
    -- Base64url; too long for an index on every database, so its SHA-256 is the key.
    CredentialId NVARCHAR(1400) NOT NULL,
    CredentialDigest NVARCHAR(64) NOT NULL CONSTRAINT UX_Passkey_CredentialDigest UNIQUE,
    -- COSE, Base64url.
    PublicKey NVARCHAR(4000) NOT NULL,
    SignCount BIGINT NOT NULL,
    AddedAt DATETIMEOFFSET(7) NOT NULL,
    LastUsedAt DATETIMEOFFSET(7) NULL
);
CREATE INDEX IX_Passkey_Person ON Passkey (PersonId);

CREATE TABLE RecoveryCode (
    Id BIGINT NOT NULL IDENTITY(1,1) PRIMARY KEY,
    PersonId BIGINT NOT NULL REFERENCES Person (Id),
    -- SHA-256 of 80 random bits.
    Digest NVARCHAR(64) NOT NULL,
    UsedAt DATETIMEOFFSET(7) NULL
);
CREATE INDEX IX_RecoveryCode_Person ON RecoveryCode (PersonId);

-- Challenges that a passkey answered, so that no answer works twice.
CREATE TABLE AnsweredChallenge (
    Digest NVARCHAR(64) NOT NULL PRIMARY KEY,
    At DATETIMEOFFSET(7) NOT NULL
);
CREATE INDEX IX_AnsweredChallenge_At ON AnsweredChallenge (At);

-- What the person showed beside the password, or instead of it; null for nothing.
ALTER TABLE Session ADD SecondFactor NVARCHAR(20) NULL;
-- The first sign-in without a second factor, when the time to set one up begins.
ALTER TABLE Person ADD SecondFactorAskedAt DATETIMEOFFSET(7) NULL;
