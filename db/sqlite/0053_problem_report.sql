-- Sections of a problem's report that a person wrote. A section without a row, or without a text, follows the worksheets.
CREATE TABLE ProblemReport (
    ProblemId INTEGER NOT NULL REFERENCES Problem (Id),
    -- Summary, Scanning, Analysis, Response, Assessment.
    Section TEXT NOT NULL,
    Text TEXT NULL,
    Version INTEGER NOT NULL,
    ChangedBy INTEGER NULL REFERENCES Person (Id),
    ChangedAt TEXT NOT NULL,
    PRIMARY KEY (ProblemId, Section)
);
