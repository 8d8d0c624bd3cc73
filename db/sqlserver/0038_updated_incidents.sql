-- What an incident was before an import gave it other content, found by its number.
CREATE TABLE IncidentChange (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    -- The import that brought the other content.
    ImportRunId BIGINT NOT NULL REFERENCES ImportRun (Id),
    IncidentId BIGINT NOT NULL REFERENCES Incident (Id) ON DELETE CASCADE,
    DedupeKey NVARCHAR(64) NOT NULL,
    OccurredFrom DATETIMEOFFSET(7) NOT NULL,
    OccurredTo DATETIMEOFFSET(7) NOT NULL,
    TimePrecision NVARCHAR(10) NOT NULL,
    LocalDate DATE NOT NULL,
    LocalHour INT NULL,
    LocalWeekday INT NOT NULL,
    CategoryCode NVARCHAR(50) NOT NULL REFERENCES Category (Code),
    SourceCategory NVARCHAR(200) NULL,
    Latitude FLOAT NULL,
    Longitude FLOAT NULL,
    Address NVARCHAR(300) NULL
);
CREATE INDEX IX_IncidentChange_Incident ON IncidentChange (IncidentId, Id);
CREATE INDEX IX_IncidentChange_ImportRun ON IncidentChange (ImportRunId, Id);

-- Rows that come again are found by their number. Without one, the event key is the row's key, which has its own index.
CREATE INDEX IX_Incident_Event ON Incident (EventKey) WHERE SourceNumber IS NOT NULL;
