-- The list of actions across problems, due first.
CREATE INDEX IX_ProblemAction_Due ON ProblemAction (DueOn, Id);
-- Those agreed in a span of time.
CREATE INDEX IX_ProblemAction_Created ON ProblemAction (CreatedAt, Id);
