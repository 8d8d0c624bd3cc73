-- How it came in: Phone, Counter, Patrol; NULL if the reporter sent it.
ALTER TABLE Concern ADD Channel NVARCHAR(20) NULL;
ALTER TABLE Concern ADD EnteredBy BIGINT NULL REFERENCES Person (Id);
-- When what names its reporter was erased at the reporter's request.
ALTER TABLE Concern ADD ErasedAt DATETIMEOFFSET(7) NULL;
-- When the search index and the log of an embedded database were overwritten, which may still have held it.
ALTER TABLE Concern ADD OverwrittenAt DATETIMEOFFSET(7) NULL;
-- The block or the address, for comparison; NULL if none was given or nobody looked yet.
ALTER TABLE Concern ADD PlaceKey NVARCHAR(300) NULL;
-- Whether repeat complaints about its place were looked for.
ALTER TABLE Concern ADD IsPlaced BIT NOT NULL DEFAULT 0;
GO
CREATE INDEX IX_Concern_PlaceKey ON Concern (PlaceKey, Id);
CREATE INDEX IX_Concern_Placed ON Concern (IsPlaced, Id);
CREATE INDEX IX_Concern_Erased ON Concern (ErasedAt) WHERE ErasedAt IS NOT NULL AND OverwrittenAt IS NULL;

-- Several concerns about one place in a few months, about which somebody has to decide.
CREATE TABLE RepeatComplaint (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    Place NVARCHAR(300) NOT NULL,
    RaisedAt DATETIMEOFFSET(7) NOT NULL,
    -- NULL while it waits; Problem, NoCase.
    Decision NVARCHAR(20) NULL,
    Reason NVARCHAR(2000) NULL,
    ProblemId BIGINT NULL REFERENCES Problem (Id),
    DecidedAt DATETIMEOFFSET(7) NULL,
    DecidedBy BIGINT NULL REFERENCES Person (Id),
    Version INT NOT NULL DEFAULT 1
);
CREATE INDEX IX_RepeatComplaint_Decision ON RepeatComplaint (Decision, Id);
CREATE INDEX IX_RepeatComplaint_Problem ON RepeatComplaint (ProblemId, Id);

CREATE TABLE RepeatComplaintConcern (
    RepeatId BIGINT NOT NULL REFERENCES RepeatComplaint (Id) ON DELETE CASCADE,
    ConcernId BIGINT NOT NULL REFERENCES Concern (Id),
    CONSTRAINT PK_RepeatComplaintConcern PRIMARY KEY (RepeatId, ConcernId)
);
CREATE INDEX IX_RepeatComplaintConcern_Concern ON RepeatComplaintConcern (ConcernId);

-- What people of the department are reminded of about concerns.
CREATE TABLE ConcernReminder (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    DedupeKey NVARCHAR(200) NOT NULL CONSTRAINT UX_ConcernReminder_Key UNIQUE,
    PersonId BIGINT NOT NULL REFERENCES Person (Id),
    Kind NVARCHAR(30) NOT NULL,
    ConcernId BIGINT NULL REFERENCES Concern (Id),
    RepeatId BIGINT NULL REFERENCES RepeatComplaint (Id) ON DELETE CASCADE,
    DueOn DATE NOT NULL,
    RaisedAt DATETIMEOFFSET(7) NOT NULL,
    -- When it was put into an email, or was not wanted there.
    MailedAt DATETIMEOFFSET(7) NULL
);
CREATE INDEX IX_ConcernReminder_Person ON ConcernReminder (PersonId, MailedAt);
CREATE INDEX IX_ConcernReminder_Concern ON ConcernReminder (ConcernId, Id);
CREATE INDEX IX_ConcernReminder_Repeat ON ConcernReminder (RepeatId, Id);

CREATE TABLE ConcernText (
    ConcernId BIGINT NOT NULL CONSTRAINT PK_ConcernText PRIMARY KEY REFERENCES Concern (Id) ON DELETE CASCADE,
    Words NVARCHAR(MAX) NOT NULL
);
CREATE TABLE ConcernWord (
    Word NVARCHAR(100) NOT NULL,
    ConcernId BIGINT NOT NULL,
    CONSTRAINT PK_ConcernWord PRIMARY KEY (Word, ConcernId)
);
CREATE INDEX IX_ConcernWord_Concern ON ConcernWord (ConcernId);
GO
CREATE TRIGGER ConcernText_Words ON ConcernText AFTER INSERT, UPDATE, DELETE AS
BEGIN
    SET NOCOUNT ON;
    DELETE w FROM ConcernWord w JOIN deleted d ON d.ConcernId = w.ConcernId;
    INSERT INTO ConcernWord (Word, ConcernId)
        SELECT DISTINCT s.value, i.ConcernId FROM inserted i CROSS APPLY STRING_SPLIT(i.Words, ' ') s
        WHERE s.value <> '' AND s.value <> N'¶';
END;
