-- Directed tasks, and the weeks' plans that assign their visits to units.
ALTER TABLE PatrolUnit ADD TakesNoCalls INTEGER NOT NULL DEFAULT 0;
-- What its officers can do, separated by commas.
ALTER TABLE PatrolUnit ADD Qualifications TEXT NOT NULL DEFAULT '';
ALTER TABLE PatrolUnit ADD Version INTEGER NOT NULL DEFAULT 1;
-- Who rides in a unit, for the list on their phone and their calendar.
CREATE TABLE UnitMember (
    UnitId INTEGER NOT NULL REFERENCES PatrolUnit (Id),
    PersonId INTEGER NOT NULL REFERENCES Person (Id),
    CONSTRAINT PK_UnitMember PRIMARY KEY (UnitId, PersonId)
);
CREATE INDEX IX_UnitMember_Person ON UnitMember (PersonId, UnitId);
CREATE TABLE DirectedTask (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    ProblemId INTEGER NULL REFERENCES Problem (Id),
    -- NULL for a follow-up, which goes on whatever becomes of the problem's actions.
    ActionId INTEGER NULL REFERENCES ProblemAction (Id),
    Title TEXT NOT NULL,
    Instructions TEXT NULL,
    Place TEXT NOT NULL,
    Latitude REAL NULL,
    Longitude REAL NULL,
    -- Of one visit.
    Minutes INTEGER NOT NULL,
    TimesPerWeek INTEGER NOT NULL,
    -- English names of days, separated by commas.
    Weekdays TEXT NOT NULL,
    -- Minutes after local midnight. If the last is before the first, they go over midnight.
    FromMinute INTEGER NOT NULL,
    ToMinute INTEGER NOT NULL,
    Qualification TEXT NULL,
    Priority TEXT NOT NULL,
    FirstOn TEXT NOT NULL,
    LastOn TEXT NULL,
    AddedBy INTEGER NULL REFERENCES Person (Id),
    AddedAt TEXT NOT NULL,
    EndedAt TEXT NULL,
    Version INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX IX_DirectedTask_Problem ON DirectedTask (ProblemId, Id);
CREATE INDEX IX_DirectedTask_Action ON DirectedTask (ActionId);
CREATE INDEX IX_DirectedTask_Ended ON DirectedTask (EndedAt, Id);
CREATE TABLE PatrolPlan (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    -- Its Monday.
    WeekOf TEXT NOT NULL CONSTRAINT UX_PatrolPlan_WeekOf UNIQUE,
    PlannedAt TEXT NOT NULL,
    PlannedBy INTEGER NULL REFERENCES Person (Id),
    Score INTEGER NOT NULL,
    Greedy INTEGER NOT NULL,
    GreedyVisits INTEGER NOT NULL,
    Bound INTEGER NOT NULL,
    -- Weeks of calls and shifts that the forecast is from.
    Weeks INTEGER NOT NULL,
    -- Minutes that calls were expected to leave, and that community officers had.
    LineMinutes INTEGER NOT NULL,
    CommunityMinutes INTEGER NOT NULL
);
CREATE TABLE PlanLeftOut (
    PlanId INTEGER NOT NULL REFERENCES PatrolPlan (Id),
    TaskId INTEGER NOT NULL REFERENCES DirectedTask (Id),
    Visits INTEGER NOT NULL,
    Why TEXT NOT NULL,
    CONSTRAINT PK_PlanLeftOut PRIMARY KEY (PlanId, TaskId)
);
CREATE INDEX IX_PlanLeftOut_Task ON PlanLeftOut (TaskId);
CREATE TABLE PatrolVisit (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    TaskId INTEGER NOT NULL REFERENCES DirectedTask (Id),
    UnitId INTEGER NOT NULL REFERENCES PatrolUnit (Id),
    WeekOf TEXT NOT NULL,
    LocalDate TEXT NOT NULL,
    StartsAt TEXT NOT NULL,
    EndsAt TEXT NOT NULL,
    -- 0 for a visit that was made without a plan.
    IsPlanned INTEGER NOT NULL,
    IsFixed INTEGER NOT NULL DEFAULT 0,
    -- How likely the unit is free then, 0 to 1, from so many past hours.
    Chance REAL NULL,
    ChanceOf INTEGER NULL,
    Outcome TEXT NULL,
    DoneMinutes INTEGER NULL,
    Note TEXT NULL,
    RecordedBy INTEGER NULL REFERENCES Person (Id),
    RecordedAt TEXT NULL,
    Version INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX IX_PatrolVisit_Week ON PatrolVisit (WeekOf, StartsAt, Id);
CREATE INDEX IX_PatrolVisit_Unit ON PatrolVisit (UnitId, LocalDate);
CREATE INDEX IX_PatrolVisit_Task ON PatrolVisit (TaskId, LocalDate);
