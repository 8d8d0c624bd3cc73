-- Rows as each version of the program wrote them: after the line "-- 0001" those that version 1 could write, and so on. UpgradeTests runs
-- a script and then its rows. Every table and column has a value in at least one row; a new migration adds rows for what it creates.

-- 0001
INSERT INTO Person (Id, Email, EmailKey, Name, PasswordHash, SecurityStamp, FailedSignIns, LockedUntil, Active, CreatedAt, Version) VALUES
    (1, 'Ada@city.example', 'ADA@CITY.EXAMPLE', 'Ada Vance', 'AQAAAAIAAYagAAAAEA==', 'stamp', 2, '2026-01-05T14:00:00.0000000Z', 1,
        '2026-01-02T14:00:00.0000000Z', 3),
    (2, 'bo@city.example', 'BO@CITY.EXAMPLE', 'Bo Hart', NULL, 'stamp', 0, NULL, 1, '2026-01-02T14:00:00.0000000Z', 1);
INSERT INTO PersonRole (PersonId, Role) VALUES (1, 'Officer'), (1, 'Administrator'), (2, 'Supervisor');
INSERT INTO ApiToken (Id, PersonId, Name, Digest, ReadOnlyScope, CreatedAt, ExpiresAt, RevokedAt) VALUES
    (1, 1, 'script', 'digest 1', 1, '2026-01-02T14:00:00.0000000Z', '2026-07-02T14:00:00.0000000Z', '2026-02-02T14:00:00.0000000Z');
INSERT INTO DataProtectionKey (Id, FriendlyName, Xml) VALUES (1, 'key-1',
    '<key id="11111111-1111-1111-1111-111111111111" version="1"><creationDate>2026-01-02T14:00:00Z</creationDate>' ||
        '<activationDate>2026-01-02T14:00:00Z</activationDate><expirationDate>2026-02-02T14:00:00Z</expirationDate></key>');
INSERT INTO Setting (Name, Value, Version) VALUES ('timeZone', 'America/New_York', 2),
    ('mailTrouble', '{"since":"2026-01-05T14:00:00+00:00","at":"2026-01-05T14:05:00+00:00","sentence":"Nobody answers."}', 1);
INSERT INTO Holiday (OnDate, Name) VALUES ('2026-07-04', 'Independence Day');
INSERT INTO Neighborhood (Id, Name, NameKey, Boundary, Version) VALUES
    (1, 'Alder Hill', 'ALDER HILL', '{"type":"Polygon","coordinates":[[[-84.5,39.1],[-84.4,39.1],[-84.4,39.2],[-84.5,39.2],' ||
        '[-84.5,39.1]]]}', 2);
INSERT INTO ImportRun (Id, Kind, FileName, StartedAt, LeaseUntil, FinishedAt, RowsRead, Added, Repeats, Rejected, Unplaced) VALUES
    (1, 'Incidents', 'calls.csv', '2026-01-03T14:00:00.0000000Z', '2026-01-03T14:05:00.0000000Z', '2026-01-03T14:01:00.0000000Z',
        4, 1, 2, 1, 0);
INSERT INTO Incident (Id, ImportRunId, EventKey, DedupeKey, SourceNumber, OccurredFrom, OccurredTo, TimePrecision, LocalDate, LocalHour,
    LocalWeekday, CategoryCode, SourceCategory, NeighborhoodId, Latitude, Longitude, Address) VALUES
    (1, 1, 'event 1', 'dedupe 1', 'C-17', '2026-01-02T23:00:00.0000000Z', '2026-01-02T23:30:00.0000000Z', 'Minute', '2026-01-02', 18, 5,
        'noise', 'LOUD MUSIC', 1, 39.15, -84.45, '12 Alder Street');
INSERT INTO NumberSeries (ForYear, LastNumber) VALUES (2026, 2);
INSERT INTO Problem (Id, Number, Title, TitleKey, Description, CategoryCode, NeighborhoodId, Address, Latitude, Longitude, IdentifiedBy,
    Priority, Confidential, LeadId, Stage, Visit, StageSince, DueOn, OpenedAt, OpenedBy, TouchedAt, LastActivityAt, ClosedAt,
    ClosingReason, RelatedProblemId, Verdict, PresetTest, EnforcementOnly, Overrides, Returns, Reopenings, Version) VALUES
    (1, '2026-0001', 'Noise behind the bar', 'NOISE BEHIND THE BAR', 'Every Friday night.', 'noise', 1, '12 Alder Street', 39.15, -84.45,
        'Resident', 'High', 0, 1, 'Response', 3, '2026-02-10T14:00:00.0000000Z', '2026-03-16', '2026-01-02T14:00:00.0000000Z', 1,
        '2026-02-10T14:00:00.0000000Z', '2026-02-10T14:00:00.0000000Z', NULL, NULL, NULL, NULL, 1, 0, 1, 1, 0, 5),
    (2, '2026-0002', 'Thefts at the trailhead', 'THEFTS AT THE TRAILHEAD', 'From parked cars.', 'theft-from-vehicle', 1, NULL, NULL, NULL,
        'Data', 'Normal', 1, 1, 'Closed', 5, '2026-02-10T14:00:00.0000000Z', NULL, '2026-01-02T14:00:00.0000000Z', 2,
        '2026-02-10T14:00:00.0000000Z', '2026-02-10T14:00:00.0000000Z', '2026-02-10T14:00:00.0000000Z', 'ObjectivesAchieved', 1,
        'Improved', 1, 1, 0, 0, 1, 9);
INSERT INTO ProblemMember (ProblemId, PersonId, JoinedAt) VALUES (1, 2, '2026-01-04T14:00:00.0000000Z');
INSERT INTO StageVisit (ProblemId, Visit, Stage, EnteredAt, LeftAt, FirstDueOn) VALUES
    (1, 1, 'Scanning', '2026-01-02T14:00:00.0000000Z', '2026-01-20T14:00:00.0000000Z', '2026-01-16'),
    (1, 2, 'Analysis', '2026-01-20T14:00:00.0000000Z', '2026-02-10T14:00:00.0000000Z', '2026-02-20'),
    (1, 3, 'Response', '2026-02-10T14:00:00.0000000Z', NULL, '2026-03-16'),
    (2, 1, 'Scanning', '2026-01-02T14:00:00.0000000Z', '2026-01-10T14:00:00.0000000Z', '2026-01-16'),
    (2, 2, 'Analysis', '2026-01-10T14:00:00.0000000Z', '2026-01-20T14:00:00.0000000Z', '2026-02-10'),
    (2, 3, 'Response', '2026-01-20T14:00:00.0000000Z', '2026-02-01T14:00:00.0000000Z', '2026-02-20'),
    (2, 4, 'Assessment', '2026-02-01T14:00:00.0000000Z', '2026-02-10T14:00:00.0000000Z', '2026-03-01'),
    (2, 5, 'Closed', '2026-02-10T14:00:00.0000000Z', NULL, NULL);
