-- Problems whose plan has a test by counted incidents, and what was computed from the frozen one last.
CREATE TABLE PlanTest (
    ProblemId BIGINT NOT NULL CONSTRAINT PK_PlanTest PRIMARY KEY REFERENCES Problem (Id),
    -- Of the frozen plan that it was computed from; NULL before the first computation.
    PlanHash NVARCHAR(64) NULL,
    ComputedAt DATETIMEOFFSET(7) NULL,
    ComputedOn DATE NULL,
    -- 1 when the period after was over and its incidents were there.
    IsFinal BIT NOT NULL CONSTRAINT DF_PlanTest_IsFinal DEFAULT 0,
    -- By the rule; NULL before that.
    Verdict NVARCHAR(30) NULL,
    ObjectiveKey NVARCHAR(100) NULL,
    HasDisplacement BIT NOT NULL CONSTRAINT DF_PlanTest_HasDisplacement DEFAULT 0
);
