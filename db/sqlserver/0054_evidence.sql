-- The incidents that a problem's workspace counts, if they are not those linked to it.
CREATE TABLE EvidenceSet (
    ProblemId BIGINT NOT NULL CONSTRAINT PK_EvidenceSet PRIMARY KEY REFERENCES Problem (Id),
    -- A filter of incidents, as JSON.
    FilterJson NVARCHAR(MAX) NOT NULL,
    ChosenBy BIGINT NULL REFERENCES Person (Id),
    ChosenAt DATETIMEOFFSET(7) NOT NULL
);

-- A figure of the workspace in a worksheet, with what it takes to count it again.
CREATE TABLE Citation (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    ProblemId BIGINT NOT NULL REFERENCES Problem (Id),
    -- Scanning, Analysis.
    Sheet NVARCHAR(20) NOT NULL,
    Field NVARCHAR(20) NOT NULL,
    -- The row of a baseline; NULL for other fields.
    RowKey NVARCHAR(20) NULL,
    Panel NVARCHAR(20) NOT NULL,
    FilterJson NVARCHAR(MAX) NOT NULL,
    -- The filter in words.
    Words NVARCHAR(2000) NOT NULL,
    -- As it was put into the worksheet.
    Sentence NVARCHAR(4000) NOT NULL,
    Figure FLOAT NOT NULL,
    CitedOn DATE NOT NULL,
    CitedBy BIGINT NULL REFERENCES Person (Id)
);
CREATE INDEX IX_Citation_Problem ON Citation (ProblemId, Sheet, Id);

CREATE TABLE Hypothesis (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    ProblemId BIGINT NOT NULL REFERENCES Problem (Id),
    Statement NVARCHAR(2000) NOT NULL,
    WrittenBy BIGINT NULL REFERENCES Person (Id),
    WrittenAt DATETIMEOFFSET(7) NOT NULL,
    Version INT NOT NULL DEFAULT 1
);
CREATE INDEX IX_Hypothesis_Problem ON Hypothesis (ProblemId, Id);

CREATE TABLE HypothesisEvidence (
    HypothesisId BIGINT NOT NULL REFERENCES Hypothesis (Id),
    CitationId BIGINT NOT NULL REFERENCES Citation (Id),
    -- For, Against.
    Stance NVARCHAR(20) NOT NULL,
    CONSTRAINT PK_HypothesisEvidence PRIMARY KEY (HypothesisId, CitationId)
);
CREATE INDEX IX_HypothesisEvidence_Citation ON HypothesisEvidence (CitationId);