INSERT INTO StageMove (Id, ProblemId, FromStage, ToStage, Note, ClosingReason, RelatedProblemId, MovedBy, MovedAt) VALUES
    (1, 1, 'Scanning', 'Analysis', 'Counted.', NULL, NULL, 1, '2026-01-20T14:00:00.0000000Z'),
    (2, 2, 'Assessment', 'Closed', 'Done.', 'ObjectivesAchieved', 1, 2, '2026-02-10T14:00:00.0000000Z');
INSERT INTO GateOverride (Id, ProblemId, Visit, Gate, Codes, Reason, PersonId, At) VALUES
    (1, 1, 2, 'Start', 'response.options,scan.harms', 'Summer begins.', 2, '2026-02-09T14:00:00.0000000Z');
INSERT INTO Worksheet (ProblemId, Kind, Body, Version, SavedBy, SavedAt) VALUES
    (1, 'Scanning', '{"statement":"Loud music on Fridays","harms":"Lost sleep"}', 2, 1, '2026-01-19T14:00:00.0000000Z'),
    (1, 'Analysis', '{"triangle":{"offender":{"notRelevantBecause":"Nobody in particular"}},"hypothesis":"The back door stays open"}', 1, 1,
        '2026-02-09T14:00:00.0000000Z'),
    (1, 'Response', '{"whyNoOutsideAction":"The owner acts","objectives":[{"key":"o1","measure":"Calls","kind":"Calls",' ||
        '"unit":"calls","direction":"Decrease","baseline":31,"target":15,"targetDate":"2026-06-30"}]}',
        4, 1, '2026-02-11T14:00:00.0000000Z'),
    (1, 'Assessment', '{"outcomes":[{"objectiveKey":"o1","after":12}],"verdictBecause":"Fewer calls"}', 1, 1,
        '2026-02-12T14:00:00.0000000Z');
INSERT INTO Stakeholder (Id, Name, NameKey, Kind, Phone, Email, Remarks, CreatedAt, Version) VALUES
    (1, 'Dana Quill', 'DANA QUILL', 'Resident', '555-0100', 'dana@home.example', 'Call after six.', '2026-01-04T14:00:00.0000000Z', 2);
INSERT INTO ProblemStakeholder (Id, ProblemId, StakeholderId, Role, AttachedAt, AttachedBy, DetachedAt, Version) VALUES
    (1, 1, 1, 'Partner', '2026-01-04T14:00:00.0000000Z', 1, NULL, 1),
    (2, 1, 1, 'Reporter', '2026-01-04T14:00:00.0000000Z', 1, '2026-01-05T14:00:00.0000000Z', 2);
INSERT INTO ProblemAction (Id, ProblemId, Description, OwnerId, OwnerAttachmentId, DueOn, Technique, Side, Enforcement, Interim,
    InterimReason, Status, DoneOn, DroppedBecause, CreatedAt, CreatedBy, Version) VALUES
    (1, 1, 'Have the alley lit', NULL, 1, '2026-03-20', 'ExtendGuardianship', 'Place', 0, 0, NULL, 'Planned', NULL, NULL,
        '2026-02-09T14:00:00.0000000Z', 1, 1),
    (2, 1, 'Patrol on Fridays', 1, NULL, '2026-02-20', NULL, 'Offender', 1, 1, 'A fight last week', 'Done', '2026-02-20', NULL,
        '2026-01-09T14:00:00.0000000Z', 1, 2),
    (3, 1, 'Move the bus stop', 1, NULL, NULL, NULL, NULL, 0, 0, NULL, 'Dropped', NULL, 'The bus line ended',
        '2026-01-09T14:00:00.0000000Z', 1, 2);
INSERT INTO FrozenPlan (Id, ProblemId, Visit, StartedAt, StartedOn, StartedBy, Note, Hash, Sheet, Actions) VALUES
    (1, 1, 3, '2026-02-12T14:00:00.0000000Z', '2026-02-12', 2, 'Go.',
        '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae', '{"whyNoOutsideAction":"The owner acts"}', '[]');
INSERT INTO Amendment (Id, ProblemId, FrozenPlanId, Reason, ActionId, BeforeJson, AfterJson, PersonId, At) VALUES
    (1, 1, 1, 'Lamp is late', NULL, '{"whyNoOutsideAction":"The owner acts"}', '{"whyNoOutsideAction":"The city acts"}', 1,
        '2026-02-13T14:00:00.0000000Z'),
    (2, 1, 1, 'Later', 1, '{"description":"Have the alley lit","interim":false}', '{"description":"Have it lit","interim":false}', 1,
        '2026-02-14T14:00:00.0000000Z');
INSERT INTO ProblemIncident (ProblemId, IncidentId, LinkedAt, LinkedBy) VALUES (1, 1, '2026-01-05T14:00:00.0000000Z', 1);
INSERT INTO ProblemNote (Id, ProblemId, Body, PersonId, At) VALUES (1, 1, 'Talked to the owner.', 1, '2026-01-06T14:00:00.0000000Z');
INSERT INTO AuditEntry (Id, At, PersonId, Origin, Deed, ProblemId, SubjectId, Summary, BeforeJson, AfterJson) VALUES
    (1, '2026-01-02T14:00:00.0000000Z', 1, '10.0.0.7', 'problem.opened', 1, '1', 'Opened', NULL,
        '{"title":"Noise","identifiedBy":"Resident"}'),
    (2, '2026-01-03T14:00:00.0000000Z', 1, '10.0.0.7', 'problem.changed', 1, '1', 'Changed', '{"title":"Noise"}',
        '{"title":"Noise behind the bar"}');
INSERT INTO IdempotencyKey (PersonId, Route, RequestKey, BodyHash, Answer, CreatedAt) VALUES
    (1, 'POST /api/v1/problems', 'k1', 'hash', '{}', '2026-01-02T14:00:00.0000000Z');
INSERT INTO Nudge (Id, DedupeKey, Rung, ProblemId, Visit, DueOn, RaisedAt) VALUES
    (1, 'problem:1:3:2026-03-16:Escalated:0', 'Escalated', 1, 3, '2026-03-16', '2026-03-20T14:00:00.0000000Z'),
    (2, 'problem:1:3:2026-03-16:Overdue:0', 'Overdue', 1, 3, '2026-03-16', '2026-03-17T14:00:00.0000000Z');
INSERT INTO NudgeRecipient (PersonId, NudgeId, SeenAt) VALUES (1, 2, '2026-03-18T14:00:00.0000000Z'), (2, 1, NULL);
INSERT INTO Outbox (Id, DedupeKey, Recipient, Subject, Body, CreatedAt, NextAttemptAt, LeaseUntil, Attempts, LastError, SentAt,
        ParkedAt) VALUES
    (1, 'mail 1', 'ada@city.example', 'Overdue', 'See the problem.', '2026-03-17T14:00:00.0000000Z', '2026-03-17T14:00:00.0000000Z',
        '2026-03-17T14:01:00.0000000Z', 1, 'Busy', '2026-03-17T14:02:00.0000000Z', NULL),
    (2, 'mail 2', 'bo@city.example', 'Overdue', 'See the problem.', '2026-03-17T14:00:00.0000000Z', '2026-03-17T14:00:00.0000000Z',
        NULL, 8, 'No such user', NULL, '2026-03-18T14:02:00.0000000Z');

