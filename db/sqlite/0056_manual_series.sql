-- Numbers from elsewhere by period, which a test of a response can measure.
CREATE TABLE ManualSeries (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    ProblemId INTEGER NOT NULL REFERENCES Problem (Id),
    Name TEXT NOT NULL,
    -- Where the numbers come from.
    Source TEXT NOT NULL,
    MoreIsBetter INTEGER NOT NULL DEFAULT 0,
    -- Lines with the first day of a period and its number, in order.
    Numbers TEXT NOT NULL,
    ChangedBy INTEGER NULL REFERENCES Person (Id),
    ChangedAt TEXT NOT NULL,
    Version INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX IX_ManualSeries_Problem ON ManualSeries (ProblemId, Id);
