-- People who live in the neighborhood; NULL if not known.
ALTER TABLE Neighborhood ADD Population INT NULL;

-- Reports count concerns by the day on which they came, and which were answered in time.
CREATE INDEX IX_Concern_Received_Place ON Concern (ReceivedAt, NeighborhoodId, AcknowledgeBy, AcknowledgedAt, DecideBy, DecidedAt, DueOn);