-- 0002
UPDATE Neighborhood SET SupervisorId = 2;
INSERT INTO Person (Id, Email, EmailKey, Name, PasswordHash, SecurityStamp, CreatedAt, CommanderId, StakeholderId, MailChoice) VALUES
    (3, 'cy@city.example', 'CY@CITY.EXAMPLE', 'Cy Moss', NULL, 'stamp', '2026-02-02T14:00:00.0000000Z', NULL, NULL, 'Digest'),
    (4, 'works@city.example', 'WORKS@CITY.EXAMPLE', 'Public Works', NULL, 'stamp', '2026-02-02T14:00:00.0000000Z', NULL, 1, 'None');
INSERT INTO PersonRole (PersonId, Role) VALUES (3, 'Command'), (4, 'Partner');
UPDATE Person SET CommanderId = 3 WHERE Id = 2;
INSERT INTO ApprovalRequest (Id, ProblemId, Visit, Kind, Asked, Reason, AskedBy, AskedAt, Status, DecidedBy, DecidedAt,
        DecisionNote, Version) VALUES
    (1, 1, 3, 'Extension', '{"kind":"Extension","dueOn":"2026-04-30"}', 'Lamp is late', 1, '2026-03-01T14:00:00.0000000Z', 'Approved', 2,
        '2026-03-02T14:00:00.0000000Z', 'Fine.', 2),
    (2, 1, 3, 'Override', '{"kind":"Override","gate":"Assessment","codes":["response.options"]}', 'No time', 1,
        '2026-03-01T14:00:00.0000000Z', 'Waiting', NULL, NULL, NULL, 1);
INSERT INTO ProblemHold (Id, ProblemId, Visit, FromOn, UntilOn, EndedOn, Reason, HeldBy, HeldAt) VALUES
    (1, 1, 3, '2026-02-15', '2026-02-20', '2026-02-18', 'Court', 2, '2026-02-15T14:00:00.0000000Z');
INSERT INTO DeadlineExtension (Id, ProblemId, Visit, DueOn, GrantedOn, Reason, GrantedBy, GrantedAt) VALUES
    (1, 1, 3, '2026-04-30', '2026-03-02', 'Lamp is late', 2, '2026-03-02T14:00:00.0000000Z');
UPDATE Problem SET HeldUntil = '2026-05-01', LookOn = '2026-03-01', PartnerSummary = 'Loud music', OpenToPartners = 1 WHERE Id = 1;
INSERT INTO DurabilityCheck (Id, ProblemId, Visit, Finding, Evidence, CheckedBy, CheckedAt) VALUES
    (1, 2, 5, 'Held', 'No calls', 1, '2026-08-10T14:00:00.0000000Z');
UPDATE Stakeholder SET Language = 'Spanish', PreferredChannel = 'Phone', PostalAddress = '3 Alder Street', PhoneKey = '5550100',
    EmailKey = 'DANA@HOME.EXAMPLE', ConsentOn = '2026-01-05', ConsentScope = 'OwnActions', ConsentWithdrawnOn = '2026-03-05',
    SafeContact = 'Not at home', Shareable = 'Name';
INSERT INTO Stakeholder (Id, Name, NameKey, Kind, CreatedAt, MergedIntoId) VALUES (2, 'D. Quill', 'D. QUILL', 'Resident',
        '2026-01-05T14:00:00.0000000Z', 1);
UPDATE ProblemAction SET OwnerAnswer = 'Declined', OwnerAnswerReason = 'No budget', OwnerAnsweredAt = '2026-03-01T14:00:00.0000000Z',
    ReportedDoneOn = '2026-03-02', ReportedAt = '2026-03-02T14:00:00.0000000Z', ReturnedBecause = 'Still dark' WHERE Id = 1;
INSERT INTO ActionComment (Id, ActionId, AttachmentId, PersonId, Body, At) VALUES (1, 1, 1, 4, 'The lamp is ordered.',
        '2026-03-01T14:00:00.0000000Z');
INSERT INTO ActionPhoto (Id, ActionId, AttachmentId, PersonId, Caption, Width, Height, Content, At) VALUES
    (1, 1, 1, 4, 'The lamp', 1, 1, X'FFD8FFE0', '2026-03-01T14:00:00.0000000Z');
INSERT INTO ActionLink (Id, ActionId, AttachmentId, Digest, CreatedAt, CreatedBy, ExpiresAt, WithdrawnAt) VALUES
    (1, 1, 1, 'digest 1', '2026-03-01T14:00:00.0000000Z', 1, '2026-04-01T14:00:00.0000000Z', '2026-03-02T14:00:00.0000000Z');
INSERT INTO Nudge (Id, DedupeKey, Rung, ProblemId, Visit, DueOn, RaisedAt, Occurrence, ActionId, ApprovalRequestId, AttachmentId,
        MailedAt) VALUES
    (3, 'action:1:3:2026-03-20:DueSoon:1', 'DueSoon', 1, 3, '2026-03-20', '2026-03-15T14:00:00.0000000Z', 1, 1, NULL, 1,
        '2026-03-15T15:00:00.0000000Z'),
    (4, 'approval:2:3:2026-03-04:ApprovalWaiting:0', 'ApprovalWaiting', 1, 3, '2026-03-04', '2026-03-04T14:00:00.0000000Z', 0,
        NULL, 2, NULL, NULL);
INSERT INTO NudgeRecipient (PersonId, NudgeId, SeenAt, SnoozedUntil, SnoozeReason, DoneAt, MailedAt) VALUES
    (2, 4, NULL, '2026-03-10', 'On leave', '2026-03-11T14:00:00.0000000Z', '2026-03-05T14:00:00.0000000Z');
INSERT INTO Outbox (Id, DedupeKey, Recipient, Subject, Body, CreatedAt, NextAttemptAt, Html, PersonId, StakeholderId, Secret,
        Unsubscribe, DiscardedAt) VALUES
    (3, 'mail 3', 'dana@home.example', 'Your action', 'See the link.', '2026-03-17T14:00:00.0000000Z', '2026-03-17T14:00:00.0000000Z',
        '<p>See the link.</p>', 4, 1, 'sealed', '/me', '2026-03-18T14:00:00.0000000Z');

-- 0003
INSERT INTO Worksheet (ProblemId, Kind, Body, Version, SavedBy, SavedAt) VALUES
    (2, 'Assessment', '{"scores":{"scanning":{"points":8},"analysis":{"points":7},"response":{"points":6},"assessment":{"points":9}}}', 1,
        1,
        '2026-02-09T14:00:00.0000000Z');
UPDATE Problem SET ScanningScore = 8, AnalysisScore = 7, ResponseScore = 6, AssessmentScore = 9 WHERE Id = 2;
INSERT INTO ProblemObjective (ProblemId, ObjectiveKey, Measure, Kind, Unit, Direction, BaselineValue, TargetValue, TargetDate,
        AfterValue) VALUES
    (2, 'o1', 'Thefts', 'Crime', 'thefts', 'Decrease', 12, 6, '2026-06-30', 4);
