-- Seals on the audit log, a chain: the hash of each covers the hash of the one before. Only a purge changes a row: it deletes the salt.
CREATE TABLE AuditSeal (
    -- 1, 2, 3 and so on, without gaps.
    Number INTEGER NOT NULL PRIMARY KEY,
    AuditEntryId INTEGER NOT NULL CONSTRAINT UX_AuditSeal_AuditEntry UNIQUE REFERENCES AuditEntry (Id),
    -- Real time, even if the demo clock is set.
    SealedAt TEXT NOT NULL,
    -- 64 hexadecimal digits; null after a purge, so that nobody can try texts until one fits the digest.
    Salt TEXT NULL,
    PayloadDigest TEXT NOT NULL,
    Hash TEXT NOT NULL
);
-- The entry that records the purge; null while the text is there.
ALTER TABLE AuditEntry ADD PurgedBy INTEGER NULL;
-- The overall audit: newest first, by person and by event.
CREATE INDEX IX_AuditEntry_At ON AuditEntry (At, Id);
CREATE INDEX IX_AuditEntry_Person ON AuditEntry (PersonId, At, Id);
CREATE INDEX IX_AuditEntry_Event ON AuditEntry (Event, At, Id);
