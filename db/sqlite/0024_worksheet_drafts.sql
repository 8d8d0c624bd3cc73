-- What somebody has typed into a worksheet and not saved: the form's fields as JSON, and the version that they began from.
CREATE TABLE WorksheetDraft (
    ProblemId INTEGER NOT NULL REFERENCES Problem (Id),
    Kind TEXT NOT NULL,
    PersonId INTEGER NOT NULL REFERENCES Person (Id),
    Version INTEGER NOT NULL,
    Fields TEXT NOT NULL,
    KeptAt TEXT NOT NULL,
    CONSTRAINT PK_WorksheetDraft PRIMARY KEY (ProblemId, Kind, PersonId)
);
CREATE INDEX IX_WorksheetDraft_Person ON WorksheetDraft (PersonId, ProblemId);

-- Earlier versions of a worksheet, so that a save that began from one of them can be merged.
CREATE TABLE WorksheetVersion (
    ProblemId INTEGER NOT NULL REFERENCES Problem (Id),
    Kind TEXT NOT NULL,
    Version INTEGER NOT NULL,
    Body TEXT NOT NULL,
    CONSTRAINT PK_WorksheetVersion PRIMARY KEY (ProblemId, Kind, Version)
);
