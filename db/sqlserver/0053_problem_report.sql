-- Sections of a problem's report that a person wrote. A section without a row, or without a text, follows the worksheets.
CREATE TABLE ProblemReport (
    ProblemId BIGINT NOT NULL REFERENCES Problem (Id),
    -- Summary, Scanning, Analysis, Response, Assessment.
    Section NVARCHAR(20) NOT NULL,
    Text NVARCHAR(MAX) NULL,
    Version INT NOT NULL,
    ChangedBy BIGINT NULL REFERENCES Person (Id),
    ChangedAt DATETIMEOFFSET(7) NOT NULL,
    PRIMARY KEY (ProblemId, Section)
);
