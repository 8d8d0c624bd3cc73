-- The contact with residents at which the department heard of it; its purge leaves the concern.
ALTER TABLE Concern ADD EngagementId INTEGER NULL REFERENCES Engagement (Id) ON DELETE SET NULL;
CREATE INDEX IX_Concern_Engagement ON Concern (EngagementId, Id) WHERE EngagementId IS NOT NULL;
