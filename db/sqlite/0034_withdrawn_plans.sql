-- Frozen plans whose start was undone. They stay on record, and no rule reads them.
CREATE TABLE WithdrawnPlan (
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
    WithdrawnAt TEXT NOT NULL,
    WithdrawnBy INTEGER NULL REFERENCES Person (Id)
);
CREATE INDEX IX_WithdrawnPlan_Problem ON WithdrawnPlan (ProblemId, Id);
