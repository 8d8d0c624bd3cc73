-- Who answers for what.
ALTER TABLE Neighborhood ADD SupervisorId BIGINT NULL REFERENCES Person (Id);
ALTER TABLE Person ADD CommanderId BIGINT NULL REFERENCES Person (Id);
-- Whom a partner's account works for.
ALTER TABLE Person ADD StakeholderId BIGINT NULL REFERENCES Stakeholder (Id);
ALTER TABLE Person ADD MailChoice NVARCHAR(20) NOT NULL DEFAULT 'Digest';
CREATE INDEX IX_Neighborhood_Supervisor ON Neighborhood (SupervisorId);
CREATE INDEX IX_Person_Stakeholder ON Person (StakeholderId);

CREATE TABLE ApprovalRequest (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    ProblemId BIGINT NOT NULL REFERENCES Problem (Id),
    Visit INT NOT NULL,
    Kind NVARCHAR(20) NOT NULL,
    -- What is asked, as JSON: the part of the supervisor's own message that the one who asks decides.
    Asked NVARCHAR(MAX) NOT NULL,
    Reason NVARCHAR(2000) NOT NULL,
    AskedBy BIGINT NOT NULL REFERENCES Person (Id),
    AskedAt DATETIMEOFFSET(7) NOT NULL,
    Status NVARCHAR(20) NOT NULL,
    DecidedBy BIGINT NULL REFERENCES Person (Id),
    DecidedAt DATETIMEOFFSET(7) NULL,
    DecisionNote NVARCHAR(2000) NULL,
    Version INT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX UX_ApprovalRequest_Waiting ON ApprovalRequest (ProblemId, Kind) WHERE Status = 'Waiting';
CREATE INDEX IX_ApprovalRequest_Problem ON ApprovalRequest (ProblemId, Id);
CREATE INDEX IX_ApprovalRequest_Status ON ApprovalRequest (Status, AskedAt, Id);
CREATE INDEX IX_ApprovalRequest_AskedBy ON ApprovalRequest (AskedBy, Status, Id);

CREATE TABLE ProblemHold (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    ProblemId BIGINT NOT NULL REFERENCES Problem (Id),
    Visit INT NOT NULL,
    FromOn DATE NOT NULL,
    -- The first day on which work goes on.
    UntilOn DATE NOT NULL,
    -- Set where it ended earlier.
    EndedOn DATE NULL,
    Reason NVARCHAR(2000) NOT NULL,
    HeldBy BIGINT NULL REFERENCES Person (Id),
    HeldAt DATETIMEOFFSET(7) NOT NULL
);
CREATE INDEX IX_ProblemHold_Problem ON ProblemHold (ProblemId, Id);

CREATE TABLE DeadlineExtension (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    ProblemId BIGINT NOT NULL REFERENCES Problem (Id),
    Visit INT NOT NULL,
    DueOn DATE NOT NULL,
    GrantedOn DATE NOT NULL,
    Reason NVARCHAR(2000) NOT NULL,
    GrantedBy BIGINT NULL REFERENCES Person (Id),
    GrantedAt DATETIMEOFFSET(7) NOT NULL
);
CREATE INDEX IX_DeadlineExtension_Problem ON DeadlineExtension (ProblemId, Id);

-- The first day on which work goes on; NULL while it is not on hold.
ALTER TABLE Problem ADD HeldUntil DATE NULL;
-- The first day on which the ladder may have something to say; long ago where something changed since it was asked.
ALTER TABLE Problem ADD LookOn DATE NOT NULL DEFAULT '1900-01-01';
ALTER TABLE Problem ADD PartnerSummary NVARCHAR(4000) NULL;
-- A confidential problem is shown to its partners only where the lead says so.
ALTER TABLE Problem ADD OpenToPartners BIT NOT NULL DEFAULT 0;
CREATE INDEX IX_Problem_Look ON Problem (LookOn, Id);

-- What moved since a day.
CREATE INDEX IX_StageMove_At ON StageMove (MovedAt, Id);

CREATE TABLE DurabilityCheck (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    ProblemId BIGINT NOT NULL REFERENCES Problem (Id),
    -- The visit to Closed that was looked at.
    Visit INT NOT NULL,
    Finding NVARCHAR(20) NOT NULL,
    Evidence NVARCHAR(4000) NOT NULL,
    CheckedBy BIGINT NULL REFERENCES Person (Id),
    CheckedAt DATETIMEOFFSET(7) NOT NULL,
    CONSTRAINT UX_DurabilityCheck_Visit UNIQUE (ProblemId, Visit)
);

ALTER TABLE Stakeholder ADD Language NVARCHAR(50) NULL;
ALTER TABLE Stakeholder ADD PreferredChannel NVARCHAR(20) NULL;
ALTER TABLE Stakeholder ADD PostalAddress NVARCHAR(500) NULL;
ALTER TABLE Stakeholder ADD PhoneKey NVARCHAR(50) NULL;
ALTER TABLE Stakeholder ADD EmailKey NVARCHAR(254) NULL;
ALTER TABLE Stakeholder ADD ConsentOn DATE NULL;
ALTER TABLE Stakeholder ADD ConsentScope NVARCHAR(30) NULL;
ALTER TABLE Stakeholder ADD ConsentWithdrawnOn DATE NULL;
-- For people at risk: how and when to contact them.
ALTER TABLE Stakeholder ADD SafeContact NVARCHAR(1000) NULL;
-- What may be shown to others.
ALTER TABLE Stakeholder ADD Shareable NVARCHAR(1000) NULL;
ALTER TABLE Stakeholder ADD MergedIntoId BIGINT NULL REFERENCES Stakeholder (Id);
CREATE INDEX IX_Stakeholder_Phone ON Stakeholder (PhoneKey);
CREATE INDEX IX_Stakeholder_Email ON Stakeholder (EmailKey);
CREATE INDEX IX_Stakeholder_Merged ON Stakeholder (MergedIntoId);

-- What an owner outside the police said to an action; cleared when it gets another owner.
ALTER TABLE ProblemAction ADD OwnerAnswer NVARCHAR(20) NULL;
ALTER TABLE ProblemAction ADD OwnerAnswerReason NVARCHAR(2000) NULL;
ALTER TABLE ProblemAction ADD OwnerAnsweredAt DATETIMEOFFSET(7) NULL;
-- The local date on which the owner says it was done; the team confirms or returns it.
ALTER TABLE ProblemAction ADD ReportedDoneOn DATE NULL;
ALTER TABLE ProblemAction ADD ReportedAt DATETIMEOFFSET(7) NULL;
ALTER TABLE ProblemAction ADD ReturnedBecause NVARCHAR(2000) NULL;
CREATE INDEX IX_ProblemAction_Attachment ON ProblemAction (OwnerAttachmentId, Status, DueOn);

CREATE TABLE ActionComment (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    ActionId BIGINT NOT NULL REFERENCES ProblemAction (Id),
    -- The owner with whom the team speaks; a later owner does not read it.
    AttachmentId BIGINT NOT NULL REFERENCES ProblemStakeholder (Id),
    -- NULL where it came by link.
    PersonId BIGINT NULL REFERENCES Person (Id),
    Body NVARCHAR(4000) NOT NULL,
    At DATETIMEOFFSET(7) NOT NULL
);
CREATE INDEX IX_ActionComment_Action ON ActionComment (ActionId, Id);

CREATE TABLE ActionPhoto (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    ActionId BIGINT NOT NULL REFERENCES ProblemAction (Id),
    AttachmentId BIGINT NOT NULL REFERENCES ProblemStakeholder (Id),
    PersonId BIGINT NULL REFERENCES Person (Id),
    Caption NVARCHAR(500) NULL,
    -- Pixels; a JPEG made by us, without the camera's notes.
    Width INT NOT NULL,
    Height INT NOT NULL,
    Content VARBINARY(MAX) NOT NULL,
    At DATETIMEOFFSET(7) NOT NULL
);
CREATE INDEX IX_ActionPhoto_Action ON ActionPhoto (ActionId, Id);

CREATE TABLE ActionLink (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    ActionId BIGINT NOT NULL REFERENCES ProblemAction (Id),
    AttachmentId BIGINT NOT NULL REFERENCES ProblemStakeholder (Id),
    -- SHA-256 of the secret, which is kept nowhere.
    Digest NVARCHAR(64) NOT NULL CONSTRAINT UX_ActionLink_Digest UNIQUE,
    CreatedAt DATETIMEOFFSET(7) NOT NULL,
    CreatedBy BIGINT NULL REFERENCES Person (Id),
    ExpiresAt DATETIMEOFFSET(7) NOT NULL,
    WithdrawnAt DATETIMEOFFSET(7) NULL
);
CREATE INDEX IX_ActionLink_Action ON ActionLink (ActionId, Id);
CREATE INDEX IX_ActionLink_Attachment ON ActionLink (AttachmentId, Id);

ALTER TABLE Nudge ADD Occurrence INT NOT NULL DEFAULT 0;
ALTER TABLE Nudge ADD ActionId BIGINT NULL REFERENCES ProblemAction (Id);
ALTER TABLE Nudge ADD ApprovalRequestId BIGINT NULL REFERENCES ApprovalRequest (Id);
-- A reminder to somebody outside without an account, and when its mail was queued.
ALTER TABLE Nudge ADD AttachmentId BIGINT NULL REFERENCES ProblemStakeholder (Id);
ALTER TABLE Nudge ADD MailedAt DATETIMEOFFSET(7) NULL;
CREATE INDEX IX_Nudge_Action ON Nudge (ActionId, Id);
CREATE INDEX IX_Nudge_Outside ON Nudge (Id) WHERE AttachmentId IS NOT NULL AND MailedAt IS NULL;

ALTER TABLE NudgeRecipient ADD SnoozedUntil DATE NULL;
ALTER TABLE NudgeRecipient ADD SnoozeReason NVARCHAR(500) NULL;
ALTER TABLE NudgeRecipient ADD DoneAt DATETIMEOFFSET(7) NULL;
-- When a mail that holds it was queued, or when it was decided that none is wanted.
ALTER TABLE NudgeRecipient ADD MailedAt DATETIMEOFFSET(7) NULL;
CREATE INDEX IX_NudgeRecipient_Unmailed ON NudgeRecipient (PersonId, NudgeId) WHERE MailedAt IS NULL;
CREATE INDEX IX_NudgeRecipient_Nudge ON NudgeRecipient (NudgeId, PersonId);

ALTER TABLE Outbox ADD Html NVARCHAR(MAX) NULL;
ALTER TABLE Outbox ADD PersonId BIGINT NULL REFERENCES Person (Id);
-- Somebody outside: withdrawn consent discards what was not sent yet.
ALTER TABLE Outbox ADD StakeholderId BIGINT NULL REFERENCES Stakeholder (Id);
-- The secret of a link, encrypted, put into the text on the way out and forgotten then.
ALTER TABLE Outbox ADD Secret NVARCHAR(1000) NULL;
-- Path of the page on which this sort of mail can be refused.
ALTER TABLE Outbox ADD Unsubscribe NVARCHAR(500) NULL;
ALTER TABLE Outbox ADD DiscardedAt DATETIMEOFFSET(7) NULL;
CREATE INDEX IX_Outbox_Stakeholder ON Outbox (StakeholderId, Id);
CREATE INDEX IX_Outbox_Parked ON Outbox (ParkedAt, Id);
-- Letters leave in the order in which they were written.
CREATE INDEX IX_Outbox_Order ON Outbox (CreatedAt, Id) WHERE SentAt IS NULL AND ParkedAt IS NULL AND DiscardedAt IS NULL;
