-- The team's own scores, 0 to 10, as the assessment has them.
ALTER TABLE Problem ADD ScanningScore INTEGER NULL;
ALTER TABLE Problem ADD AnalysisScore INTEGER NULL;
ALTER TABLE Problem ADD ResponseScore INTEGER NULL;
ALTER TABLE Problem ADD AssessmentScore INTEGER NULL;
CREATE INDEX IX_Problem_Opened ON Problem (OpenedAt, Id);
CREATE INDEX IX_Problem_Closed ON Problem (ClosedAt, Id);

-- Derived from the worksheets whenever they change: what reports count single objectives by.
CREATE TABLE ProblemObjective (
    ProblemId INTEGER NOT NULL REFERENCES Problem (Id),
    ObjectiveKey TEXT NOT NULL,
    Measure TEXT NULL,
    Kind TEXT NULL,
    Unit TEXT NULL,
    Direction TEXT NULL,
    BaselineValue REAL NULL,
    TargetValue REAL NULL,
    TargetDate TEXT NULL,
    -- NULL until it was measured after the response.
    AfterValue REAL NULL,
    CONSTRAINT PK_ProblemObjective PRIMARY KEY (ProblemId, ObjectiveKey)
);
INSERT INTO ProblemObjective (ProblemId, ObjectiveKey, Measure, Kind, Unit, Direction, BaselineValue, TargetValue, TargetDate, AfterValue)
SELECT w.ProblemId, json_extract(o.value, '$.key'), json_extract(o.value, '$.measure'), json_extract(o.value, '$.kind'), json_extract(o.value, '$.unit'),
    json_extract(o.value, '$.direction'), json_extract(o.value, '$.baseline'), json_extract(o.value, '$.target'), json_extract(o.value, '$.targetDate'),
    (SELECT MIN(json_extract(r.value, '$.after')) FROM Worksheet a CROSS JOIN json_each(a.Body, '$.outcomes') r
        WHERE a.ProblemId = w.ProblemId AND a.Kind = 'Assessment' AND json_extract(r.value, '$.objectiveKey') = json_extract(o.value, '$.key'))
FROM Worksheet w CROSS JOIN json_each(w.Body, '$.objectives') o
WHERE w.Kind = 'Response' AND json_extract(o.value, '$.key') IS NOT NULL;

-- A row for each code of an override, so that reports can count by code.
CREATE TABLE WaivedCode (
    GateOverrideId INTEGER NOT NULL REFERENCES GateOverride (Id),
    Code TEXT NOT NULL,
    CONSTRAINT PK_WaivedCode PRIMARY KEY (GateOverrideId, Code)
);
CREATE INDEX IX_WaivedCode_Code ON WaivedCode (Code, GateOverrideId);
INSERT INTO WaivedCode (GateOverrideId, Code)
SELECT o.Id, c.value FROM GateOverride o CROSS JOIN json_each(CONCAT('["', REPLACE(o.Codes, ',', '","'), '"]')) c;

CREATE INDEX IX_ProblemAction_Technique ON ProblemAction (Technique, ProblemId);
CREATE INDEX IX_GateOverride_At ON GateOverride (At, Id);
CREATE INDEX IX_DurabilityCheck_At ON DurabilityCheck (CheckedAt, Id);

-- Whether they want the commander's page by mail, once a week.
ALTER TABLE Person ADD WeeklyBriefing INTEGER NOT NULL DEFAULT 0;

-- Pictures that a letter carries, until it is sent.
CREATE TABLE OutboxPicture (
    OutboxId INTEGER NOT NULL REFERENCES Outbox (Id),
    Name TEXT NOT NULL,
    -- PNG.
    Content BLOB NOT NULL,
    CONSTRAINT PK_OutboxPicture PRIMARY KEY (OutboxId, Name)
);
