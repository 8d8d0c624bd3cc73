-- What somebody has typed into a worksheet and not saved: the form's fields as JSON, and the version that they began from.
CREATE TABLE WorksheetDraft (
    ProblemId BIGINT NOT NULL REFERENCES Problem (Id),
    Kind NVARCHAR(20) NOT NULL,
    PersonId BIGINT NOT NULL REFERENCES Person (Id),
    Version INT NOT NULL,
    Fields NVARCHAR(MAX) NOT NULL,
    KeptAt DATETIMEOFFSET(7) NOT NULL,
    CONSTRAINT PK_WorksheetDraft PRIMARY KEY (ProblemId, Kind, PersonId)
);
CREATE INDEX IX_WorksheetDraft_Person ON WorksheetDraft (PersonId, ProblemId);

-- Earlier versions of a worksheet, so that a save that began from one of them can be merged.
CREATE TABLE WorksheetVersion (
    ProblemId BIGINT NOT NULL REFERENCES Problem (Id),
    Kind NVARCHAR(20) NOT NULL,
    Version INT NOT NULL,
    Body NVARCHAR(MAX) NOT NULL,
    CONSTRAINT PK_WorksheetVersion PRIMARY KEY (ProblemId, Kind, Version)
);
