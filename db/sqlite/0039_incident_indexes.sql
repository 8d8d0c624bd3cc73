-- Indexes whose order has nothing to do with time: with almost every row, a large import would change a page of each. They are tables, so
-- that an import can fill them at its end, sorted; triggers write what changes otherwise. An incident is in all of them or in none.
CREATE TABLE IncidentKey (
    DedupeKey TEXT NOT NULL CONSTRAINT PK_IncidentKey PRIMARY KEY,
    IncidentId INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IncidentPlace (
    Latitude REAL NOT NULL,
    Longitude REAL NOT NULL,
    IncidentId INTEGER NOT NULL,
    CONSTRAINT PK_IncidentPlace PRIMARY KEY (Latitude, Longitude, IncidentId)
) WITHOUT ROWID;
CREATE TABLE IncidentAddress (
    Address TEXT NOT NULL,
    IncidentId INTEGER NOT NULL,
    CONSTRAINT PK_IncidentAddress PRIMARY KEY (Address, IncidentId)
) WITHOUT ROWID;

-- The index of a constraint can't be dropped, but it can become an index as any other.
PRAGMA writable_schema = ON;
UPDATE sqlite_master SET sql = REPLACE(sql, ' CONSTRAINT UX_Incident_DedupeKey UNIQUE', '') WHERE type = 'table' AND name = 'Incident';
UPDATE sqlite_master SET name = 'UX_Incident_DedupeKey', sql = 'CREATE UNIQUE INDEX UX_Incident_DedupeKey ON Incident (DedupeKey)'
WHERE type = 'index' AND name = 'sqlite_autoindex_Incident_1';
PRAGMA writable_schema = RESET;
DROP INDEX UX_Incident_DedupeKey;
DROP INDEX IX_Incident_Place;
DROP INDEX IX_Incident_Address;

-- Half of a hash of 256 bits is enough.
UPDATE Incident SET EventKey = CASE WHEN EventKey = DedupeKey THEN SUBSTRING(EventKey, 1, 32) ELSE EventKey END,
    DedupeKey = SUBSTRING(DedupeKey, 1, 32);

INSERT INTO IncidentKey (DedupeKey, IncidentId) SELECT DedupeKey, Id FROM Incident ORDER BY DedupeKey;
INSERT INTO IncidentPlace (Latitude, Longitude, IncidentId)
SELECT Latitude, Longitude, Id FROM Incident WHERE Latitude IS NOT NULL AND Longitude IS NOT NULL ORDER BY Latitude, Longitude, Id;
INSERT INTO IncidentAddress (Address, IncidentId) SELECT Address, Id FROM Incident WHERE Address IS NOT NULL ORDER BY Address, Id;

CREATE TRIGGER Incident_Insert AFTER INSERT ON Incident
WHEN NOT EXISTS (SELECT 1 FROM ImportRun WHERE Id = new.ImportRunId AND FinishedAt IS NULL) BEGIN
    INSERT INTO IncidentKey (DedupeKey, IncidentId) VALUES (new.DedupeKey, new.Id);
    INSERT INTO IncidentPlace (Latitude, Longitude, IncidentId)
        SELECT new.Latitude, new.Longitude, new.Id WHERE new.Latitude IS NOT NULL AND new.Longitude IS NOT NULL;
    INSERT INTO IncidentAddress (Address, IncidentId) SELECT new.Address, new.Id WHERE new.Address IS NOT NULL;
END;
CREATE TRIGGER Incident_Update AFTER UPDATE OF DedupeKey, Latitude, Longitude, Address ON Incident
WHEN EXISTS (SELECT 1 FROM IncidentKey WHERE DedupeKey = old.DedupeKey AND IncidentId = old.Id) BEGIN
    DELETE FROM IncidentKey WHERE DedupeKey = old.DedupeKey AND IncidentId = old.Id;
    DELETE FROM IncidentPlace WHERE Latitude = old.Latitude AND Longitude = old.Longitude AND IncidentId = old.Id;
    DELETE FROM IncidentAddress WHERE Address = old.Address AND IncidentId = old.Id;
    INSERT INTO IncidentKey (DedupeKey, IncidentId) VALUES (new.DedupeKey, new.Id);
    INSERT INTO IncidentPlace (Latitude, Longitude, IncidentId)
        SELECT new.Latitude, new.Longitude, new.Id WHERE new.Latitude IS NOT NULL AND new.Longitude IS NOT NULL;
    INSERT INTO IncidentAddress (Address, IncidentId) SELECT new.Address, new.Id WHERE new.Address IS NOT NULL;
END;
CREATE TRIGGER Incident_Delete AFTER DELETE ON Incident BEGIN
    DELETE FROM IncidentKey WHERE DedupeKey = old.DedupeKey AND IncidentId = old.Id;
    DELETE FROM IncidentPlace WHERE Latitude = old.Latitude AND Longitude = old.Longitude AND IncidentId = old.Id;
    DELETE FROM IncidentAddress WHERE Address = old.Address AND IncidentId = old.Id;
END;

-- One index instead of two: the category is read from it before the incident is.
DROP INDEX IX_Incident_Neighborhood;
DROP INDEX IX_Incident_Neighborhood_Occurred;
CREATE INDEX IX_Incident_Neighborhood ON Incident (NeighborhoodId, OccurredFrom, Id, CategoryCode);
