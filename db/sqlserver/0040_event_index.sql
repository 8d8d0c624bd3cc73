-- Incidents by the number of their source, in a table for the reason of 0039: numbers come in another order than time.
CREATE TABLE IncidentEvent (
    EventKey NVARCHAR(200) NOT NULL,
    IncidentId BIGINT NOT NULL,
    CONSTRAINT PK_IncidentEvent PRIMARY KEY (EventKey, IncidentId)
);
INSERT INTO IncidentEvent (EventKey, IncidentId) SELECT EventKey, Id FROM Incident WHERE SourceNumber IS NOT NULL ORDER BY EventKey, Id;
DROP INDEX IX_Incident_Event ON Incident;
GO
ALTER TRIGGER Incident_Indexes ON Incident AFTER INSERT, UPDATE, DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM inserted) AND EXISTS (SELECT 1 FROM deleted)
        AND NOT (UPDATE(DedupeKey) OR UPDATE(Latitude) OR UPDATE(Longitude) OR UPDATE(Address)) RETURN;
    DECLARE @Indexed TABLE (Id BIGINT NOT NULL PRIMARY KEY);
    INSERT INTO @Indexed (Id)
        SELECT i.Id FROM inserted i JOIN deleted d ON d.Id = i.Id JOIN IncidentKey k ON k.DedupeKey = d.DedupeKey AND k.IncidentId = d.Id
        UNION
        SELECT i.Id FROM inserted i WHERE NOT EXISTS (SELECT 1 FROM deleted d WHERE d.Id = i.Id)
            AND NOT EXISTS (SELECT 1 FROM ImportRun r WHERE r.Id = i.ImportRunId AND r.FinishedAt IS NULL);
    DELETE k FROM IncidentKey k JOIN deleted d ON d.DedupeKey = k.DedupeKey AND d.Id = k.IncidentId;
    DELETE e FROM IncidentEvent e JOIN deleted d ON d.EventKey = e.EventKey AND d.Id = e.IncidentId;
    DELETE p FROM IncidentPlace p JOIN deleted d ON d.Latitude = p.Latitude AND d.Longitude = p.Longitude AND d.Id = p.IncidentId;
    DELETE a FROM IncidentAddress a JOIN deleted d ON d.Address = a.Address AND d.Id = a.IncidentId;
    INSERT INTO IncidentKey (DedupeKey, IncidentId) SELECT i.DedupeKey, i.Id FROM inserted i JOIN @Indexed x ON x.Id = i.Id;
    INSERT INTO IncidentEvent (EventKey, IncidentId) SELECT i.EventKey, i.Id
        FROM inserted i JOIN @Indexed x ON x.Id = i.Id WHERE i.SourceNumber IS NOT NULL;
    INSERT INTO IncidentPlace (Latitude, Longitude, IncidentId) SELECT i.Latitude, i.Longitude, i.Id
        FROM inserted i JOIN @Indexed x ON x.Id = i.Id WHERE i.Latitude IS NOT NULL AND i.Longitude IS NOT NULL;
    INSERT INTO IncidentAddress (Address, IncidentId) SELECT i.Address, i.Id
        FROM inserted i JOIN @Indexed x ON x.Id = i.Id WHERE i.Address IS NOT NULL;
END;
