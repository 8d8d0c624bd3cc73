-- Who is whose login at a single sign-on provider.
CREATE TABLE SignOnIdentity (
    Id BIGINT NOT NULL IDENTITY(1,1) PRIMARY KEY,
    PersonId BIGINT NOT NULL REFERENCES Person (Id),
    Issuer NVARCHAR(500) NOT NULL,
    -- Two logins may differ only in upper and lower case.
    Subject NVARCHAR(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
    LinkedAt DATETIMEOFFSET(7) NOT NULL,
    CONSTRAINT UX_SignOnIdentity_Subject UNIQUE (Subject, Issuer)
);
CREATE INDEX IX_SignOnIdentity_Person ON SignOnIdentity (PersonId);
