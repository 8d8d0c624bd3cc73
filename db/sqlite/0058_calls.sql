-- Calls for service and shifts, from which patrol time is computed.
CREATE TABLE Beat (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Name TEXT NOT NULL,
    NameKey TEXT NOT NULL CONSTRAINT UX_Beat_NameKey UNIQUE
);
CREATE TABLE PatrolUnit (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Name TEXT NOT NULL,
    NameKey TEXT NOT NULL CONSTRAINT UX_PatrolUnit_NameKey UNIQUE
);
-- One unit on one call. A call without a unit has one row, one with several units has several.
CREATE TABLE ServiceCall (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    ImportRunId INTEGER NOT NULL REFERENCES ImportRun (Id),
    -- A hash of everything that the file says of it.
    DedupeKey TEXT NOT NULL CONSTRAINT UX_ServiceCall_DedupeKey UNIQUE,
    -- Rows with the same source and number are one call.
    CallKey TEXT NOT NULL,
    Number TEXT NOT NULL,
    CallType TEXT NULL,
    Priority TEXT NULL,
    Address TEXT NULL,
    Latitude REAL NULL,
    Longitude REAL NULL,
    CreatedAt TEXT NOT NULL,
    LocalDate TEXT NOT NULL,
    UnitId INTEGER NULL REFERENCES PatrolUnit (Id),
    DispatchedAt TEXT NULL,
    EnRouteAt TEXT NULL,
    ArrivedAt TEXT NULL,
    ClearedAt TEXT NULL,
    -- The time of the unit that it took; NULL if its times don't say it.
    BusyFrom TEXT NULL,
    BusyTo TEXT NULL,
    Disposition TEXT NULL,
    IsSelfInitiated INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IX_ServiceCall_Created ON ServiceCall (CreatedAt, Id);
CREATE INDEX IX_ServiceCall_Busy ON ServiceCall (BusyFrom, BusyTo, UnitId, ImportRunId);
CREATE INDEX IX_ServiceCall_Unit ON ServiceCall (UnitId, CreatedAt, Id);
CREATE INDEX IX_ServiceCall_Number ON ServiceCall (Number, CreatedAt, Id);
CREATE INDEX IX_ServiceCall_ImportRun ON ServiceCall (ImportRunId, Id);
CREATE TABLE UnitShift (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    ImportRunId INTEGER NOT NULL REFERENCES ImportRun (Id),
    DedupeKey TEXT NOT NULL CONSTRAINT UX_UnitShift_DedupeKey UNIQUE,
    UnitId INTEGER NOT NULL REFERENCES PatrolUnit (Id),
    BeatId INTEGER NULL REFERENCES Beat (Id),
    -- Who was on it, as the file says.
    Officer TEXT NULL,
    FromAt TEXT NOT NULL,
    ToAt TEXT NOT NULL
);
CREATE INDEX IX_UnitShift_From ON UnitShift (FromAt, ToAt, UnitId, BeatId, ImportRunId);
CREATE INDEX IX_UnitShift_ImportRun ON UnitShift (ImportRunId, Id);
