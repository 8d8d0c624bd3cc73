-- The team's own scores, 0 to 10, as the assessment has them.
ALTER TABLE Problem ADD ScanningScore INT NULL;
ALTER TABLE Problem ADD AnalysisScore INT NULL;
ALTER TABLE Problem ADD ResponseScore INT NULL;
ALTER TABLE Problem ADD AssessmentScore INT NULL;
CREATE INDEX IX_Problem_Opened ON Problem (OpenedAt, Id);
CREATE INDEX IX_Problem_Closed ON Problem (ClosedAt, Id);

-- Derived from the worksheets whenever they change: what reports count single objectives by.
CREATE TABLE ProblemObjective (
    ProblemId BIGINT NOT NULL REFERENCES Problem (Id),
    ObjectiveKey NVARCHAR(100) NOT NULL,
    Measure NVARCHAR(MAX) NULL,
    Kind NVARCHAR(20) NULL,
    Unit NVARCHAR(MAX) NULL,
    Direction NVARCHAR(20) NULL,
    BaselineValue FLOAT NULL,
    TargetValue FLOAT NULL,
    TargetDate DATE NULL,
    -- NULL until it was measured after the response.
    AfterValue FLOAT NULL,
    CONSTRAINT PK_ProblemObjective PRIMARY KEY (ProblemId, ObjectiveKey)
);
INSERT INTO ProblemObjective (ProblemId, ObjectiveKey, Measure, Kind, Unit, Direction, BaselineValue, TargetValue, TargetDate, AfterValue)
SELECT w.ProblemId, o.ObjectiveKey, o.Measure, o.Kind, o.Unit, o.Direction, o.BaselineValue, o.TargetValue, o.TargetDate,
    (SELECT MIN(r.AfterValue) FROM Worksheet a CROSS APPLY OPENJSON(a.Body, '$.outcomes') WITH (ObjectiveKey NVARCHAR(100) '$.objectiveKey', AfterValue FLOAT '$.after') r
        WHERE a.ProblemId = w.ProblemId AND a.Kind = 'Assessment' AND r.ObjectiveKey = o.ObjectiveKey)
FROM Worksheet w
CROSS APPLY OPENJSON(w.Body, '$.objectives') WITH (
    ObjectiveKey NVARCHAR(100) '$.key', Measure NVARCHAR(MAX) '$.measure', Kind NVARCHAR(20) '$.kind', Unit NVARCHAR(MAX) '$.unit',
    Direction NVARCHAR(20) '$.direction', BaselineValue FLOAT '$.baseline', TargetValue FLOAT '$.target', TargetDate DATE '$.targetDate') o
WHERE w.Kind = 'Response' AND o.ObjectiveKey IS NOT NULL;

-- A row for each code of an override, so that reports can count by code.
CREATE TABLE WaivedCode (
    GateOverrideId BIGINT NOT NULL REFERENCES GateOverride (Id),
    Code NVARCHAR(50) NOT NULL,
    CONSTRAINT PK_WaivedCode PRIMARY KEY (GateOverrideId, Code)
);
CREATE INDEX IX_WaivedCode_Code ON WaivedCode (Code, GateOverrideId);
INSERT INTO WaivedCode (GateOverrideId, Code)
SELECT o.Id, c.value FROM GateOverride o CROSS APPLY STRING_SPLIT(o.Codes, ',') c;

CREATE INDEX IX_ProblemAction_Technique ON ProblemAction (Technique, ProblemId);
CREATE INDEX IX_GateOverride_At ON GateOverride (At, Id);
CREATE INDEX IX_DurabilityCheck_At ON DurabilityCheck (CheckedAt, Id);

-- Whether they want the commander's page by mail, once a week.
ALTER TABLE Person ADD WeeklyBriefing BIT NOT NULL DEFAULT 0;

-- Pictures that a letter carries, until it is sent.
CREATE TABLE OutboxPicture (
    OutboxId BIGINT NOT NULL REFERENCES Outbox (Id),
    Name NVARCHAR(50) NOT NULL,
    -- PNG.
    Content VARBINARY(MAX) NOT NULL,
    CONSTRAINT PK_OutboxPicture PRIMARY KEY (OutboxId, Name)
);
