-- Indexes whose order has nothing to do with time: with almost every row, a large import would change a page of each. They are tables, so
-- that an import can fill them at its end, sorted; a trigger writes what changes otherwise. An incident is in all of them or in none.
CREATE TABLE IncidentKey (
    DedupeKey NVARCHAR(64) NOT NULL CONSTRAINT PK_IncidentKey PRIMARY KEY,
    IncidentId BIGINT NOT NULL
);
CREATE TABLE IncidentPlace (
    Latitude FLOAT NOT NULL,
    Longitude FLOAT NOT NULL,
    IncidentId BIGINT NOT NULL,
    CONSTRAINT PK_IncidentPlace PRIMARY KEY (Latitude, Longitude, IncidentId)
);
CREATE TABLE IncidentAddress (
    Address NVARCHAR(300) NOT NULL,
    IncidentId BIGINT NOT NULL,
    CONSTRAINT PK_IncidentAddress PRIMARY KEY (Address, IncidentId)
);

ALTER TABLE Incident DROP CONSTRAINT UX_Incident_DedupeKey;
DROP INDEX IX_Incident_Place ON Incident;
DROP INDEX IX_Incident_Address ON Incident;

-- Half of a hash of 256 bits is enough.
UPDATE Incident SET EventKey = CASE WHEN EventKey = DedupeKey THEN SUBSTRING(EventKey, 1, 32) ELSE EventKey END,
    DedupeKey = SUBSTRING(DedupeKey, 1, 32);

INSERT INTO IncidentKey (DedupeKey, IncidentId) SELECT DedupeKey, Id FROM Incident ORDER BY DedupeKey;
INSERT INTO IncidentPlace (Latitude, Longitude, IncidentId)
SELECT Latitude, Longitude, Id FROM Incident WHERE Latitude IS NOT NULL AND Longitude IS NOT NULL ORDER BY Latitude, Longitude, Id;
INSERT INTO IncidentAddress (Address, IncidentId) SELECT Address, Id FROM Incident WHERE Address IS NOT NULL ORDER BY Address, Id;

-- One index instead of two: the category is read from it before the incident is.
DROP INDEX IX_Incident_Neighborhood ON Incident;
DROP INDEX IX_Incident_Neighborhood_Occurred ON Incident;
CREATE INDEX IX_Incident_Neighborhood ON Incident (NeighborhoodId, OccurredFrom, Id, CategoryCode);
GO
CREATE TRIGGER Incident_Indexes ON Incident AFTER INSERT, UPDATE, DELETE AS
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
    DELETE p FROM IncidentPlace p JOIN deleted d ON d.Latitude = p.Latitude AND d.Longitude = p.Longitude AND d.Id = p.IncidentId;
    DELETE a FROM IncidentAddress a JOIN deleted d ON d.Address = a.Address AND d.Id = a.IncidentId;
    INSERT INTO IncidentKey (DedupeKey, IncidentId) SELECT i.DedupeKey, i.Id FROM inserted i JOIN @Indexed x ON x.Id = i.Id;
    INSERT INTO IncidentPlace (Latitude, Longitude, IncidentId) SELECT i.Latitude, i.Longitude, i.Id
        FROM inserted i JOIN @Indexed x ON x.Id = i.Id WHERE i.Latitude IS NOT NULL AND i.Longitude IS NOT NULL;
    INSERT INTO IncidentAddress (Address, IncidentId) SELECT i.Address, i.Id
        FROM inserted i JOIN @Indexed x ON x.Id = i.Id WHERE i.Address IS NOT NULL;
END;
