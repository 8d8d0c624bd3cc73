-- JSON: the agency's names for the category in other languages, by their codes; NULL if there are none.
ALTER TABLE Category ADD Names TEXT NULL;

-- Whether a reader may count a concern depends on its problem, or on that of the concern into which it was merged.
DROP INDEX IX_Concern_Received_Place;
CREATE INDEX IX_Concern_Received_Place ON Concern (ReceivedAt, NeighborhoodId, AcknowledgeBy, AcknowledgedAt, DecideBy, DecidedAt, DueOn,
    ProblemId, MergedIntoId);
