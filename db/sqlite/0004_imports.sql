-- What an import went through; one with FinishedAt is finished whatever is said here. Those before this script were running or finished.
ALTER TABLE ImportRun ADD State TEXT NOT NULL DEFAULT 'Running';
-- Who uploaded the file; NULL for the command line.
ALTER TABLE ImportRun ADD PersonId INTEGER NULL REFERENCES Person (Id);
-- Name in the folder of uploads; NULL for the command line, and once the file is not needed any more.
ALTER TABLE ImportRun ADD StoredAs TEXT NULL;
-- SHA-256 of the file.
ALTER TABLE ImportRun ADD FileHash TEXT NULL;
ALTER TABLE ImportRun ADD FileBytes INTEGER NOT NULL DEFAULT 0;
-- As JSON: the map of incidents, or the property that holds the names of neighborhoods.
ALTER TABLE ImportRun ADD Map TEXT NULL;
-- Counts how often it was begun: who was taken for dead must write nothing more.
ALTER TABLE ImportRun ADD Attempt INTEGER NOT NULL DEFAULT 0;
-- Real time, as the lease.
ALTER TABLE ImportRun ADD BeganAt TEXT NULL;
ALTER TABLE ImportRun ADD BytesRead INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ImportRun ADD EndedAt TEXT NULL;
-- A sentence: why it failed.
ALTER TABLE ImportRun ADD Failure TEXT NULL;
-- Of neighborhoods: those that got another boundary, and the incidents that lie in another one than before.
ALTER TABLE ImportRun ADD Changed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ImportRun ADD Moved INTEGER NOT NULL DEFAULT 0;
-- Of neighborhoods: the incident up to which places were looked at; NULL until the boundaries are saved.
ALTER TABLE ImportRun ADD PlacedTo INTEGER NULL;

CREATE TABLE ImportRejection (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    ImportRunId INTEGER NOT NULL REFERENCES ImportRun (Id),
    Line INTEGER NOT NULL,
    Reason TEXT NOT NULL
);
CREATE INDEX IX_ImportRejection_Run ON ImportRejection (ImportRunId, Id);

CREATE TABLE SavedMap (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Name TEXT NOT NULL,
    NameKey TEXT NOT NULL CONSTRAINT UX_SavedMap_NameKey UNIQUE,
    Body TEXT NOT NULL,
    SavedBy INTEGER NULL REFERENCES Person (Id),
    SavedAt TEXT NOT NULL
);

-- The offense of the FBI's National Incident-Based Reporting System that the category stands for.
ALTER TABLE Category ADD Nibrs TEXT NULL;
