-- Numbers from elsewhere by period, which a test of a response can measure.
CREATE TABLE ManualSeries (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    ProblemId BIGINT NOT NULL REFERENCES Problem (Id),
    Name NVARCHAR(200) NOT NULL,
    -- Where the numbers come from.
    Source NVARCHAR(500) NOT NULL,
    MoreIsBetter BIT NOT NULL DEFAULT 0,
    -- Lines with the first day of a period and its number, in order.
    Numbers NVARCHAR(MAX) NOT NULL,
    ChangedBy BIGINT NULL REFERENCES Person (Id),
    ChangedAt DATETIMEOFFSET(7) NOT NULL,
    Version INT NOT NULL DEFAULT 1
);
CREATE INDEX IX_ManualSeries_Problem ON ManualSeries (ProblemId, Id);