UPDATE Person SET WeeklyBriefing = 1 WHERE Id = 3;
INSERT INTO OutboxPicture (OutboxId, Name, Content) VALUES (2, 'chart', X'89504E47');
INSERT INTO WaivedCode (GateOverrideId, Code) VALUES (1, 'plan.objectives');

-- 0004
INSERT INTO ImportRun (Id, Kind, FileName, StartedAt, LeaseUntil, State, PersonId, StoredAs, FileHash, FileBytes, Map, Attempt, BeganAt,
    BytesRead, EndedAt, Failure, Changed, Moved, PlacedTo) VALUES
    (2, 'Neighborhoods', 'areas.json', '2026-04-03T14:00:00.0000000Z', '2026-04-03T14:05:00.0000000Z', 'Cancelled', 1, 'file', 'hash', 90,
        NULL, 2, '2026-04-03T14:00:00.0000000Z', 45, '2026-04-03T14:01:00.0000000Z', 'Stopped.', 1, 1, 1),
    (3, 'Incidents', 'more.csv', '2026-04-03T14:00:00.0000000Z', '2026-04-03T14:05:00.0000000Z', 'Failed', 1, NULL, 'hash 3', 90,
        '{"columns":{"occurred":"at"}}', 1, '2026-04-03T14:00:00.0000000Z', 45, '2026-04-03T14:01:00.0000000Z', 'Stopped.', 0, 0, NULL);
INSERT INTO ImportRejection (Id, ImportRunId, Line, Reason) VALUES (1, 1, 3, 'The date is missing.');
INSERT INTO SavedMap (Id, Name, NameKey, Body, SavedBy, SavedAt) VALUES
    (1, 'Calls', 'CALLS', '{"columns":{"occurred":"at"}}', 1, '2026-04-03T14:00:00.0000000Z');
UPDATE Category SET Nibrs = '23F' WHERE Code = 'theft-from-vehicle';

-- 0005
INSERT INTO ProblemText (ProblemId, Words) VALUES (1, ' NOISE BEHIND THE BAR ');
INSERT INTO StakeholderText (StakeholderId, Words) VALUES (1, ' DANA QUILL ');
INSERT INTO IncidentText (IncidentId, Words) VALUES (1, ' LOUD MUSIC ');
INSERT INTO SavedFilter (Id, PersonId, Name, NameKey, Filter, Shared, CreatedAt, Version) VALUES
    (1, 1, 'Friday nights', 'FRIDAY NIGHTS', '{"categoryCode":"noise"}', 1, '2026-04-03T14:00:00.0000000Z', 1);

-- 0008
INSERT INTO OneTimeLink (Purpose, SubjectId, HolderId, Digest, CreatedAt, CreatedBy, ExpiresAt, WithdrawnAt) VALUES
    ('ActionOwner', 1, 1, 'digest 2', '2026-04-01T14:00:00.0000000Z', 1, '2026-05-01T14:00:00.0000000Z', '2026-04-02T14:00:00.0000000Z');

-- 0012
INSERT INTO Session (Id, PersonId, Digest, Device, Origin, CreatedAt, LastSeenAt, EndedAt) VALUES
    (1, 1, 'digest', 'Firefox on Windows', '10.0.0.7', '2026-05-01T14:00:00.0000000Z', '2026-05-01T14:20:00.0000000Z',
        '2026-05-01T15:00:00.0000000Z');
INSERT INTO SignInFailure (Id, AccountKey, Origin, At) VALUES (1, 'digest', '10.0.0.7', '2026-05-01T14:00:00.0000000Z');
UPDATE ApiToken SET LastUsedAt = '2026-05-01T14:00:00.0000000Z';

-- 0013
UPDATE Person SET MustChangePassword = 1 WHERE Id = 4;

-- 0014
INSERT INTO AuthenticatorApp (PersonId, Secret, LastStep, AddedAt) VALUES (1, 'sealed', 59300000, '2026-05-02T14:00:00.0000000Z');
INSERT INTO Passkey (Id, PersonId, Name, CredentialId, CredentialDigest, PublicKey, SignCount, AddedAt, LastUsedAt) VALUES
    (1, 2, 'Phone', 'credential', 'digest', 'key', 3, '2026-05-02T14:00:00.0000000Z', '2026-05-03T14:00:00.0000000Z');
INSERT INTO RecoveryCode (Id, PersonId, Digest, UsedAt) VALUES (1, 1, 'digest', '2026-05-03T14:00:00.0000000Z');
INSERT INTO AnsweredChallenge (Digest, At) VALUES ('digest', '2026-05-03T14:00:00.0000000Z');
UPDATE Session SET SecondFactor = 'App';
UPDATE Person SET SecondFactorAskedAt = '2026-05-02T14:00:00.0000000Z' WHERE Id = 1;

-- 0015
INSERT INTO SignOnIdentity (Id, PersonId, Issuer, Subject, LinkedAt) VALUES
    (1, 1, 'https://login.city.example', 'subject', '2026-05-04T14:00:00.0000000Z');

-- 0016
UPDATE Neighborhood SET Active = 0 WHERE Id = 1;
INSERT INTO Neighborhood (Name, NameKey, IsUnassigned) VALUES ('Not assigned', '', 1);
INSERT INTO AgencyLogo (Id, Content, Width, Height, Digest) VALUES (1, X'89504E47', 40, 30, 'digest');

-- 0017
INSERT INTO AuditSeal (Number, AuditEntryId, SealedAt, Salt, PayloadDigest, Hash)
    SELECT 1, MIN(Id), '2026-05-05T14:00:00.0000000Z', 'salt', 'digest', 'hash' FROM AuditEntry;
INSERT INTO AuditEntry (Id, At, PersonId, Origin, Event, Summary, AfterJson) VALUES
    (1000, '2026-05-05T14:10:00.0000000Z', 1, '10.0.0.7', 'audit.purged', NULL, '{"reason":"Retention","count":1,"rows":"1"}');
UPDATE AuditEntry SET PurgedBy = 1000, Summary = NULL, BeforeJson = NULL, AfterJson = NULL WHERE Id = 1;

-- 0018
INSERT INTO Webhook (Id, Name, Address, Moves, Nudges, Secret, SecretBefore, SecretBeforeUntil, LeaseUntil, WarnedAt, CreatedAt) VALUES
    (1, 'Dashboard', 'https://dashboard.city.example/hook', 1, 0, 'secret', 'before', '2026-05-07T14:00:00.0000000Z',
        '2026-05-06T14:00:00.0000000Z', '2026-05-06T14:00:00.0000000Z', '2026-05-06T14:00:00.0000000Z');
INSERT INTO WebhookDelivery (Id, WebhookId, MessageId, Type, ProblemId, OccurredAt, Data, NextAttemptAt, DeliveredAt, ParkedAt, LastError)
    VALUES (1, 1, 'msg_1', 'problem.moved', 1, '2026-05-06T14:00:00.0000000Z', '{}', '2026-05-06T14:00:00.0000000Z',
        '2026-05-06T14:00:00.0000000Z', '2026-05-06T14:00:00.0000000Z', 'error');

