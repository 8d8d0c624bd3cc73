-- The list of actions across problems, due first.
CREATE INDEX IX_ProblemAction_Due ON ProblemAction (DueOn, Id);
