-- Incidents by the number of their source, in a table for the reason of 0039: numbers come in another order than time.
CREATE TABLE IncidentEvent (
    EventKey TEXT NOT NULL,
    IncidentId INTEGER NOT NULL,
    CONSTRAINT PK_IncidentEvent PRIMARY KEY (EventKey, IncidentId)
) WITHOUT ROWID;
INSERT INTO IncidentEvent (EventKey, IncidentId) SELECT EventKey, Id FROM Incident WHERE SourceNumber IS NOT NULL ORDER BY EventKey, Id;
DROP INDEX IX_Incident_Event;

DROP TRIGGER Incident_Insert;
CREATE TRIGGER Incident_Insert AFTER INSERT ON Incident
WHEN NOT EXISTS (SELECT 1 FROM ImportRun WHERE Id = new.ImportRunId AND FinishedAt IS NULL) BEGIN
    INSERT INTO IncidentKey (DedupeKey, IncidentId) VALUES (new.DedupeKey, new.Id);
    INSERT INTO IncidentEvent (EventKey, IncidentId) SELECT new.EventKey, new.Id WHERE new.SourceNumber IS NOT NULL;
    INSERT INTO IncidentPlace (Latitude, Longitude, IncidentId)
        SELECT new.Latitude, new.Longitude, new.Id WHERE new.Latitude IS NOT NULL AND new.Longitude IS NOT NULL;
    INSERT INTO IncidentAddress (Address, IncidentId) SELECT new.Address, new.Id WHERE new.Address IS NOT NULL;
END;
DROP TRIGGER Incident_Delete;
CREATE TRIGGER Incident_Delete AFTER DELETE ON Incident BEGIN
    DELETE FROM IncidentKey WHERE DedupeKey = old.DedupeKey AND IncidentId = old.Id;
    DELETE FROM IncidentEvent WHERE EventKey = old.EventKey AND IncidentId = old.Id;
    DELETE FROM IncidentPlace WHERE Latitude = old.Latitude AND Longitude = old.Longitude AND IncidentId = old.Id;
    DELETE FROM IncidentAddress WHERE Address = old.Address AND IncidentId = old.Id;
END;
