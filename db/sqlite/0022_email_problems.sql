-- Which problems an email names, so that their purge and legal holds find it by index.
CREATE TABLE OutboxProblem (
    OutboxId INTEGER NOT NULL REFERENCES Outbox (Id) ON DELETE CASCADE,
    Number TEXT NOT NULL,
    CONSTRAINT PK_OutboxProblem PRIMARY KEY (OutboxId, Number)
);
CREATE INDEX IX_OutboxProblem_Number ON OutboxProblem (Number, OutboxId);

-- Each P- of the emails there are, and what follows it: P-2026-1000 is not in P-2026-10000.
WITH Cut (Id, Depth, Rest) AS (
    SELECT Id, 0, CONCAT(Subject, ' ', Body) FROM Outbox
    UNION ALL
    SELECT Id, Depth + 1, CONCAT(substr(Rest, instr(Rest, 'P-')), ' ') FROM Cut WHERE Depth = 0 AND instr(Rest, 'P-') > 0
    UNION ALL
    SELECT Id, Depth + 1, substr(Rest, 2 + instr(substr(Rest, 3), 'P-')) FROM Cut WHERE Depth > 0 AND instr(substr(Rest, 3), 'P-') > 0
)
INSERT INTO OutboxProblem (OutboxId, Number)
SELECT DISTINCT c.Id, p.Number
FROM Cut c JOIN Problem p ON p.Number IN (substr(c.Rest, 1, 11), substr(c.Rest, 1, 12), substr(c.Rest, 1, 13))
WHERE c.Depth > 0 AND substr(c.Rest, length(p.Number) + 1, 1) NOT BETWEEN '0' AND '9';
