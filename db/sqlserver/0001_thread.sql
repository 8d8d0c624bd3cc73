CREATE TABLE Person (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    Email NVARCHAR(254) NOT NULL,
    EmailKey NVARCHAR(254) NOT NULL CONSTRAINT UX_Person_EmailKey UNIQUE,
    Name NVARCHAR(200) NOT NULL,
    PasswordHash NVARCHAR(500) NULL,
    SecurityStamp NVARCHAR(100) NOT NULL,
    FailedSignIns INT NOT NULL DEFAULT 0,
    LockedUntil DATETIMEOFFSET(7) NULL,
    Active BIT NOT NULL DEFAULT 1,
    CreatedAt DATETIMEOFFSET(7) NOT NULL,
    Version INT NOT NULL DEFAULT 1
);

CREATE TABLE PersonRole (
    PersonId BIGINT NOT NULL REFERENCES Person (Id),
    Role NVARCHAR(20) NOT NULL,
    CONSTRAINT PK_PersonRole PRIMARY KEY (PersonId, Role)
);

CREATE TABLE ApiToken (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    PersonId BIGINT NOT NULL REFERENCES Person (Id),
    Name NVARCHAR(100) NOT NULL,
    Digest NVARCHAR(64) NOT NULL CONSTRAINT UX_ApiToken_Digest UNIQUE,
    ReadOnlyScope BIT NOT NULL DEFAULT 0,
    CreatedAt DATETIMEOFFSET(7) NOT NULL,
    ExpiresAt DATETIMEOFFSET(7) NOT NULL,
    RevokedAt DATETIMEOFFSET(7) NULL
);
CREATE INDEX IX_ApiToken_Person ON ApiToken (PersonId);

CREATE TABLE DataProtectionKey (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    FriendlyName NVARCHAR(200) NOT NULL,
    Xml NVARCHAR(MAX) NOT NULL
);

CREATE TABLE Setting (
    Name NVARCHAR(100) NOT NULL CONSTRAINT PK_Setting PRIMARY KEY,
    Value NVARCHAR(MAX) NOT NULL,
    Version INT NOT NULL DEFAULT 1
);

CREATE TABLE Category (
    Code NVARCHAR(50) NOT NULL CONSTRAINT PK_Category PRIMARY KEY,
    Name NVARCHAR(100) NOT NULL,
    Position INT NOT NULL,
    Active BIT NOT NULL DEFAULT 1
);
INSERT INTO Category (Code, Name, Position) VALUES
    ('noise', 'Noise', 1), ('disorder', 'Disorder', 2), ('drugs', 'Drugs', 3), ('alcohol', 'Alcohol', 4),
    ('vandalism', 'Vandalism', 5), ('burglary', 'Burglary', 6), ('theft', 'Theft', 7),
    ('theft-from-vehicle', 'Theft from vehicle', 8), ('robbery', 'Robbery', 9), ('assault', 'Assault', 10),
    ('racing', 'Racing and speeding', 11), ('traffic-hazard', 'Traffic hazard', 12), ('parking', 'Parking', 13),
    ('neglected-property', 'Neglected property', 14), ('other', 'Other', 15);

CREATE TABLE Holiday (
    OnDate DATE NOT NULL CONSTRAINT PK_Holiday PRIMARY KEY,
    Name NVARCHAR(100) NOT NULL
);

CREATE TABLE Neighborhood (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    Name NVARCHAR(200) NOT NULL,
    NameKey NVARCHAR(200) NOT NULL CONSTRAINT UX_Neighborhood_NameKey UNIQUE,
    -- GeoJSON geometry, WGS84; NULL where only the name is known.
    Boundary NVARCHAR(MAX) NULL,
    Version INT NOT NULL DEFAULT 1
);

