-- Frozen plans whose start was undone. They stay on record, and no rule reads them.
CREATE TABLE WithdrawnPlan (
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
    WithdrawnAt DATETIMEOFFSET(7) NOT NULL,
    WithdrawnBy BIGINT NULL REFERENCES Person (Id)
);
CREATE INDEX IX_WithdrawnPlan_Problem ON WithdrawnPlan (ProblemId, Id);
