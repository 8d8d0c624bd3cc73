-- Calls for service and shifts, from which patrol time is computed.
CREATE TABLE Beat (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    Name NVARCHAR(200) NOT NULL,
    NameKey NVARCHAR(200) NOT NULL CONSTRAINT UX_Beat_NameKey UNIQUE
);
CREATE TABLE PatrolUnit (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    Name NVARCHAR(200) NOT NULL,
    NameKey NVARCHAR(200) NOT NULL CONSTRAINT UX_PatrolUnit_NameKey UNIQUE
);
-- One unit on one call. A call without a unit has one row, one with several units has several.
CREATE TABLE ServiceCall (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    ImportRunId BIGINT NOT NULL REFERENCES ImportRun (Id),
    -- A hash of everything that the file says of it.
    DedupeKey NVARCHAR(32) NOT NULL CONSTRAINT UX_ServiceCall_DedupeKey UNIQUE,
    -- Rows with the same source and number are one call.
    CallKey NVARCHAR(200) NOT NULL,
    Number NVARCHAR(200) NOT NULL,
    CallType NVARCHAR(200) NULL,
    Priority NVARCHAR(200) NULL,
    Address NVARCHAR(300) NULL,
    Latitude FLOAT NULL,
    Longitude FLOAT NULL,
    CreatedAt DATETIMEOFFSET(7) NOT NULL,
    LocalDate DATE NOT NULL,
    UnitId BIGINT NULL REFERENCES PatrolUnit (Id),
    DispatchedAt DATETIMEOFFSET(7) NULL,
    EnRouteAt DATETIMEOFFSET(7) NULL,
    ArrivedAt DATETIMEOFFSET(7) NULL,
    ClearedAt DATETIMEOFFSET(7) NULL,
    -- The time of the unit that it took; NULL if its times don't say it.
    BusyFrom DATETIMEOFFSET(7) NULL,
    BusyTo DATETIMEOFFSET(7) NULL,
    Disposition NVARCHAR(200) NULL,
    IsSelfInitiated BIT NOT NULL DEFAULT 0
);
CREATE INDEX IX_ServiceCall_Created ON ServiceCall (CreatedAt, Id);
CREATE INDEX IX_ServiceCall_Busy ON ServiceCall (BusyFrom, BusyTo, UnitId, ImportRunId);
CREATE INDEX IX_ServiceCall_Unit ON ServiceCall (UnitId, CreatedAt, Id);
CREATE INDEX IX_ServiceCall_Number ON ServiceCall (Number, CreatedAt, Id);
CREATE INDEX IX_ServiceCall_ImportRun ON ServiceCall (ImportRunId, Id);
CREATE TABLE UnitShift (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    ImportRunId BIGINT NOT NULL REFERENCES ImportRun (Id),
    DedupeKey NVARCHAR(32) NOT NULL CONSTRAINT UX_UnitShift_DedupeKey UNIQUE,
    UnitId BIGINT NOT NULL REFERENCES PatrolUnit (Id),
    BeatId BIGINT NULL REFERENCES Beat (Id),
    -- Who was on it, as the file says.
    Officer NVARCHAR(200) NULL,
    FromAt DATETIMEOFFSET(7) NOT NULL,
    ToAt DATETIMEOFFSET(7) NOT NULL
);
CREATE INDEX IX_UnitShift_From ON UnitShift (FromAt, ToAt, UnitId, BeatId, ImportRunId);
CREATE INDEX IX_UnitShift_ImportRun ON UnitShift (ImportRunId, Id);