CREATE TABLE ImportRun (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    Kind NVARCHAR(20) NOT NULL,
    FileName NVARCHAR(260) NOT NULL,
    StartedAt DATETIMEOFFSET(7) NOT NULL,
    -- Real time, not the demo clock's: a run whose lease is over was interrupted.
    LeaseUntil DATETIMEOFFSET(7) NOT NULL,
    -- NULL while it runs: its rows are not shown until it is set.
    FinishedAt DATETIMEOFFSET(7) NULL,
    RowsRead INT NOT NULL DEFAULT 0,
    Added INT NOT NULL DEFAULT 0,
    Repeats INT NOT NULL DEFAULT 0,
    Rejected INT NOT NULL DEFAULT 0,
    Unplaced INT NOT NULL DEFAULT 0
);

CREATE TABLE Incident (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    ImportRunId BIGINT NOT NULL REFERENCES ImportRun (Id),
    -- Rows with the same event key describe one incident.
    EventKey NVARCHAR(200) NOT NULL,
    DedupeKey NVARCHAR(64) NOT NULL CONSTRAINT UX_Incident_DedupeKey UNIQUE,
    SourceNumber NVARCHAR(100) NULL,
    OccurredFrom DATETIMEOFFSET(7) NOT NULL,
    OccurredTo DATETIMEOFFSET(7) NOT NULL,
    TimePrecision NVARCHAR(10) NOT NULL,
    LocalDate DATE NOT NULL,
    LocalHour INT NULL,
    -- 0 is Sunday.
    LocalWeekday INT NOT NULL,
    CategoryCode NVARCHAR(50) NOT NULL REFERENCES Category (Code),
    SourceCategory NVARCHAR(200) NULL,
    NeighborhoodId BIGINT NULL REFERENCES Neighborhood (Id),
    Latitude FLOAT NULL,
    Longitude FLOAT NULL,
    Address NVARCHAR(300) NULL
);
CREATE INDEX IX_Incident_Occurred ON Incident (OccurredFrom, Id);
CREATE INDEX IX_Incident_Category ON Incident (CategoryCode, OccurredFrom, Id);
CREATE INDEX IX_Incident_Neighborhood ON Incident (NeighborhoodId, CategoryCode, OccurredFrom, Id);
CREATE INDEX IX_Incident_Neighborhood_Occurred ON Incident (NeighborhoodId, OccurredFrom, Id);
CREATE INDEX IX_Incident_Place ON Incident (Latitude, Longitude);
CREATE INDEX IX_Incident_ImportRun ON Incident (ImportRunId, Id);

CREATE TABLE NumberSeries (
    ForYear INT NOT NULL CONSTRAINT PK_NumberSeries PRIMARY KEY,
    LastNumber INT NOT NULL
);

CREATE TABLE Problem (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    Number NVARCHAR(20) NOT NULL CONSTRAINT UX_Problem_Number UNIQUE,
    Title NVARCHAR(200) NOT NULL,
    TitleKey NVARCHAR(200) NOT NULL,
    Description NVARCHAR(4000) NOT NULL,
    CategoryCode NVARCHAR(50) NOT NULL REFERENCES Category (Code),
    NeighborhoodId BIGINT NOT NULL REFERENCES Neighborhood (Id),
    Address NVARCHAR(300) NULL,
    Latitude FLOAT NULL,
    Longitude FLOAT NULL,
    IdentifiedBy NVARCHAR(20) NOT NULL,
    Priority NVARCHAR(20) NOT NULL,
    Confidential BIT NOT NULL,
    LeadId BIGINT NULL REFERENCES Person (Id),
    Stage NVARCHAR(20) NOT NULL,
    -- Counts the stages entered in this problem's life: the first Scanning is 1.
    Visit INT NOT NULL,
    StageSince DATETIMEOFFSET(7) NOT NULL,
    DueOn DATE NULL,
    OpenedAt DATETIMEOFFSET(7) NOT NULL,
    OpenedBy BIGINT NULL REFERENCES Person (Id),
    TouchedAt DATETIMEOFFSET(7) NOT NULL,
    LastActivityAt DATETIMEOFFSET(7) NOT NULL,
    ClosedAt DATETIMEOFFSET(7) NULL,
    ClosingReason NVARCHAR(40) NULL,
    RelatedProblemId BIGINT NULL REFERENCES Problem (Id),
    -- Derived from the dossier whenever it changes, so that lists and reports need not read worksheets.
    Verdict NVARCHAR(20) NULL,
    PresetTest BIT NOT NULL DEFAULT 0,
    EnforcementOnly BIT NOT NULL DEFAULT 0,
    Overrides INT NOT NULL DEFAULT 0,
    Returns INT NOT NULL DEFAULT 0,
    Reopenings INT NOT NULL DEFAULT 0,
    Version INT NOT NULL DEFAULT 1
);
CREATE INDEX IX_Problem_StageSince ON Problem (StageSince, Id);
CREATE INDEX IX_Problem_Stage ON Problem (Stage, StageSince, Id);
CREATE INDEX IX_Problem_Due ON Problem (DueOn, Id);
CREATE INDEX IX_Problem_Lead ON Problem (LeadId, StageSince, Id);
CREATE INDEX IX_Problem_Neighborhood ON Problem (NeighborhoodId, StageSince, Id);
CREATE INDEX IX_Problem_Category ON Problem (CategoryCode, StageSince, Id);
CREATE INDEX IX_Problem_Title ON Problem (TitleKey, Id);
CREATE INDEX IX_Problem_Place ON Problem (Latitude, Longitude);

