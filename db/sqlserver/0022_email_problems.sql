-- Which problems an email names, so that their purge and legal holds find it by index.
CREATE TABLE OutboxProblem (
    OutboxId BIGINT NOT NULL REFERENCES Outbox (Id) ON DELETE CASCADE,
    Number NVARCHAR(20) NOT NULL,
    CONSTRAINT PK_OutboxProblem PRIMARY KEY (OutboxId, Number)
);
CREATE INDEX IX_OutboxProblem_Number ON OutboxProblem (Number, OutboxId);

-- Each P- of the emails there are, and what follows it: P-2026-1000 is not in P-2026-10000.
WITH Cut (Id, Depth, Rest) AS (
    SELECT Id, 0, CAST(CONCAT(Subject, N' ', Body) AS NVARCHAR(MAX)) FROM Outbox
    UNION ALL
    SELECT Id, Depth + 1, CAST(CONCAT(SUBSTRING(Rest, CHARINDEX(N'P-', Rest), LEN(Rest)), N' ') AS NVARCHAR(MAX)) FROM Cut
    WHERE Depth = 0 AND CHARINDEX(N'P-', Rest) > 0
    UNION ALL
    SELECT Id, Depth + 1, CAST(SUBSTRING(Rest, CHARINDEX(N'P-', Rest, 3), LEN(Rest)) AS NVARCHAR(MAX)) FROM Cut
    WHERE Depth > 0 AND CHARINDEX(N'P-', Rest, 3) > 0
)
INSERT INTO OutboxProblem (OutboxId, Number)
SELECT DISTINCT c.Id, p.Number
FROM Cut c JOIN Problem p ON p.Number IN (SUBSTRING(c.Rest, 1, 11), SUBSTRING(c.Rest, 1, 12), SUBSTRING(c.Rest, 1, 13))
WHERE c.Depth > 0 AND SUBSTRING(CONCAT(c.Rest, N' '), LEN(p.Number) + 1, 1) NOT LIKE N'[0-9]'
OPTION (MAXRECURSION 0);
