-- Who is whose login at a single sign-on provider.
CREATE TABLE SignOnIdentity (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    PersonId INTEGER NOT NULL REFERENCES Person (Id),
    Issuer TEXT NOT NULL,
    Subject TEXT NOT NULL,
    LinkedAt TEXT NOT NULL,
    CONSTRAINT UX_SignOnIdentity_Subject UNIQUE (Subject, Issuer)
);
CREATE INDEX IX_SignOnIdentity_Person ON SignOnIdentity (PersonId);