CREATE TABLE ProblemMember (
    ProblemId BIGINT NOT NULL REFERENCES Problem (Id),
    PersonId BIGINT NOT NULL REFERENCES Person (Id),
    JoinedAt DATETIMEOFFSET(7) NOT NULL,
    CONSTRAINT PK_ProblemMember PRIMARY KEY (ProblemId, PersonId)
);
CREATE INDEX IX_ProblemMember_Person ON ProblemMember (PersonId, ProblemId);

CREATE TABLE StageVisit (
    ProblemId BIGINT NOT NULL REFERENCES Problem (Id),
    Visit INT NOT NULL,
    Stage NVARCHAR(20) NOT NULL,
    EnteredAt DATETIMEOFFSET(7) NOT NULL,
    LeftAt DATETIMEOFFSET(7) NULL,
    FirstDueOn DATE NULL,
    CONSTRAINT PK_StageVisit PRIMARY KEY (ProblemId, Visit)
);

CREATE TABLE StageMove (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    ProblemId BIGINT NOT NULL REFERENCES Problem (Id),
    FromStage NVARCHAR(20) NOT NULL,
    ToStage NVARCHAR(20) NOT NULL,
    Note NVARCHAR(2000) NOT NULL,
    ClosingReason NVARCHAR(40) NULL,
    RelatedProblemId BIGINT NULL REFERENCES Problem (Id),
    MovedBy BIGINT NULL REFERENCES Person (Id),
    MovedAt DATETIMEOFFSET(7) NOT NULL
);
CREATE INDEX IX_StageMove_Problem ON StageMove (ProblemId, Id);

CREATE TABLE GateOverride (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    ProblemId BIGINT NOT NULL REFERENCES Problem (Id),
    Visit INT NOT NULL,
    Gate NVARCHAR(20) NOT NULL,
    -- The codes waived, comma-separated in alphabetical order.
    Codes NVARCHAR(2000) NOT NULL,
    Reason NVARCHAR(2000) NOT NULL,
    PersonId BIGINT NULL REFERENCES Person (Id),
    At DATETIMEOFFSET(7) NOT NULL
);
CREATE INDEX IX_GateOverride_Problem ON GateOverride (ProblemId, Id);

CREATE TABLE Worksheet (
    ProblemId BIGINT NOT NULL REFERENCES Problem (Id),
    Kind NVARCHAR(20) NOT NULL,
    Body NVARCHAR(MAX) NOT NULL,
    Version INT NOT NULL,
    SavedBy BIGINT NULL REFERENCES Person (Id),
    SavedAt DATETIMEOFFSET(7) NOT NULL,
    CONSTRAINT PK_Worksheet PRIMARY KEY (ProblemId, Kind)
);

