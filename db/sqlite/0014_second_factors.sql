-- Second factors: an authenticator app, passkeys, and recovery codes.
CREATE TABLE AuthenticatorApp (
    PersonId INTEGER NOT NULL PRIMARY KEY REFERENCES Person (Id),
    -- Encrypted with the key ring.
    Secret TEXT NOT NULL,
    -- The step of 30 seconds whose code was used last, so that no code works twice.
    LastStep INTEGER NOT NULL,
    AddedAt TEXT NOT NULL
);

CREATE TABLE Passkey (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    PersonId INTEGER NOT NULL REFERENCES Person (Id),
    Name TEXT NOT NULL,
    -- Base64url; too long for an index on every database, so its SHA-256 is the key.
    CredentialId TEXT NOT NULL,
    CredentialDigest TEXT NOT NULL CONSTRAINT UX_Passkey_CredentialDigest UNIQUE,
    -- COSE, Base64url.
    PublicKey TEXT NOT NULL,
    SignCount INTEGER NOT NULL,
    AddedAt TEXT NOT NULL,
    LastUsedAt TEXT NULL
);
CREATE INDEX IX_Passkey_Person ON Passkey (PersonId);

CREATE TABLE RecoveryCode (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    PersonId INTEGER NOT NULL REFERENCES Person (Id),
    -- SHA-256 of 80 random bits.
    Digest TEXT NOT NULL,
    UsedAt TEXT NULL
);
CREATE INDEX IX_RecoveryCode_Person ON RecoveryCode (PersonId);

-- Challenges that a passkey answered, so that no answer works twice.
CREATE TABLE AnsweredChallenge (
    Digest TEXT NOT NULL PRIMARY KEY,
    At TEXT NOT NULL
);
CREATE INDEX IX_AnsweredChallenge_At ON AnsweredChallenge (At);

-- What the person showed beside the password, or instead of it; null for nothing.
ALTER TABLE Session ADD SecondFactor TEXT NULL;
-- The first sign-in without a second factor, when the time to set one up begins.
ALTER TABLE Person ADD SecondFactorAskedAt TEXT NULL;
