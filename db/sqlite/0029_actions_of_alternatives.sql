-- The alternative that an action was made from, so that it is made only once.
ALTER TABLE ProblemAction ADD AlternativeKey TEXT NULL;