CREATE TABLE Stakeholder (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    Name NVARCHAR(200) NOT NULL,
    NameKey NVARCHAR(200) NOT NULL,
    Kind NVARCHAR(30) NOT NULL,
    Phone NVARCHAR(50) NULL,
    Email NVARCHAR(254) NULL,
    Remarks NVARCHAR(1000) NULL,
    CreatedAt DATETIMEOFFSET(7) NOT NULL,
    Version INT NOT NULL DEFAULT 1
);
CREATE INDEX IX_Stakeholder_Name ON Stakeholder (NameKey, Id);

CREATE TABLE ProblemStakeholder (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    ProblemId BIGINT NOT NULL REFERENCES Problem (Id),
    StakeholderId BIGINT NOT NULL REFERENCES Stakeholder (Id),
    Role NVARCHAR(20) NOT NULL,
    AttachedAt DATETIMEOFFSET(7) NOT NULL,
    AttachedBy BIGINT NULL REFERENCES Person (Id),
    DetachedAt DATETIMEOFFSET(7) NULL,
    Version INT NOT NULL DEFAULT 1
);
CREATE INDEX IX_ProblemStakeholder_Problem ON ProblemStakeholder (ProblemId, Id);
CREATE INDEX IX_ProblemStakeholder_Stakeholder ON ProblemStakeholder (StakeholderId);

CREATE TABLE ProblemAction (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    ProblemId BIGINT NOT NULL REFERENCES Problem (Id),
    Description NVARCHAR(1000) NOT NULL,
    OwnerId BIGINT NULL REFERENCES Person (Id),
    OwnerAttachmentId BIGINT NULL REFERENCES ProblemStakeholder (Id),
    DueOn DATE NULL,
    Technique NVARCHAR(40) NULL,
    Side NVARCHAR(20) NULL,
    Enforcement BIT NOT NULL,
    Interim BIT NOT NULL,
    InterimReason NVARCHAR(1000) NULL,
    Status NVARCHAR(20) NOT NULL,
    DoneOn DATE NULL,
    DroppedBecause NVARCHAR(1000) NULL,
    CreatedAt DATETIMEOFFSET(7) NOT NULL,
    CreatedBy BIGINT NULL REFERENCES Person (Id),
    Version INT NOT NULL DEFAULT 1
);
CREATE INDEX IX_ProblemAction_Problem ON ProblemAction (ProblemId, Id);
CREATE INDEX IX_ProblemAction_Owner ON ProblemAction (OwnerId, Status, DueOn);

CREATE TABLE FrozenPlan (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    ProblemId BIGINT NOT NULL REFERENCES Problem (Id),
    Visit INT NOT NULL,
    StartedAt DATETIMEOFFSET(7) NOT NULL,
    StartedOn DATE NOT NULL,
    StartedBy BIGINT NULL REFERENCES Person (Id),
    Note NVARCHAR(2000) NOT NULL,
    Hash NVARCHAR(64) NOT NULL,
    Sheet NVARCHAR(MAX) NOT NULL,
    Actions NVARCHAR(MAX) NOT NULL,
    CONSTRAINT UX_FrozenPlan_Visit UNIQUE (ProblemId, Visit)
);

CREATE TABLE Amendment (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    ProblemId BIGINT NOT NULL REFERENCES Problem (Id),
    FrozenPlanId BIGINT NOT NULL REFERENCES FrozenPlan (Id),
    Reason NVARCHAR(2000) NOT NULL,
    -- What was amended: the sheet, or one action.
    ActionId BIGINT NULL REFERENCES ProblemAction (Id),
    BeforeJson NVARCHAR(MAX) NULL,
    AfterJson NVARCHAR(MAX) NOT NULL,
    PersonId BIGINT NULL REFERENCES Person (Id),
    At DATETIMEOFFSET(7) NOT NULL
);
CREATE INDEX IX_Amendment_Problem ON Amendment (ProblemId, Id);
CREATE INDEX IX_Amendment_Plan ON Amendment (FrozenPlanId, Id);

