CREATE TABLE Person (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Email TEXT NOT NULL,
    EmailKey TEXT NOT NULL CONSTRAINT UX_Person_EmailKey UNIQUE,
    Name TEXT NOT NULL,
    PasswordHash TEXT NULL,
    SecurityStamp TEXT NOT NULL,
    FailedSignIns INTEGER NOT NULL DEFAULT 0,
    LockedUntil TEXT NULL,
    Active INTEGER NOT NULL DEFAULT 1,
    CreatedAt TEXT NOT NULL,
    Version INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE PersonRole (
    PersonId INTEGER NOT NULL REFERENCES Person (Id),
    Role TEXT NOT NULL,
    CONSTRAINT PK_PersonRole PRIMARY KEY (PersonId, Role)
);

CREATE TABLE ApiToken (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    PersonId INTEGER NOT NULL REFERENCES Person (Id),
    Name TEXT NOT NULL,
    Digest TEXT NOT NULL CONSTRAINT UX_ApiToken_Digest UNIQUE,
    ReadOnlyScope INTEGER NOT NULL DEFAULT 0,
    CreatedAt TEXT NOT NULL,
    ExpiresAt TEXT NOT NULL,
    RevokedAt TEXT NULL
);
CREATE INDEX IX_ApiToken_Person ON ApiToken (PersonId);

CREATE TABLE DataProtectionKey (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    FriendlyName TEXT NOT NULL,
    Xml TEXT NOT NULL
);

CREATE TABLE Setting (
    Name TEXT NOT NULL CONSTRAINT PK_Setting PRIMARY KEY,
    Value TEXT NOT NULL,
    Version INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE Category (
    Code TEXT NOT NULL CONSTRAINT PK_Category PRIMARY KEY,
    Name TEXT NOT NULL,
    Position INTEGER NOT NULL,
    Active INTEGER NOT NULL DEFAULT 1
);
INSERT INTO Category (Code, Name, Position) VALUES
    ('noise', 'Noise', 1), ('disorder', 'Disorder', 2), ('drugs', 'Drugs', 3), ('alcohol', 'Alcohol', 4),
    ('vandalism', 'Vandalism', 5), ('burglary', 'Burglary', 6), ('theft', 'Theft', 7),
    ('theft-from-vehicle', 'Theft from vehicle', 8), ('robbery', 'Robbery', 9), ('assault', 'Assault', 10),
    ('racing', 'Racing and speeding', 11), ('traffic-hazard', 'Traffic hazard', 12), ('parking', 'Parking', 13),
    ('neglected-property', 'Neglected property', 14), ('other', 'Other', 15);

CREATE TABLE Holiday (
    OnDate TEXT NOT NULL CONSTRAINT PK_Holiday PRIMARY KEY,
    Name TEXT NOT NULL
);

CREATE TABLE Neighborhood (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Name TEXT NOT NULL,
    NameKey TEXT NOT NULL CONSTRAINT UX_Neighborhood_NameKey UNIQUE,
    -- GeoJSON geometry, WGS84; NULL where only the name is known.
    Boundary TEXT NULL,
    Version INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE ImportRun (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Kind TEXT NOT NULL,
    FileName TEXT NOT NULL,
    StartedAt TEXT NOT NULL,
    -- Real time, not the demo clock's: a run whose lease is over was interrupted.
    LeaseUntil TEXT NOT NULL,
    -- NULL while it runs: its rows are not shown until it is set.
    FinishedAt TEXT NULL,
    RowsRead INTEGER NOT NULL DEFAULT 0,
    Added INTEGER NOT NULL DEFAULT 0,
    Repeats INTEGER NOT NULL DEFAULT 0,
    Rejected INTEGER NOT NULL DEFAULT 0,
    Unplaced INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE Incident (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    ImportRunId INTEGER NOT NULL REFERENCES ImportRun (Id),
    -- Rows with the same event key describe one incident.
    EventKey TEXT NOT NULL,
    DedupeKey TEXT NOT NULL CONSTRAINT UX_Incident_DedupeKey UNIQUE,
    SourceNumber TEXT NULL,
    OccurredFrom TEXT NOT NULL,
    OccurredTo TEXT NOT NULL,
    TimePrecision TEXT NOT NULL,
    LocalDate TEXT NOT NULL,
    LocalHour INTEGER NULL,
    -- 0 is Sunday.
    LocalWeekday INTEGER NOT NULL,
    CategoryCode TEXT NOT NULL REFERENCES Category (Code),
    SourceCategory TEXT NULL,
    NeighborhoodId INTEGER NULL REFERENCES Neighborhood (Id),
    Latitude REAL NULL,
    Longitude REAL NULL,
    Address TEXT NULL
);
CREATE INDEX IX_Incident_Occurred ON Incident (OccurredFrom, Id);
CREATE INDEX IX_Incident_Category ON Incident (CategoryCode, OccurredFrom, Id);
CREATE INDEX IX_Incident_Neighborhood ON Incident (NeighborhoodId, CategoryCode, OccurredFrom, Id);
CREATE INDEX IX_Incident_Neighborhood_Occurred ON Incident (NeighborhoodId, OccurredFrom, Id);
CREATE INDEX IX_Incident_Place ON Incident (Latitude, Longitude);
CREATE INDEX IX_Incident_ImportRun ON Incident (ImportRunId, Id);

CREATE TABLE NumberSeries (
    ForYear INTEGER NOT NULL CONSTRAINT PK_NumberSeries PRIMARY KEY,
    LastNumber INTEGER NOT NULL
);

CREATE TABLE Problem (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Number TEXT NOT NULL CONSTRAINT UX_Problem_Number UNIQUE,
    Title TEXT NOT NULL,
    TitleKey TEXT NOT NULL,
    Description TEXT NOT NULL,
    CategoryCode TEXT NOT NULL REFERENCES Category (Code),
    NeighborhoodId INTEGER NOT NULL REFERENCES Neighborhood (Id),
    Address TEXT NULL,
    Latitude REAL NULL,
    Longitude REAL NULL,
    IdentifiedBy TEXT NOT NULL,
    Priority TEXT NOT NULL,
    Confidential INTEGER NOT NULL,
    LeadId INTEGER NULL REFERENCES Person (Id),
    Stage TEXT NOT NULL,
    -- Counts the stages entered in this problem's life: the first Scanning is 1.
    Visit INTEGER NOT NULL,
    StageSince TEXT NOT NULL,
    DueOn TEXT NULL,
    OpenedAt TEXT NOT NULL,
    OpenedBy INTEGER NULL REFERENCES Person (Id),
    TouchedAt TEXT NOT NULL,
    LastActivityAt TEXT NOT NULL,
    ClosedAt TEXT NULL,
    ClosingReason TEXT NULL,
    RelatedProblemId INTEGER NULL REFERENCES Problem (Id),
    -- Derived from the dossier whenever it changes, so that lists and reports need not read worksheets.
    Verdict TEXT NULL,
    PresetTest INTEGER NOT NULL DEFAULT 0,
    EnforcementOnly INTEGER NOT NULL DEFAULT 0,
    Overrides INTEGER NOT NULL DEFAULT 0,
    Returns INTEGER NOT NULL DEFAULT 0,
    Reopenings INTEGER NOT NULL DEFAULT 0,
    Version INTEGER NOT NULL DEFAULT 1
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
    ProblemId INTEGER NOT NULL REFERENCES Problem (Id),
    PersonId INTEGER NOT NULL REFERENCES Person (Id),
    JoinedAt TEXT NOT NULL,
    CONSTRAINT PK_ProblemMember PRIMARY KEY (ProblemId, PersonId)
);
CREATE INDEX IX_ProblemMember_Person ON ProblemMember (PersonId, ProblemId);

CREATE TABLE StageVisit (
    ProblemId INTEGER NOT NULL REFERENCES Problem (Id),
    Visit INTEGER NOT NULL,
    Stage TEXT NOT NULL,
    EnteredAt TEXT NOT NULL,
    LeftAt TEXT NULL,
    FirstDueOn TEXT NULL,
    CONSTRAINT PK_StageVisit PRIMARY KEY (ProblemId, Visit)
);

CREATE TABLE StageMove (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    ProblemId INTEGER NOT NULL REFERENCES Problem (Id),
    FromStage TEXT NOT NULL,
    ToStage TEXT NOT NULL,
    Note TEXT NOT NULL,
    ClosingReason TEXT NULL,
    RelatedProblemId INTEGER NULL REFERENCES Problem (Id),
    MovedBy INTEGER NULL REFERENCES Person (Id),
    MovedAt TEXT NOT NULL
);
CREATE INDEX IX_StageMove_Problem ON StageMove (ProblemId, Id);

CREATE TABLE GateOverride (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    ProblemId INTEGER NOT NULL REFERENCES Problem (Id),
    Visit INTEGER NOT NULL,
    Gate TEXT NOT NULL,
    -- The codes waived, comma-separated in alphabetical order.
    Codes TEXT NOT NULL,
    Reason TEXT NOT NULL,
    PersonId INTEGER NULL REFERENCES Person (Id),
    At TEXT NOT NULL
);
CREATE INDEX IX_GateOverride_Problem ON GateOverride (ProblemId, Id);

CREATE TABLE Worksheet (
    ProblemId INTEGER NOT NULL REFERENCES Problem (Id),
    Kind TEXT NOT NULL,
    Body TEXT NOT NULL,
    Version INTEGER NOT NULL,
    SavedBy INTEGER NULL REFERENCES Person (Id),
    SavedAt TEXT NOT NULL,
    CONSTRAINT PK_Worksheet PRIMARY KEY (ProblemId, Kind)
);

CREATE TABLE Stakeholder (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Name TEXT NOT NULL,
    NameKey TEXT NOT NULL,
    Kind TEXT NOT NULL,
    Phone TEXT NULL,
    Email TEXT NULL,
    Remarks TEXT NULL,
    CreatedAt TEXT NOT NULL,
    Version INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX IX_Stakeholder_Name ON Stakeholder (NameKey, Id);

CREATE TABLE ProblemStakeholder (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    ProblemId INTEGER NOT NULL REFERENCES Problem (Id),
    StakeholderId INTEGER NOT NULL REFERENCES Stakeholder (Id),
    Role TEXT NOT NULL,
    AttachedAt TEXT NOT NULL,
    AttachedBy INTEGER NULL REFERENCES Person (Id),
    DetachedAt TEXT NULL,
    Version INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX IX_ProblemStakeholder_Problem ON ProblemStakeholder (ProblemId, Id);
CREATE INDEX IX_ProblemStakeholder_Stakeholder ON ProblemStakeholder (StakeholderId);

CREATE TABLE ProblemAction (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    ProblemId INTEGER NOT NULL REFERENCES Problem (Id),
    Description TEXT NOT NULL,
    OwnerId INTEGER NULL REFERENCES Person (Id),
    OwnerAttachmentId INTEGER NULL REFERENCES ProblemStakeholder (Id),
    DueOn TEXT NULL,
    Technique TEXT NULL,
    Side TEXT NULL,
    Enforcement INTEGER NOT NULL,
    Interim INTEGER NOT NULL,
    InterimReason TEXT NULL,
    Status TEXT NOT NULL,
    DoneOn TEXT NULL,
    DroppedBecause TEXT NULL,
    CreatedAt TEXT NOT NULL,
    CreatedBy INTEGER NULL REFERENCES Person (Id),
    Version INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX IX_ProblemAction_Problem ON ProblemAction (ProblemId, Id);
CREATE INDEX IX_ProblemAction_Owner ON ProblemAction (OwnerId, Status, DueOn);

CREATE TABLE FrozenPlan (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    ProblemId INTEGER NOT NULL REFERENCES Problem (Id),
    Visit INTEGER NOT NULL,
    StartedAt TEXT NOT NULL,
    StartedOn TEXT NOT NULL,
    StartedBy INTEGER NULL REFERENCES Person (Id),
    Note TEXT NOT NULL,
    Hash TEXT NOT NULL,
    Sheet TEXT NOT NULL,
    Actions TEXT NOT NULL,
    CONSTRAINT UX_FrozenPlan_Visit UNIQUE (ProblemId, Visit)
);

CREATE TABLE Amendment (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    ProblemId INTEGER NOT NULL REFERENCES Problem (Id),
    FrozenPlanId INTEGER NOT NULL REFERENCES FrozenPlan (Id),
    Reason TEXT NOT NULL,
    -- What was amended: the sheet, or one action.
    ActionId INTEGER NULL REFERENCES ProblemAction (Id),
    BeforeJson TEXT NULL,
    AfterJson TEXT NOT NULL,
    PersonId INTEGER NULL REFERENCES Person (Id),
    At TEXT NOT NULL
);
CREATE INDEX IX_Amendment_Problem ON Amendment (ProblemId, Id);
CREATE INDEX IX_Amendment_Plan ON Amendment (FrozenPlanId, Id);

CREATE TABLE ProblemIncident (
    ProblemId INTEGER NOT NULL REFERENCES Problem (Id),
    IncidentId INTEGER NOT NULL REFERENCES Incident (Id),
    LinkedAt TEXT NOT NULL,
    LinkedBy INTEGER NULL REFERENCES Person (Id),
    CONSTRAINT PK_ProblemIncident PRIMARY KEY (ProblemId, IncidentId)
);
CREATE INDEX IX_ProblemIncident_Incident ON ProblemIncident (IncidentId);

CREATE TABLE ProblemNote (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    ProblemId INTEGER NOT NULL REFERENCES Problem (Id),
    Body TEXT NOT NULL,
    PersonId INTEGER NULL REFERENCES Person (Id),
    At TEXT NOT NULL
);
CREATE INDEX IX_ProblemNote_Problem ON ProblemNote (ProblemId, Id);

CREATE TABLE AuditEntry (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    At TEXT NOT NULL,
    PersonId INTEGER NULL REFERENCES Person (Id),
    -- Where from: an address, "command line" or "job".
    Origin TEXT NOT NULL,
    -- What, as a stable code such as problem.stage.
    Deed TEXT NOT NULL,
    ProblemId INTEGER NULL REFERENCES Problem (Id),
    SubjectId TEXT NULL,
    -- The line in the problem's timeline; never holds the name of a stakeholder.
    Summary TEXT NULL,
    BeforeJson TEXT NULL,
    AfterJson TEXT NULL
);
CREATE INDEX IX_AuditEntry_Problem ON AuditEntry (ProblemId, Id);

CREATE TABLE IdempotencyKey (
    PersonId INTEGER NOT NULL,
    Route TEXT NOT NULL,
    RequestKey TEXT NOT NULL,
    BodyHash TEXT NOT NULL,
    Answer TEXT NOT NULL,
    CreatedAt TEXT NOT NULL,
    CONSTRAINT PK_IdempotencyKey PRIMARY KEY (PersonId, Route, RequestKey)
);
CREATE INDEX IX_IdempotencyKey_Created ON IdempotencyKey (CreatedAt);

CREATE TABLE Nudge (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    DedupeKey TEXT NOT NULL CONSTRAINT UX_Nudge_DedupeKey UNIQUE,
    Rung TEXT NOT NULL,
    ProblemId INTEGER NOT NULL REFERENCES Problem (Id),
    Visit INTEGER NOT NULL,
    DueOn TEXT NOT NULL,
    RaisedAt TEXT NOT NULL
);
CREATE INDEX IX_Nudge_Problem ON Nudge (ProblemId, Id);

CREATE TABLE NudgeRecipient (
    PersonId INTEGER NOT NULL REFERENCES Person (Id),
    NudgeId INTEGER NOT NULL REFERENCES Nudge (Id),
    SeenAt TEXT NULL,
    CONSTRAINT PK_NudgeRecipient PRIMARY KEY (PersonId, NudgeId)
);

CREATE TABLE Outbox (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    DedupeKey TEXT NOT NULL CONSTRAINT UX_Outbox_DedupeKey UNIQUE,
    Recipient TEXT NOT NULL,
    Subject TEXT NOT NULL,
    Body TEXT NOT NULL,
    CreatedAt TEXT NOT NULL,
    -- Real time from here on: delivery does not follow the demo clock.
    NextAttemptAt TEXT NOT NULL,
    LeaseUntil TEXT NULL,
    Attempts INTEGER NOT NULL DEFAULT 0,
    LastError TEXT NULL,
    SentAt TEXT NULL,
    ParkedAt TEXT NULL
);
CREATE INDEX IX_Outbox_Waiting ON Outbox (SentAt, ParkedAt, NextAttemptAt, Id);