-- 0019
INSERT INTO EmailChange (Id, PersonId, OldEmail, NewEmail, OldAddressReason, RequestedBy, RequestedAt, ExpiresAt, OldConfirmedAt,
    NewConfirmedAt, EndedAt) VALUES
    (1, 1, 'old@test.example', 'new@test.example', 'The mailbox is gone', 1, '2026-05-06T14:00:00.0000000Z',
        '2026-05-09T14:00:00.0000000Z', '2026-05-06T15:00:00.0000000Z', '2026-05-06T16:00:00.0000000Z', '2026-05-06T16:00:00.0000000Z');
INSERT INTO Assignment (Id, PersonId, NeighborhoodId, FromOn, ToOn) VALUES (1, 1, 1, '2026-05-01', '2026-05-31');
UPDATE Person SET PublicName = 'Officer A. Moss' WHERE Id = 1;

-- 0020
INSERT INTO LegalHold (Id, Covers, SubjectId, Reason, Reference, SetBy, SetAt, EndedBy, EndedAt, EndReason) VALUES
    (1, 'Problem', 1, 'Lawsuit', 'Docket 7', 1, '2026-05-06T14:00:00.0000000Z', 1, '2026-05-07T14:00:00.0000000Z', 'Settled');
INSERT INTO RetentionDecision (Id, Kind, SubjectId, State, Reason, KeepUntil, ProposedBy, ProposedAt, ApprovedBy, ApprovedAt) VALUES
    (1, 'problem', 1, 'Kept', 'Research', '2027-05-06', 1, '2026-05-06T14:00:00.0000000Z', 2, '2026-05-06T15:00:00.0000000Z');
INSERT INTO PurgeCertificate (Id, Kind, SubjectId, Label, Subjects, Records, Counts, Files, AuditTexts, Years, Reference, ProposedBy,
    ProposedAt, ApprovedBy, ApprovedAt, PurgedOn, PurgedAt, AuditEntryId, OverwrittenAt) VALUES
    (1, 'problem', 900, 'P-2020-0001', '900', 1, '[]', '[]', 4, 5, 'Schedule 12', 1, '2026-05-06T14:00:00.0000000Z', 2,
        '2026-05-06T15:00:00.0000000Z', '2026-05-06', '2026-05-06T15:05:00.0000000Z', 1000, '2026-05-06T15:06:00.0000000Z');
INSERT INTO PurgedFile (Id, CertificateId, Folder, Name, DeletedAt) VALUES (1, 1, 'mail', '900.eml', '2026-05-06T15:06:00.0000000Z');

-- 0021
INSERT INTO RecordsRequest (Id, ForYear, Ordinal, Number, Requester, Wording, ReceivedOn, DueOn, Salt, CreatedAt, CreatedBy,
    TouchedAt) VALUES
    (1, 2026, 1, 'R-2026-0001', 'The Courier', 'Everything', '2026-05-06', '2026-05-13',
        '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef', '2026-05-06T14:00:00.0000000Z', 1,
        '2026-05-06T14:00:00.0000000Z');
INSERT INTO RecordsRequestProblem (RequestId, ProblemId, AddedAt, AddedBy) VALUES (1, 1, '2026-05-06T14:00:00.0000000Z', 1);
INSERT INTO FieldDecision (Id, RequestId, ProblemId, FieldKey, Digest, Choice, ReasonCode, DecidedAt, DecidedBy) VALUES
    (1, 1, 1, 'details.title', 'digest', 'Redact', 'PRIVACY', '2026-05-06T14:00:00.0000000Z', 1);
INSERT INTO RedactedPassage (Id, FieldDecisionId, Text, ReasonCode) VALUES (1, 1, 'words', 'PRIVACY');
INSERT INTO RecordsRelease (Id, RequestId, ReleasedAt, ReleasedBy, StoredAs, Bytes, Sha256, Proof) VALUES
    (1, 1, '2026-05-07T14:00:00.0000000Z', 2, 'file.zip', 10, 'hash',
        '{"request":"R-2026-0001","madeAt":"2026-05-07T14:00:00Z","wholes":0,"passages":0,"parts":0,"forms":[],"terms":[],' ||
        '"notSearched":[],"nameParts":0,"pictures":0,"files":[],"archive":{"name":"R-2026-0001.zip","bytes":10,"sha256":"hash"}}');
UPDATE ReasonCode SET Law = 'Section 1' WHERE Code = 'PRIVACY';

-- 0022
INSERT INTO OutboxProblem (OutboxId, Number) VALUES (1, 'P-2026-0001');

-- 0023
INSERT INTO PersonUpdate (Id, PersonId, ProblemId, EntryId, Kind, ActionId, SeenAt, MailedAt) VALUES
    (1, 1, 1, (SELECT MIN(Id) FROM AuditEntry), 'MyAction', (SELECT MIN(Id) FROM ProblemAction), '2026-05-06T14:00:00.0000000Z',
        '2026-05-06T14:01:00.0000000Z');
INSERT INTO ProblemWatch (ProblemId, PersonId, Watching) VALUES (1, 1, 1);
INSERT INTO UpdateChoice (PersonId, Kind, Way) VALUES (1, 'Moved', 'Daily');

-- 0024
INSERT INTO WorksheetDraft (ProblemId, Kind, PersonId, Version, Fields, KeptAt) VALUES
    (1, 'Scanning', 1, 1, '{"Sheet.Harms":["Loss"]}', '2026-05-06T14:00:00.0000000Z');
INSERT INTO WorksheetVersion (ProblemId, Kind, Version, Body) VALUES (1, 'Scanning', 0, '{}');

-- 0025
UPDATE Problem SET PublicTitle = 'Noise at night' WHERE Id = 1;

-- 0026
UPDATE Incident SET Address = '1 Elm Street' WHERE Id = 1;

-- 0027
INSERT INTO Street (Id, Name, Line) VALUES (1, 'Elm Street', '{"type":"MultiLineString","coordinates":[[[-90,40],[-89,41]]]}');

-- 0028
INSERT INTO SavedView (Id, PersonId, Name, NameKey, Filter, Shared, CreatedAt, Version) VALUES
    (1, 1, 'Overdue here', 'OVERDUE HERE', '{"overdue":true}', 1, '2026-05-08T14:00:00.0000000Z', 1);

-- 0029
UPDATE ProblemAction SET AlternativeKey = 'a1' WHERE Id = 1;

-- 0030
UPDATE Stakeholder SET EmailLanguage = 'es' WHERE Id = 1;
UPDATE Outbox SET Language = 'es' WHERE Id = 1;

-- 0031
INSERT INTO ProblemFile (Id, ProblemId, Visit, NoteId, ActionId, Kind, Name, Caption, Bytes, Hash, Width, Height, StoredAs, AddedBy,
    AddedAt, Version) VALUES
    (1, 1, 1, (SELECT MIN(Id) FROM ProblemNote), (SELECT MIN(Id) FROM ProblemAction), 'Picture', 'Lamp.jpg', 'The lamp', 3,
        'f00d', 40, 20, '0123456789abcdef0123456789abcdef', 1, '2026-05-09T14:00:00.0000000Z', 1);