CREATE TABLE ProblemIncident (
    ProblemId BIGINT NOT NULL REFERENCES Problem (Id),
    IncidentId BIGINT NOT NULL REFERENCES Incident (Id),
    LinkedAt DATETIMEOFFSET(7) NOT NULL,
    LinkedBy BIGINT NULL REFERENCES Person (Id),
    CONSTRAINT PK_ProblemIncident PRIMARY KEY (ProblemId, IncidentId)
);
CREATE INDEX IX_ProblemIncident_Incident ON ProblemIncident (IncidentId);

CREATE TABLE ProblemNote (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    ProblemId BIGINT NOT NULL REFERENCES Problem (Id),
    Body NVARCHAR(4000) NOT NULL,
    PersonId BIGINT NULL REFERENCES Person (Id),
    At DATETIMEOFFSET(7) NOT NULL
);
CREATE INDEX IX_ProblemNote_Problem ON ProblemNote (ProblemId, Id);

CREATE TABLE AuditEntry (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    At DATETIMEOFFSET(7) NOT NULL,
    PersonId BIGINT NULL REFERENCES Person (Id),
    -- Where from: an address, "command line" or "job".
    Origin NVARCHAR(64) NOT NULL,
    -- What, as a stable code such as problem.stage.
    Deed NVARCHAR(50) NOT NULL,
    ProblemId BIGINT NULL REFERENCES Problem (Id),
    SubjectId NVARCHAR(64) NULL,
    -- The line in the problem's timeline; never holds the name of a stakeholder.
    Summary NVARCHAR(2500) NULL,
    BeforeJson NVARCHAR(MAX) NULL,
    AfterJson NVARCHAR(MAX) NULL
);
CREATE INDEX IX_AuditEntry_Problem ON AuditEntry (ProblemId, Id);

CREATE TABLE IdempotencyKey (
    PersonId BIGINT NOT NULL,
    Route NVARCHAR(200) NOT NULL,
    RequestKey NVARCHAR(100) NOT NULL,
    BodyHash NVARCHAR(64) NOT NULL,
    Answer NVARCHAR(MAX) NOT NULL,
    CreatedAt DATETIMEOFFSET(7) NOT NULL,
    CONSTRAINT PK_IdempotencyKey PRIMARY KEY (PersonId, Route, RequestKey)
);
CREATE INDEX IX_IdempotencyKey_Created ON IdempotencyKey (CreatedAt);

CREATE TABLE Nudge (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    DedupeKey NVARCHAR(200) NOT NULL CONSTRAINT UX_Nudge_DedupeKey UNIQUE,
    Rung NVARCHAR(20) NOT NULL,
    ProblemId BIGINT NOT NULL REFERENCES Problem (Id),
    Visit INT NOT NULL,
    DueOn DATE NOT NULL,
    RaisedAt DATETIMEOFFSET(7) NOT NULL
);
CREATE INDEX IX_Nudge_Problem ON Nudge (ProblemId, Id);

CREATE TABLE NudgeRecipient (
    PersonId BIGINT NOT NULL REFERENCES Person (Id),
    NudgeId BIGINT NOT NULL REFERENCES Nudge (Id),
    SeenAt DATETIMEOFFSET(7) NULL,
    CONSTRAINT PK_NudgeRecipient PRIMARY KEY (PersonId, NudgeId)
);

CREATE TABLE Outbox (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    DedupeKey NVARCHAR(250) NOT NULL CONSTRAINT UX_Outbox_DedupeKey UNIQUE,
    Recipient NVARCHAR(254) NOT NULL,
    Subject NVARCHAR(200) NOT NULL,
    Body NVARCHAR(MAX) NOT NULL,
    CreatedAt DATETIMEOFFSET(7) NOT NULL,
    -- Real time from here on: delivery does not follow the demo clock.
    NextAttemptAt DATETIMEOFFSET(7) NOT NULL,
    LeaseUntil DATETIMEOFFSET(7) NULL,
    Attempts INT NOT NULL DEFAULT 0,
    LastError NVARCHAR(1000) NULL,
    SentAt DATETIMEOFFSET(7) NULL,
    ParkedAt DATETIMEOFFSET(7) NULL
);
CREATE INDEX IX_Outbox_Waiting ON Outbox (SentAt, ParkedAt, NextAttemptAt, Id);
