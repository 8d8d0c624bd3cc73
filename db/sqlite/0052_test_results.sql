-- Problems whose plan has a test by counted incidents, and what was computed from the frozen one last.
CREATE TABLE PlanTest (
    ProblemId INTEGER NOT NULL CONSTRAINT PK_PlanTest PRIMARY KEY REFERENCES Problem (Id),
    -- Of the frozen plan that it was computed from; NULL before the first computation.
    PlanHash TEXT NULL,
    ComputedAt TEXT NULL,
    ComputedOn TEXT NULL,
    -- 1 when the period after was over and its incidents were there.
    IsFinal INTEGER NOT NULL DEFAULT 0,
    -- By the rule; NULL before that.
    Verdict TEXT NULL,
    ObjectiveKey TEXT NULL,
    HasDisplacement INTEGER NOT NULL DEFAULT 0
);