-- 0032
INSERT INTO TemporaryHandover (Id, ProblemId, ActionId, FromPersonId, ToPersonId, ReturnOn, Reason, HandedBy, HandedAt, EndedAt,
    Outcome) VALUES
    (1, 1, 1, 1, 2, '2026-05-20', 'Leave', 2, '2026-05-08T14:00:00.0000000Z', '2026-05-20T14:00:00.0000000Z', 'Returned');
UPDATE PersonUpdate SET HeadId = 1 WHERE Id = 1;

-- 0033
INSERT INTO CalendarAddress (PersonId, Digest, CreatedAt) VALUES (1, 'digest', '2026-05-08T14:00:00.0000000Z');

-- 0034
INSERT INTO WithdrawnPlan (Id, ProblemId, Visit, StartedAt, StartedOn, StartedBy, Note, Hash, Sheet, Actions, WithdrawnAt, WithdrawnBy)
    VALUES (1, 1, 3, '2026-05-06T14:00:00.0000000Z', '2026-05-06', 2, 'Agreed', 'hash', '{}', '[]', '2026-05-06T14:00:30.0000000Z', 2);

-- 0035
UPDATE ImportRejection SET Kind = 'NoDate' WHERE Id = 1;
UPDATE ImportRun SET Outcome = '{"faults":[{"kind":"NoDate","rows":1}],"otherWords":[],"outside":0}' WHERE Id = 1;

-- 0036
UPDATE Neighborhood SET FirstDay = '2020-01-01', LastDay = '2026-06-30' WHERE Id = 1;
INSERT INTO Neighborhood (Id, Name, NameKey) VALUES (9, 'Alder North', 'ALDER NORTH');
INSERT INTO NeighborhoodBoundary (Id, NeighborhoodId, LastDay, Boundary) VALUES
    (1, 1, '2025-12-31', '{"type":"Polygon","coordinates":[[[-84.5,39.1],[-84.4,39.1],[-84.4,39.2],[-84.5,39.1]]]}');
INSERT INTO NeighborhoodName (Id, NeighborhoodId, Name, NameKey, RenamedAt) VALUES
    (1, 1, 'Alder', 'ALDER', '2026-05-09T14:00:00.0000000Z');
INSERT INTO NeighborhoodSuccession (Id, EndedId, FollowerId, FirstDay) VALUES (1, 1, 9, '2026-07-01');
INSERT INTO NeighborhoodOverlap (Id, WinnerId, OtherId) VALUES (1, 9, 1);

-- 0038
INSERT INTO IncidentChange (Id, ImportRunId, IncidentId, DedupeKey, OccurredFrom, OccurredTo, TimePrecision, LocalDate, LocalHour,
    LocalWeekday, CategoryCode, SourceCategory, Latitude, Longitude, Address)
    SELECT 1, ImportRunId, Id, 'earlier', OccurredFrom, OccurredTo, TimePrecision, LocalDate, 3, LocalWeekday, CategoryCode, 'LARCENY',
        39.1, -84.5, '2 Elm Street' FROM Incident WHERE Id = 1;

-- 0041
INSERT INTO ConcernSeries (ForYear, LastNumber) VALUES (2026, 1);
INSERT INTO Concern (Id, Number, Status, CategoryCode, Description, Address, Latitude, Longitude, NeighborhoodId, HappenedOn, Frequency,
    TimesOfDay, ReporterName, Email, EmailKey, Phone, MayCall, MayAnswer, MayAttach, VerifiedAt, Language, ReceivedAt, AcknowledgeBy,
    DecideBy, DueOn, AcknowledgedAt, AcknowledgedBy, DecidedAt, DecidedBy, Reason, ProblemId, MergedIntoId, AwaitsReply,
    TouchedAt, Version) VALUES
    (2, 'C-2026-0002', 'New', 'noise', 'Music', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, 0, NULL, 'en',
        '2026-05-10T14:00:00.0000000Z', '2026-05-12', '2026-05-22', '2026-05-12', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0,
        '2026-05-10T14:00:00.0000000Z', 1),
    (1, 'C-2026-0001', 'Closed', 'noise', 'Loud music', '1 Elm Street', 39.1, -84.5, 1, '2026-05-09', 'EveryWeek', 'Friday nights',
        'Rosa Quill', 'rosa@home.example', 'ROSA@HOME.EXAMPLE', '555-0111', 1, 1, 1, '2026-05-10T14:00:00.0000000Z', 'es',
        '2026-05-10T14:00:00.0000000Z', '2026-05-12', '2026-05-22', '2026-05-22', '2026-05-11T14:00:00.0000000Z', 1,
        '2026-05-11T15:00:00.0000000Z', 2, 'Solved', 1, 2, 1, '2026-05-11T15:00:00.0000000Z', 3);
INSERT INTO ConcernMessage (Id, ConcernId, SentAt, PersonId, Body) VALUES (1, 1, '2026-05-11T14:00:00.0000000Z', 1, 'Which bar?');
INSERT INTO ConcernDraft (Id, Digest, Body, TouchedAt, ConcernId) VALUES (1, 'digest', '{}', '2026-05-10T14:00:00.0000000Z', 1);
INSERT INTO ConcernPhoto (Id, DraftId, ConcernId, AddedAt, Width, Height, Content) VALUES
    (1, 1, 1, '2026-05-10T14:00:00.0000000Z', 4, 3, X'FFD8FF');

-- 0042
INSERT INTO Publication (ProblemId, Texts, ObjectiveKey, PublishedAt, NewsAt, ChangedAt, ChangedBy, WithdrawnAt, Version) VALUES
    (1, '[{"language":"en","title":"Noise","place":"100 block of Elm Street","youSaid":"Loud","weDid":null,"measure":null}]', 'o1',
        '2026-05-12T14:00:00.0000000Z', '2026-05-12T14:00:00.0000000Z', '2026-05-13T14:00:00.0000000Z', 1,
        '2026-05-14T14:00:00.0000000Z', 3);
INSERT INTO Bulletin (Id, NeighborhoodId, Texts, Status, WrittenBy, WrittenAt, DecidedBy, DecidedAt, Reason, NewsAt, Version) VALUES
    (1, 1, '[{"language":"en","title":"Lock your car","body":"Thefts rose."}]', 'Withdrawn', 1, '2026-05-12T14:00:00.0000000Z', 2,
        '2026-05-13T14:00:00.0000000Z', 'Too long', '2026-05-13T14:00:00.0000000Z', 3);
INSERT INTO Subscription (Id, Email, EmailKey, NeighborhoodId, CategoryCode, Pace, Language, CreatedAt, ConfirmedAt, SentUpTo) VALUES
    (1, 'rosa@home.example', 'ROSA@HOME.EXAMPLE', 1, 'noise', 'Weekly', 'es', '2026-05-12T14:00:00.0000000Z',
        '2026-05-12T15:00:00.0000000Z', '2026-05-12T14:00:00.0000000Z');
UPDATE Concern SET SaysProblemId = 1, SaysConcernId = 2, ReferredTo = 'Sanitation', ReferredAt = '2026-05-11T14:00:00.0000000Z',
    ReferralAnswer = 'Picked up' WHERE Id = 1;
