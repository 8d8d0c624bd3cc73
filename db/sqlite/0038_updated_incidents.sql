-- What an incident was before an import gave it other content, found by its number.
CREATE TABLE IncidentChange (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    -- The import that brought the other content.
    ImportRunId INTEGER NOT NULL REFERENCES ImportRun (Id),
    IncidentId INTEGER NOT NULL REFERENCES Incident (Id) ON DELETE CASCADE,
    DedupeKey TEXT NOT NULL,
    OccurredFrom TEXT NOT NULL,
    OccurredTo TEXT NOT NULL,
    TimePrecision TEXT NOT NULL,
    LocalDate TEXT NOT NULL,
    LocalHour INTEGER NULL,
    LocalWeekday INTEGER NOT NULL,
    CategoryCode TEXT NOT NULL REFERENCES Category (Code),
    SourceCategory TEXT NULL,
    Latitude REAL NULL,
    Longitude REAL NULL,
    Address TEXT NULL
);
CREATE INDEX IX_IncidentChange_Incident ON IncidentChange (IncidentId, Id);
CREATE INDEX IX_IncidentChange_ImportRun ON IncidentChange (ImportRunId, Id);

-- Rows that come again are found by their number. Without one, the event key is the row's key, which has its own index.
CREATE INDEX IX_Incident_Event ON Incident (EventKey) WHERE SourceNumber IS NOT NULL;
