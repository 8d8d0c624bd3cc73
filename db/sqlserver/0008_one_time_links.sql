-- Links by email for any purpose: what one opens is its subject, an action so far, and its holder is the attachment to which it was sent.
CREATE TABLE OneTimeLink (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    Purpose NVARCHAR(40) NOT NULL,
    SubjectId BIGINT NOT NULL,
    HolderId BIGINT NULL,
    -- SHA-256 of the token. The token itself is stored nowhere.
    Digest NVARCHAR(64) NOT NULL CONSTRAINT UX_OneTimeLink_Digest UNIQUE,
    CreatedAt DATETIMEOFFSET(7) NOT NULL,
    CreatedBy BIGINT NULL REFERENCES Person (Id),
    ExpiresAt DATETIMEOFFSET(7) NOT NULL,
    WithdrawnAt DATETIMEOFFSET(7) NULL
);
CREATE INDEX IX_OneTimeLink_Subject ON OneTimeLink (Purpose, SubjectId, Id);
CREATE INDEX IX_OneTimeLink_Holder ON OneTimeLink (Purpose, HolderId, Id);

INSERT INTO OneTimeLink (Purpose, SubjectId, HolderId, Digest, CreatedAt, CreatedBy, ExpiresAt, WithdrawnAt)
SELECT 'ActionOwner', ActionId, AttachmentId, Digest, CreatedAt, CreatedBy, ExpiresAt, WithdrawnAt FROM ActionLink ORDER BY Id;

DROP TABLE ActionLink;
