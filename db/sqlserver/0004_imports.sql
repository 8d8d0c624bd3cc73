-- What an import went through; one with FinishedAt is finished whatever is said here. Those before this script were running or finished.
ALTER TABLE ImportRun ADD State NVARCHAR(20) NOT NULL DEFAULT 'Running';
-- Who uploaded the file; NULL for the command line.
ALTER TABLE ImportRun ADD PersonId BIGINT NULL REFERENCES Person (Id);
-- Name in the folder of uploads; NULL for the command line, and once the file is not needed any more.
ALTER TABLE ImportRun ADD StoredAs NVARCHAR(100) NULL;
-- SHA-256 of the file.
ALTER TABLE ImportRun ADD FileHash NVARCHAR(64) NULL;
ALTER TABLE ImportRun ADD FileBytes BIGINT NOT NULL DEFAULT 0;
-- As JSON: the map of incidents, or the property that holds the names of neighborhoods.
ALTER TABLE ImportRun ADD Map NVARCHAR(MAX) NULL;
-- Counts how often it was begun: who was taken for dead must write nothing more.
ALTER TABLE ImportRun ADD Attempt INT NOT NULL DEFAULT 0;
-- Real time, as the lease.
ALTER TABLE ImportRun ADD BeganAt DATETIMEOFFSET(7) NULL;
ALTER TABLE ImportRun ADD BytesRead BIGINT NOT NULL DEFAULT 0;
ALTER TABLE ImportRun ADD EndedAt DATETIMEOFFSET(7) NULL;
-- A sentence: why it failed.
ALTER TABLE ImportRun ADD Failure NVARCHAR(2000) NULL;
-- Of neighborhoods: those that got another boundary, and the incidents that lie in another one than before.
ALTER TABLE ImportRun ADD Changed INT NOT NULL DEFAULT 0;
ALTER TABLE ImportRun ADD Moved INT NOT NULL DEFAULT 0;
-- Of neighborhoods: the incident up to which places were looked at; NULL until the boundaries are saved.
ALTER TABLE ImportRun ADD PlacedTo BIGINT NULL;

CREATE TABLE ImportRejection (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    ImportRunId BIGINT NOT NULL REFERENCES ImportRun (Id),
    Line BIGINT NOT NULL,
    Reason NVARCHAR(1000) NOT NULL
);
CREATE INDEX IX_ImportRejection_Run ON ImportRejection (ImportRunId, Id);

CREATE TABLE SavedMap (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    Name NVARCHAR(100) NOT NULL,
    NameKey NVARCHAR(200) NOT NULL CONSTRAINT UX_SavedMap_NameKey UNIQUE,
    Body NVARCHAR(MAX) NOT NULL,
    SavedBy BIGINT NULL REFERENCES Person (Id),
    SavedAt DATETIMEOFFSET(7) NOT NULL
);

-- The offense of the FBI's National Incident-Based Reporting System that the category stands for.
ALTER TABLE Category ADD Nibrs NVARCHAR(3) NULL;
