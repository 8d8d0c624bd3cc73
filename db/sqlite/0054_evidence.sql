-- The incidents that a problem's workspace counts, if they are not those linked to it.
CREATE TABLE EvidenceSet (
    ProblemId INTEGER NOT NULL CONSTRAINT PK_EvidenceSet PRIMARY KEY REFERENCES Problem (Id),
    -- A filter of incidents, as JSON.
    FilterJson TEXT NOT NULL,
    ChosenBy INTEGER NULL REFERENCES Person (Id),
    ChosenAt TEXT NOT NULL
);

-- A figure of the workspace in a worksheet, with what it takes to count it again.
CREATE TABLE Citation (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    ProblemId INTEGER NOT NULL REFERENCES Problem (Id),
    -- Scanning, Analysis.
    Sheet TEXT NOT NULL,
    Field TEXT NOT NULL,
    -- The row of a baseline; NULL for other fields.
    RowKey TEXT NULL,
    Panel TEXT NOT NULL,
    FilterJson TEXT NOT NULL,
    -- The filter in words.
    Words TEXT NOT NULL,
    -- As it was put into the worksheet.
    Sentence TEXT NOT NULL,
    Figure REAL NOT NULL,
    CitedOn TEXT NOT NULL,
    CitedBy INTEGER NULL REFERENCES Person (Id)
);
CREATE INDEX IX_Citation_Problem ON Citation (ProblemId, Sheet, Id);

CREATE TABLE Hypothesis (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    ProblemId INTEGER NOT NULL REFERENCES Problem (Id),
    Statement TEXT NOT NULL,
    WrittenBy INTEGER NULL REFERENCES Person (Id),
    WrittenAt TEXT NOT NULL,
    Version INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX IX_Hypothesis_Problem ON Hypothesis (ProblemId, Id);

CREATE TABLE HypothesisEvidence (
    HypothesisId INTEGER NOT NULL REFERENCES Hypothesis (Id),
    CitationId INTEGER NOT NULL REFERENCES Citation (Id),
    -- For, Against.
    Stance TEXT NOT NULL,
    CONSTRAINT PK_HypothesisEvidence PRIMARY KEY (HypothesisId, CitationId)
);
CREATE INDEX IX_HypothesisEvidence_Citation ON HypothesisEvidence (CitationId);
