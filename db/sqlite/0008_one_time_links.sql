-- Links by email for any purpose: what one opens is its subject, an action so far, and its holder is the attachment to which it was sent.
CREATE TABLE OneTimeLink (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Purpose TEXT NOT NULL,
    SubjectId INTEGER NOT NULL,
    HolderId INTEGER NULL,
    -- SHA-256 of the token. The token itself is stored nowhere.
    Digest TEXT NOT NULL CONSTRAINT UX_OneTimeLink_Digest UNIQUE,
    CreatedAt TEXT NOT NULL,
    CreatedBy INTEGER NULL REFERENCES Person (Id),
    ExpiresAt TEXT NOT NULL,
    WithdrawnAt TEXT NULL
);
CREATE INDEX IX_OneTimeLink_Subject ON OneTimeLink (Purpose, SubjectId, Id);
CREATE INDEX IX_OneTimeLink_Holder ON OneTimeLink (Purpose, HolderId, Id);

INSERT INTO OneTimeLink (Purpose, SubjectId, HolderId, Digest, CreatedAt, CreatedBy, ExpiresAt, WithdrawnAt)
SELECT 'ActionOwner', ActionId, AttachmentId, Digest, CreatedAt, CreatedBy, ExpiresAt, WithdrawnAt FROM ActionLink ORDER BY Id;

DROP TABLE ActionLink;