UPDATE Outbox SET OneClick = 1 WHERE Id = 1;

-- 0043
UPDATE Concern SET SentBy = 'FixMyStreet', MediaUrl = 'https://photos.example/1.jpg' WHERE Id = 1;
INSERT INTO Open311Key (Id, Name, Contact, Digest, PerMinute, CreatedAt, LastUsedAt, RevokedAt) VALUES
    (1, 'FixMyStreet', 'dev@fixmystreet.example', 'digest', 60, '2026-05-10T14:00:00.0000000Z', '2026-05-10T14:00:00.0000000Z',
        '2026-05-11T14:00:00.0000000Z');
INSERT INTO Open311Sent (KeyId, ExternalId, ConcernId) VALUES (1, '4711', 1);
INSERT INTO Open311Feed (Id, Name, Address, JurisdictionId, IsJson, IsOn, Services, PulledUntil, LastRunAt, LastError, LastAdded, Version)
    VALUES (1, 'Rivertown', 'https://rivertown.example/open311/v2', 'rivertown.example', 1, 1, '[]', '2026-05-10T14:00:00.0000000Z',
        '2026-05-10T14:00:00.0000000Z', 'No connection', 3, 2);
INSERT INTO Open311Pulled (FeedId, ExternalId, ConcernId) VALUES (1, '12', 1);

-- 0044
INSERT INTO Survey (Id, Title, NeighborhoodId, ProblemId, Questions, IsLocked, CreatedAt, CreatedBy, Version) VALUES
    (1, 'Safety in Alder', 1, 1,
        '[{"key":"q1","component":"Safety","measure":"Fear","texts":{"en":"Do you feel safe?"}}]', 1,
        '2026-05-10T14:00:00.0000000Z', 1, 2);
INSERT INTO SurveyWave (Id, SurveyId, Phase, Area, Place, Population, OpensOn, ClosesOn, ClosedOn, PosterToken, Slips, Posters, Tablets,
    Version) VALUES (1, 1, 'Before', 'Response', 'Alder', 900, '2026-05-10', '2026-05-24', '2026-05-24', 'poster', 3, 2, 1, 2);
INSERT INTO SurveyInvitation (Digest, WaveId, Mode, UsedOn) VALUES ('digest', 1, 'Slip', '2026-05-11');
INSERT INTO SurveyDraft (Digest, Body) VALUES ('digest', '{"q1":4}');
INSERT INTO SurveyAnswer (Id, WaveId, Mode, Body) VALUES ('random', 1, 'Tablet', '{"q1":5}');

-- 0045
INSERT INTO Engagement (Id, Kind, HappenedAt, HappenedOn, Minutes, NeighborhoodId, CategoryCode, People, Heard, LoggedBy, LoggedAt, Version)
    VALUES (1, 'FootPatrol', '2026-05-12T14:00:00.0000000Z', '2026-05-12', 40, 1, 'noise', 12, 'Loud music on Fridays', 1,
        '2026-05-12T15:00:00.0000000Z', 2);

-- 0046
INSERT INTO Meeting (Id, Kind, NeighborhoodId, StartsAt, StartsOn, EndsAt, Place, Texts, IsPublic, CanceledAt, CancelReason, NewsAt,
    PlannedBy, PlannedAt, ChangedAt, Version) VALUES
    (1, 'Meeting', 1, '2026-05-20T22:00:00.0000000Z', '2026-05-20', '2026-05-20T23:30:00.0000000Z', 'Library, 12 Elm Street',
        '[{"language":"en","title":"Noise at night","agenda":"What changed"}]', 1, '2026-05-19T14:00:00.0000000Z', 'Storm',
        '2026-05-19T14:00:00.0000000Z', 1, '2026-05-12T14:00:00.0000000Z', '2026-05-19T14:00:00.0000000Z', 2);
UPDATE Engagement SET MeetingId = 1 WHERE Id = 1;
INSERT INTO Commitment (Id, MeetingId, EngagementId, Description, OwnerId, DueOn, DoneAt, Outcome, ActionId, GivenBy, GivenAt, LookOn,
    Version) VALUES
    (1, 1, 1, 'Ask for a street light', 1, '2026-05-30', '2026-05-29T14:00:00.0000000Z', 'It was put up', 1, 2,
        '2026-05-20T23:30:00.0000000Z', '2026-05-27', 3);
UPDATE Nudge SET CommitmentId = 1 WHERE Id = 1;

-- 0047
UPDATE Neighborhood SET Population = 8200 WHERE Id = 1;

-- 0048
UPDATE Concern SET Channel = 'Phone', EnteredBy = 1, ErasedAt = '2026-05-12T14:00:00.0000000Z',
    OverwrittenAt = '2026-05-12T14:05:00.0000000Z', PlaceKey = '400 BLOCK OF TANNER STREET',
    IsPlaced = 1 WHERE Id = 1;
INSERT INTO RepeatComplaint (Id, Place, RaisedAt, Decision, Reason, ProblemId, DecidedAt, DecidedBy, Version) VALUES
    (1, '400 block of Tanner Street', '2026-05-11T14:00:00.0000000Z', 'NoCase', 'One party', 1, '2026-05-12T14:00:00.0000000Z', 1, 2);
INSERT INTO RepeatComplaintConcern (RepeatId, ConcernId) VALUES (1, 1);
INSERT INTO ConcernReminder (Id, DedupeKey, PersonId, Kind, ConcernId, RepeatId, DueOn, RaisedAt, MailedAt) VALUES
    (1, 'Overdue:1', 1, 'Overdue', 1, 1, '2026-05-12', '2026-05-13T14:00:00.0000000Z', '2026-05-13T15:00:00.0000000Z');
INSERT INTO ConcernText (ConcernId, Words) VALUES (1, ' LOUD MUSIC ');

-- 0049
UPDATE Category SET Names = '{"es":"Ruido"}' WHERE Code = 'noise';

-- 0050
UPDATE Concern SET EngagementId = 1 WHERE Id = 1;

-- 0051
INSERT INTO Signal (Id, Kind, SignalKey, CategoryCode, NeighborhoodId, Place, Latitude, Longitude, Radius, FromDay, ToDay, Observed,
    Expected, Low, High, Chance, Strength, Years, FilterJson, DetailsJson, FirstSeenOn, LastSeenOn, GoneOn, LeadId,
    KnownProblemId, Decision, Reason, UntilDay, ProblemId, DecidedAt, DecidedBy, DecidedAtCount, ReturnedOn, Version) VALUES
    (1, 'HotSpot', 'noise|43.56120,-77.54810', 'noise', 1, '40 Tanner Street', 43.5612, -77.5481, 150, '2026-02-10', '2026-05-11', 31, 12.5,
        1.7, 4.1, 0.00001, 500, 1, '{"categoryCode":"noise"}',
        '{"columns":["Area","Incidents"],"rows":[{"label":"Here","values":[31]}],"how":"Counted.","weeksFrom":"2025-02-11","weeks":[1,2]}',
        '2026-05-10', '2026-05-12', '2026-05-20', 1, 1, 'Dismissed', 'Road works', '2026-06-12', 1, '2026-05-12T14:00:00.0000000Z', 1, 31,
        '2026-06-13', 2);
