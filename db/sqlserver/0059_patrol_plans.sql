-- Directed tasks, and the weeks' plans that assign their visits to units.
ALTER TABLE PatrolUnit ADD TakesNoCalls BIT NOT NULL DEFAULT 0;
-- What its officers can do, separated by commas.
ALTER TABLE PatrolUnit ADD Qualifications NVARCHAR(400) NOT NULL DEFAULT '';
ALTER TABLE PatrolUnit ADD Version INT NOT NULL DEFAULT 1;
-- Who rides in a unit, for the list on their phone and their calendar.
CREATE TABLE UnitMember (
    UnitId BIGINT NOT NULL REFERENCES PatrolUnit (Id),
    PersonId BIGINT NOT NULL REFERENCES Person (Id),
    CONSTRAINT PK_UnitMember PRIMARY KEY (UnitId, PersonId)
);
CREATE INDEX IX_UnitMember_Person ON UnitMember (PersonId, UnitId);
CREATE TABLE DirectedTask (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    ProblemId BIGINT NULL REFERENCES Problem (Id),
    -- NULL for a follow-up, which goes on whatever becomes of the problem's actions.
    ActionId BIGINT NULL REFERENCES ProblemAction (Id),
    Title NVARCHAR(200) NOT NULL,
    Instructions NVARCHAR(1000) NULL,
    Place NVARCHAR(300) NOT NULL,
    Latitude FLOAT NULL,
    Longitude FLOAT NULL,
    -- Of one visit.
    Minutes INT NOT NULL,
    TimesPerWeek INT NOT NULL,
    -- English names of days, separated by commas.
    Weekdays NVARCHAR(100) NOT NULL,
    -- Minutes after local midnight. If the last is before the first, they go over midnight.
    FromMinute INT NOT NULL,
    ToMinute INT NOT NULL,
    Qualification NVARCHAR(100) NULL,
    Priority NVARCHAR(20) NOT NULL,
    FirstOn DATE NOT NULL,
    LastOn DATE NULL,
    AddedBy BIGINT NULL REFERENCES Person (Id),
    AddedAt DATETIMEOFFSET(7) NOT NULL,
    EndedAt DATETIMEOFFSET(7) NULL,
    Version INT NOT NULL DEFAULT 1
);
CREATE INDEX IX_DirectedTask_Problem ON DirectedTask (ProblemId, Id);
CREATE INDEX IX_DirectedTask_Action ON DirectedTask (ActionId);
CREATE INDEX IX_DirectedTask_Ended ON DirectedTask (EndedAt, Id);
CREATE TABLE PatrolPlan (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    -- Its Monday.
    WeekOf DATE NOT NULL CONSTRAINT UX_PatrolPlan_WeekOf UNIQUE,
    PlannedAt DATETIMEOFFSET(7) NOT NULL,
    PlannedBy BIGINT NULL REFERENCES Person (Id),
    Score BIGINT NOT NULL,
    Greedy BIGINT NOT NULL,
    GreedyVisits INT NOT NULL,
    Bound BIGINT NOT NULL,
    -- Weeks of calls and shifts that the forecast is from.
    Weeks INT NOT NULL,
    -- Minutes that calls were expected to leave, and that community officers had.
    LineMinutes INT NOT NULL,
    CommunityMinutes INT NOT NULL
);
CREATE TABLE PlanLeftOut (
    PlanId BIGINT NOT NULL REFERENCES PatrolPlan (Id),
    TaskId BIGINT NOT NULL REFERENCES DirectedTask (Id),
    Visits INT NOT NULL,
    Why NVARCHAR(40) NOT NULL,
    CONSTRAINT PK_PlanLeftOut PRIMARY KEY (PlanId, TaskId)
);
CREATE INDEX IX_PlanLeftOut_Task ON PlanLeftOut (TaskId);
CREATE TABLE PatrolVisit (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    TaskId BIGINT NOT NULL REFERENCES DirectedTask (Id),
    UnitId BIGINT NOT NULL REFERENCES PatrolUnit (Id),
    WeekOf DATE NOT NULL,
    LocalDate DATE NOT NULL,
    StartsAt DATETIMEOFFSET(7) NOT NULL,
    EndsAt DATETIMEOFFSET(7) NOT NULL,
    -- 0 for a visit that was made without a plan.
    IsPlanned BIT NOT NULL,
    IsFixed BIT NOT NULL DEFAULT 0,
    -- How likely the unit is free then, 0 to 1, from so many past hours.
    Chance FLOAT NULL,
    ChanceOf INT NULL,
    Outcome NVARCHAR(20) NULL,
    DoneMinutes INT NULL,
    Note NVARCHAR(1000) NULL,
    RecordedBy BIGINT NULL REFERENCES Person (Id),
    RecordedAt DATETIMEOFFSET(7) NULL,
    Version INT NOT NULL DEFAULT 1
);
CREATE INDEX IX_PatrolVisit_Week ON PatrolVisit (WeekOf, StartsAt, Id);
CREATE INDEX IX_PatrolVisit_Unit ON PatrolVisit (UnitId, LocalDate);
CREATE INDEX IX_PatrolVisit_Task ON PatrolVisit (TaskId, LocalDate);
