-- The contact with residents at which the department heard of it; its purge leaves the concern.
ALTER TABLE Concern ADD EngagementId BIGINT NULL REFERENCES Engagement (Id) ON DELETE SET NULL;
GO
CREATE INDEX IX_Concern_Engagement ON Concern (EngagementId, Id) WHERE EngagementId IS NOT NULL;