INSERT INTO SignalRun (Id, RunOn, StartedAt, FinishedAt, ThroughDay, Incidents, Tests, Found, SkippedJson) VALUES
    (1, '2026-05-12', '2026-05-12T07:00:00.0000000Z', '2026-05-12T07:01:00.0000000Z', '2026-05-11', 4000, 300, 1,
        '[{"kind":"RisingSeries","what":"All series","why":"No earlier years."}]');

-- 0052
INSERT INTO PlanTest (ProblemId, PlanHash, ComputedAt, ComputedOn, IsFinal, Verdict, ObjectiveKey, HasDisplacement) VALUES
    (1, '8d0e', '2026-05-12T14:00:00.0000000Z', '2026-05-12', 1, 'Improved', 'o1', 1);

-- 0053
INSERT INTO ProblemReport (ProblemId, Section, Text, Version, ChangedBy, ChangedAt) VALUES
    (1, 'Summary', 'Loud nights behind one bar.', 1, 1, '2026-05-12T14:00:00.0000000Z');

-- 0054
INSERT INTO EvidenceSet (ProblemId, FilterJson, ChosenBy, ChosenAt) VALUES
    (1, '{"categoryCode":"noise","neighborhoodId":1}', 1, '2026-05-12T14:00:00.0000000Z');
INSERT INTO Citation (Id, ProblemId, Sheet, Field, RowKey, Panel, FilterJson, Words, Sentence, Figure, CitedOn, CitedBy) VALUES
    (1, 1, 'Analysis', 'Baseline', 'b1', 'Total', '{"categoryCode":"noise","neighborhoodId":1}', 'Noise in Harbor',
        '31 incidents in 91 days.', 31, '2026-05-12', 1);
INSERT INTO Hypothesis (Id, ProblemId, Statement, WrittenBy, WrittenAt, Version) VALUES
    (1, 1, 'The rear exit is open until four.', 1, '2026-05-12T14:00:00.0000000Z', 2);
INSERT INTO HypothesisEvidence (HypothesisId, CitationId, Stance) VALUES (1, 1, 'For');

-- 0055
INSERT INTO ChecklistWalk (Id, ProblemId, Number, Site, WalkedAt, WalkedOn, Residents, Note, FilledBy, FilledAt, WithdrawnBy,
    WithdrawnAt, WithdrawnReason, Version) VALUES
    (1, 1, 1, '12 Alder Street', '2026-05-11T22:00:00.0000000Z', '2026-05-11', 3, 'After dark.', 1, '2026-05-12T14:00:00.0000000Z', 1,
        '2026-05-12T15:00:00.0000000Z', 'Entered twice.', 2);
INSERT INTO ChecklistAnswer (WalkId, ItemId, Position, Item, Extent, Remark) VALUES (1, 1, 1, 'Litter', 'Some', 'By the rear exit.');
UPDATE ChecklistItem SET Name = 'Litter or trash', Position = 11, Active = 0 WHERE Id = 1;
UPDATE ProblemFile SET WalkId = 1 WHERE Id = 1;

-- 0056
INSERT INTO ManualSeries (Id, ProblemId, Name, Source, MoreIsBetter, Numbers, ChangedBy, ChangedAt, Version) VALUES
    (1, 1, 'Bags of litter', 'Parks department', 1, '2026-01-01 12', 1, '2026-05-12T14:00:00.0000000Z', 2);

-- 0057
UPDATE Category SET Confidential = 1 WHERE Code = 'drugs';

-- 0058
INSERT INTO Beat (Id, Name, NameKey) VALUES (1, 'Beat 3', 'BEAT 3');
INSERT INTO PatrolUnit (Id, Name, NameKey) VALUES (1, '2A12', '2A12');
INSERT INTO ServiceCall (Id, ImportRunId, DedupeKey, CallKey, Number, CallType, Priority, Address, Latitude, Longitude, CreatedAt,
    LocalDate, UnitId, DispatchedAt, EnRouteAt, ArrivedAt, ClearedAt, BusyFrom, BusyTo, Disposition, IsSelfInitiated) VALUES
    (1, 1, '0123456789abcdef0123456789abcdef', 'cad:26-0001', '26-0001', 'Noise', '3', '12 Alder Street', 39.15, -84.45,
        '2026-05-12T14:00:00.0000000Z', '2026-05-12', 1, '2026-05-12T14:02:00.0000000Z', '2026-05-12T14:03:00.0000000Z',
        '2026-05-12T14:09:00.0000000Z', '2026-05-12T14:40:00.0000000Z', '2026-05-12T14:02:00.0000000Z', '2026-05-12T14:40:00.0000000Z',
        'Report taken', 1);
INSERT INTO UnitShift (Id, ImportRunId, DedupeKey, UnitId, BeatId, Officer, FromAt, ToAt) VALUES
    (1, 1, '0123456789abcdef0123456789abcdef', 1, 1, 'Dana Merrow', '2026-05-12T11:00:00.0000000Z', '2026-05-12T21:00:00.0000000Z');

-- 0059
UPDATE PatrolUnit SET TakesNoCalls = 1, Qualifications = 'Bicycle, Radar', Version = 2 WHERE Id = 1;
INSERT INTO UnitMember (UnitId, PersonId) VALUES (1, 1);
INSERT INTO DirectedTask (Id, ProblemId, ActionId, Title, Instructions, Place, Latitude, Longitude, Minutes, TimesPerWeek, Weekdays,
    FromMinute, ToMinute, Qualification, Priority, FirstOn, LastOn, AddedBy, AddedAt, EndedAt, Version) VALUES
    (1, 1, 1, 'Walk the lot', 'Talk to the clerk.', '12 Alder Street', 39.15, -84.45, 30, 3, 'Friday,Saturday', 1320, 120,
        'Bicycle', 'High', '2026-05-12', '2026-08-12', 1, '2026-05-12T14:00:00.0000000Z', '2026-08-13T14:00:00.0000000Z', 2);
INSERT INTO PatrolPlan (Id, WeekOf, PlannedAt, PlannedBy, Score, Greedy, GreedyVisits, Bound, Weeks, LineMinutes,
    CommunityMinutes) VALUES
    (1, '2026-05-11', '2026-05-12T14:00:00.0000000Z', 1, 300, 280, 3, 310, 13, 1200, 600);
INSERT INTO PlanLeftOut (PlanId, TaskId, Visits, Why) VALUES (1, 1, 1, 'NoShift');
INSERT INTO PatrolVisit (Id, TaskId, UnitId, WeekOf, LocalDate, StartsAt, EndsAt, IsPlanned, IsFixed, Chance, ChanceOf, Outcome,
    DoneMinutes, Note, RecordedBy, RecordedAt, Version) VALUES
    (1, 1, 1, '2026-05-11', '2026-05-15', '2026-05-16T02:30:00.0000000Z', '2026-05-16T03:00:00.0000000Z', 1, 1, 0.6, 13, 'Done', 25,
        'Quiet.', 1, '2026-05-16T03:05:00.0000000Z', 2);
