-- Who answers for what.
ALTER TABLE Neighborhood ADD SupervisorId INTEGER NULL REFERENCES Person (Id);
ALTER TABLE Person ADD CommanderId INTEGER NULL REFERENCES Person (Id);
-- Whom a partner's account works for.
ALTER TABLE Person ADD StakeholderId INTEGER NULL REFERENCES Stakeholder (Id);
ALTER TABLE Person ADD MailChoice TEXT NOT NULL DEFAULT 'Digest';
CREATE INDEX IX_Neighborhood_Supervisor ON Neighborhood (SupervisorId);
CREATE INDEX IX_Person_Stakeholder ON Person (StakeholderId);

CREATE TABLE ApprovalRequest (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    ProblemId INTEGER NOT NULL REFERENCES Problem (Id),
    Visit INTEGER NOT NULL,
    Kind TEXT NOT NULL,
    -- What is asked, as JSON: the part of the supervisor's own message that the one who asks decides.
    Asked TEXT NOT NULL,
    Reason TEXT NOT NULL,
    AskedBy INTEGER NOT NULL REFERENCES Person (Id),
    AskedAt TEXT NOT NULL,
    Status TEXT NOT NULL,
    DecidedBy INTEGER NULL REFERENCES Person (Id),
    DecidedAt TEXT NULL,
    DecisionNote TEXT NULL,
    Version INTEGER NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX UX_ApprovalRequest_Waiting ON ApprovalRequest (ProblemId, Kind) WHERE Status = 'Waiting';
CREATE INDEX IX_ApprovalRequest_Problem ON ApprovalRequest (ProblemId, Id);
CREATE INDEX IX_ApprovalRequest_Status ON ApprovalRequest (Status, AskedAt, Id);
CREATE INDEX IX_ApprovalRequest_AskedBy ON ApprovalRequest (AskedBy, Status, Id);

CREATE TABLE ProblemHold (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    ProblemId INTEGER NOT NULL REFERENCES Problem (Id),
    Visit INTEGER NOT NULL,
    FromOn TEXT NOT NULL,
    -- The first day on which work goes on.
    UntilOn TEXT NOT NULL,
    -- Set where it ended earlier.
    EndedOn TEXT NULL,
    Reason TEXT NOT NULL,
    HeldBy INTEGER NULL REFERENCES Person (Id),
    HeldAt TEXT NOT NULL
);
CREATE INDEX IX_ProblemHold_Problem ON ProblemHold (ProblemId, Id);

CREATE TABLE DeadlineExtension (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    ProblemId INTEGER NOT NULL REFERENCES Problem (Id),
    Visit INTEGER NOT NULL,
    DueOn TEXT NOT NULL,
    GrantedOn TEXT NOT NULL,
    Reason TEXT NOT NULL,
    GrantedBy INTEGER NULL REFERENCES Person (Id),
    GrantedAt TEXT NOT NULL
);
CREATE INDEX IX_DeadlineExtension_Problem ON DeadlineExtension (ProblemId, Id);

-- The first day on which work goes on; NULL while it is not on hold.
ALTER TABLE Problem ADD HeldUntil TEXT NULL;
-- The first day on which the ladder may have something to say; long ago where something changed since it was asked.
ALTER TABLE Problem ADD LookOn TEXT NOT NULL DEFAULT '1900-01-01';
ALTER TABLE Problem ADD PartnerSummary TEXT NULL;
-- A confidential problem is shown to its partners only where the lead says so.
ALTER TABLE Problem ADD OpenToPartners INTEGER NOT NULL DEFAULT 0;
CREATE INDEX IX_Problem_Look ON Problem (LookOn, Id);

-- What moved since a day.
CREATE INDEX IX_StageMove_At ON StageMove (MovedAt, Id);

CREATE TABLE DurabilityCheck (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    ProblemId INTEGER NOT NULL REFERENCES Problem (Id),
    -- The visit to Closed that was looked at.
    Visit INTEGER NOT NULL,
    Finding TEXT NOT NULL,
    Evidence TEXT NOT NULL,
    CheckedBy INTEGER NULL REFERENCES Person (Id),
    CheckedAt TEXT NOT NULL,
    CONSTRAINT UX_DurabilityCheck_Visit UNIQUE (ProblemId, Visit)
);

ALTER TABLE Stakeholder ADD Language TEXT NULL;
ALTER TABLE Stakeholder ADD PreferredChannel TEXT NULL;
ALTER TABLE Stakeholder ADD PostalAddress TEXT NULL;
ALTER TABLE Stakeholder ADD PhoneKey TEXT NULL;
ALTER TABLE Stakeholder ADD EmailKey TEXT NULL;
ALTER TABLE Stakeholder ADD ConsentOn TEXT NULL;
ALTER TABLE Stakeholder ADD ConsentScope TEXT NULL;
ALTER TABLE Stakeholder ADD ConsentWithdrawnOn TEXT NULL;
-- For people at risk: how and when to contact them.
ALTER TABLE Stakeholder ADD SafeContact TEXT NULL;
-- What may be shown to others.
ALTER TABLE Stakeholder ADD Shareable TEXT NULL;
ALTER TABLE Stakeholder ADD MergedIntoId INTEGER NULL REFERENCES Stakeholder (Id);
CREATE INDEX IX_Stakeholder_Phone ON Stakeholder (PhoneKey);
CREATE INDEX IX_Stakeholder_Email ON Stakeholder (EmailKey);
CREATE INDEX IX_Stakeholder_Merged ON Stakeholder (MergedIntoId);

-- What an owner outside the police said to an action; cleared when it gets another owner.
ALTER TABLE ProblemAction ADD OwnerAnswer TEXT NULL;
ALTER TABLE ProblemAction ADD OwnerAnswerReason TEXT NULL;
ALTER TABLE ProblemAction ADD OwnerAnsweredAt TEXT NULL;
-- The local date on which the owner says it was done; the team confirms or returns it.
ALTER TABLE ProblemAction ADD ReportedDoneOn TEXT NULL;
ALTER TABLE ProblemAction ADD ReportedAt TEXT NULL;
ALTER TABLE ProblemAction ADD ReturnedBecause TEXT NULL;
CREATE INDEX IX_ProblemAction_Attachment ON ProblemAction (OwnerAttachmentId, Status, DueOn);

CREATE TABLE ActionComment (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    ActionId INTEGER NOT NULL REFERENCES ProblemAction (Id),
    -- The owner with whom the team speaks; a later owner does not read it.
    AttachmentId INTEGER NOT NULL REFERENCES ProblemStakeholder (Id),
    -- NULL where it came by link.
    PersonId INTEGER NULL REFERENCES Person (Id),
    Body TEXT NOT NULL,
    At TEXT NOT NULL
);
CREATE INDEX IX_ActionComment_Action ON ActionComment (ActionId, Id);

CREATE TABLE ActionPhoto (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    ActionId INTEGER NOT NULL REFERENCES ProblemAction (Id),
    AttachmentId INTEGER NOT NULL REFERENCES ProblemStakeholder (Id),
    PersonId INTEGER NULL REFERENCES Person (Id),
    Caption TEXT NULL,
    -- Pixels; a JPEG made by us, without the camera's notes.
    Width INTEGER NOT NULL,
    Height INTEGER NOT NULL,
    Content BLOB NOT NULL,
    At TEXT NOT NULL
);
CREATE INDEX IX_ActionPhoto_Action ON ActionPhoto (ActionId, Id);

CREATE TABLE ActionLink (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    ActionId INTEGER NOT NULL REFERENCES ProblemAction (Id),
    AttachmentId INTEGER NOT NULL REFERENCES ProblemStakeholder (Id),
    -- SHA-256 of the secret, which is kept nowhere.
    Digest TEXT NOT NULL CONSTRAINT UX_ActionLink_Digest UNIQUE,
    CreatedAt TEXT NOT NULL,
    CreatedBy INTEGER NULL REFERENCES Person (Id),
    ExpiresAt TEXT NOT NULL,
    WithdrawnAt TEXT NULL
);
CREATE INDEX IX_ActionLink_Action ON ActionLink (ActionId, Id);
CREATE INDEX IX_ActionLink_Attachment ON ActionLink (AttachmentId, Id);

ALTER TABLE Nudge ADD Occurrence INTEGER NOT NULL DEFAULT 0;
ALTER TABLE Nudge ADD ActionId INTEGER NULL REFERENCES ProblemAction (Id);
ALTER TABLE Nudge ADD ApprovalRequestId INTEGER NULL REFERENCES ApprovalRequest (Id);
-- A reminder to somebody outside without an account, and when its mail was queued.
ALTER TABLE Nudge ADD AttachmentId INTEGER NULL REFERENCES ProblemStakeholder (Id);
ALTER TABLE Nudge ADD MailedAt TEXT NULL;
CREATE INDEX IX_Nudge_Action ON Nudge (ActionId, Id);
CREATE INDEX IX_Nudge_Outside ON Nudge (Id) WHERE AttachmentId IS NOT NULL AND MailedAt IS NULL;

ALTER TABLE NudgeRecipient ADD SnoozedUntil TEXT NULL;
ALTER TABLE NudgeRecipient ADD SnoozeReason TEXT NULL;
ALTER TABLE NudgeRecipient ADD DoneAt TEXT NULL;
-- When a mail that holds it was queued, or when it was decided that none is wanted.
ALTER TABLE NudgeRecipient ADD MailedAt TEXT NULL;
CREATE INDEX IX_NudgeRecipient_Unmailed ON NudgeRecipient (PersonId, NudgeId) WHERE MailedAt IS NULL;
CREATE INDEX IX_NudgeRecipient_Nudge ON NudgeRecipient (NudgeId, PersonId);

ALTER TABLE Outbox ADD Html TEXT NULL;
ALTER TABLE Outbox ADD PersonId INTEGER NULL REFERENCES Person (Id);
-- Somebody outside: withdrawn consent discards what was not sent yet.
ALTER TABLE Outbox ADD StakeholderId INTEGER NULL REFERENCES Stakeholder (Id);
-- The secret of a link, encrypted, put into the text on the way out and forgotten then.
ALTER TABLE Outbox ADD Secret TEXT NULL;
-- Path of the page on which this sort of mail can be refused.
ALTER TABLE Outbox ADD Unsubscribe TEXT NULL;
ALTER TABLE Outbox ADD DiscardedAt TEXT NULL;
CREATE INDEX IX_Outbox_Stakeholder ON Outbox (StakeholderId, Id);
CREATE INDEX IX_Outbox_Parked ON Outbox (ParkedAt, Id);
-- Letters leave in the order in which they were written.
CREATE INDEX IX_Outbox_Order ON Outbox (CreatedAt, Id) WHERE SentAt IS NULL AND ParkedAt IS NULL AND DiscardedAt IS NULL;
