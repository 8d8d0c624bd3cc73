-- One name per concept: columns, and the members of stored JSON, get the names that pages and the API use.
-- Stored JSON has no space after a colon, and quotation marks within its texts are escaped, so each replacement finds members only.
UPDATE Nudge SET Rung = 'EscalatedToSupervisor', DedupeKey = REPLACE(DedupeKey, ':Escalated:', ':EscalatedToSupervisor:')
WHERE Rung = 'Escalated';
UPDATE Nudge SET Rung = 'EscalatedToCommander', DedupeKey = REPLACE(DedupeKey, ':EscalatedToCommand:', ':EscalatedToCommander:')
WHERE Rung = 'EscalatedToCommand';
UPDATE Nudge SET Rung = 'SupervisorAskedToEscalate', DedupeKey = REPLACE(DedupeKey, ':EscalateByHand:', ':SupervisorAskedToEscalate:')
WHERE Rung = 'EscalateByHand';
UPDATE Nudge SET Rung = 'NoActivity', DedupeKey = REPLACE(DedupeKey, ':Quiet:', ':NoActivity:')
WHERE Rung = 'Quiet';
UPDATE Nudge SET Rung = 'RequestWaiting', DedupeKey = REPLACE(DedupeKey, ':ApprovalWaiting:', ':RequestWaiting:')
WHERE Rung = 'ApprovalWaiting';
UPDATE Nudge SET DedupeKey = REPLACE(DedupeKey, ':Durability:', ':FollowUp:') WHERE Rung = 'FollowUp';
UPDATE AuditEntry SET Deed = 'problem.followUp' WHERE Deed = 'problem.durability';
UPDATE AuditEntry SET Deed = 'request.created' WHERE Deed = 'approval.asked';
UPDATE AuditEntry SET Deed = REPLACE(Deed, 'approval.', 'request.') WHERE Deed LIKE 'approval.%';
UPDATE Setting SET Name = 'deliveryOutage' WHERE Name = 'mailTrouble';
UPDATE WaivedCode SET Code = 'response.alternatives' WHERE Code = 'response.options';
UPDATE WaivedCode SET Code = REPLACE(Code, 'scan.', 'scanning.') WHERE Code LIKE 'scan.%';
UPDATE GateOverride SET Codes = REPLACE(REPLACE(Codes, 'response.options', 'response.alternatives'), 'scan.', 'scanning.');
UPDATE ApprovalRequest SET
    Asked = REPLACE(REPLACE(Asked, '"response.options"', '"response.alternatives"'), '"scan.', '"scanning.');
UPDATE Worksheet SET
    Body = REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(Body,
        '"options":', '"alternatives":'),
        '"weighed":', '"prosAndCons":'),
        '"whyNoOutsideAction":', '"noOutsideActionReason":'),
        '"whyNoComparison":', '"noComparisonReason":'),
        '"whyNotComparable":', '"comparableReason":'),
        '"lookedFor":', '"checked":'),
        '"whyNot":', '"notCheckedReason":'),
        '"notRelevantBecause":', '"notRelevantReason":'),
        '"verdictBecause":', '"verdictReason":'),
        '"because":', '"reason":');
UPDATE FrozenPlan SET
    Sheet = REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(Sheet,
        '"options":', '"alternatives":'),
        '"weighed":', '"prosAndCons":'),
        '"whyNoOutsideAction":', '"noOutsideActionReason":'),
        '"whyNoComparison":', '"noComparisonReason":'),
        '"whyNotComparable":', '"comparableReason":'),
        '"lookedFor":', '"checked":'),
        '"whyNot":', '"notCheckedReason":'),
        '"notRelevantBecause":', '"notRelevantReason":'),
        '"verdictBecause":', '"verdictReason":'),
        '"because":', '"reason":');
UPDATE FrozenPlan SET
    Actions = REPLACE(REPLACE(REPLACE(REPLACE(Actions,
        '"interim":', '"urgentSafetyMeasure":'),
        '"interimReason":', '"urgentSafetyReason":'),
        '"droppedBecause":', '"droppedReason":'),
        '"returnedBecause":', '"returnedReason":');
UPDATE Amendment SET
    BeforeJson = REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(BeforeJson,
        '"options":', '"alternatives":'),
        '"weighed":', '"prosAndCons":'),
        '"whyNoOutsideAction":', '"noOutsideActionReason":'),
        '"whyNoComparison":', '"noComparisonReason":'),
        '"whyNotComparable":', '"comparableReason":'),
        '"lookedFor":', '"checked":'),
        '"whyNot":', '"notCheckedReason":'),
        '"notRelevantBecause":', '"notRelevantReason":'),
        '"verdictBecause":', '"verdictReason":'),
        '"because":', '"reason":'),
        '"interim":', '"urgentSafetyMeasure":'),
        '"interimReason":', '"urgentSafetyReason":'),
        '"droppedBecause":', '"droppedReason":'),
        '"returnedBecause":', '"returnedReason":'),
    AfterJson = REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(AfterJson,
        '"options":', '"alternatives":'),
        '"weighed":', '"prosAndCons":'),
        '"whyNoOutsideAction":', '"noOutsideActionReason":'),
        '"whyNoComparison":', '"noComparisonReason":'),
        '"whyNotComparable":', '"comparableReason":'),
        '"lookedFor":', '"checked":'),
        '"whyNot":', '"notCheckedReason":'),
        '"notRelevantBecause":', '"notRelevantReason":'),
        '"verdictBecause":', '"verdictReason":'),
        '"because":', '"reason":'),
        '"interim":', '"urgentSafetyMeasure":'),
        '"interimReason":', '"urgentSafetyReason":'),
        '"droppedBecause":', '"droppedReason":'),
        '"returnedBecause":', '"returnedReason":');
UPDATE AuditEntry SET
    BeforeJson = REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(BeforeJson,
        '"options":', '"alternatives":'),
        '"weighed":', '"prosAndCons":'),
        '"whyNoOutsideAction":', '"noOutsideActionReason":'),
        '"whyNoComparison":', '"noComparisonReason":'),
        '"whyNotComparable":', '"comparableReason":'),
        '"lookedFor":', '"checked":'),
        '"whyNot":', '"notCheckedReason":'),
        '"notRelevantBecause":', '"notRelevantReason":'),
        '"verdictBecause":', '"verdictReason":'),
        '"because":', '"reason":'),
        '"interim":', '"urgentSafetyMeasure":'),
        '"interimReason":', '"urgentSafetyReason":'),
        '"droppedBecause":', '"droppedReason":'),
        '"returnedBecause":', '"returnedReason":'),
        '"identifiedBy":', '"source":'),
        '"heldUntil":', '"onHoldUntil":'),
        '"asked":', '"requested":'),
        '"mailChoice":', '"emailChoice":'),
        '"waived":', '"overridden":'),
        '"approvalRequestId":', '"requestId":'),
    AfterJson = REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(AfterJson,
        '"options":', '"alternatives":'),
        '"weighed":', '"prosAndCons":'),
        '"whyNoOutsideAction":', '"noOutsideActionReason":'),
        '"whyNoComparison":', '"noComparisonReason":'),
        '"whyNotComparable":', '"comparableReason":'),
        '"lookedFor":', '"checked":'),
        '"whyNot":', '"notCheckedReason":'),
        '"notRelevantBecause":', '"notRelevantReason":'),
        '"verdictBecause":', '"verdictReason":'),
        '"because":', '"reason":'),
        '"interim":', '"urgentSafetyMeasure":'),
        '"interimReason":', '"urgentSafetyReason":'),
        '"droppedBecause":', '"droppedReason":'),
        '"returnedBecause":', '"returnedReason":'),
        '"identifiedBy":', '"source":'),
        '"heldUntil":', '"onHoldUntil":'),
        '"asked":', '"requested":'),
        '"mailChoice":', '"emailChoice":'),
        '"waived":', '"overridden":'),
        '"approvalRequestId":', '"requestId":');
UPDATE AuditEntry SET BeforeJson =
    REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(BeforeJson,
        '"response.options"', '"response.alternatives"'),
        '"scan.', '"scanning.'),
        '"rung":"Escalated"', '"kind":"EscalatedToSupervisor"'),
        '"rung":"EscalatedToCommand"', '"kind":"EscalatedToCommander"'),
        '"rung":"EscalateByHand"', '"kind":"SupervisorAskedToEscalate"'),
        '"rung":"Quiet"', '"kind":"NoActivity"'),
        '"rung":"ApprovalWaiting"', '"kind":"RequestWaiting"'),
        '"rung":"Durability"', '"kind":"FollowUp"'),
        '"rung":', '"kind":')
WHERE BeforeJson LIKE '%response.options%' OR BeforeJson LIKE '%scan.%' OR BeforeJson LIKE '%"rung":%';
UPDATE AuditEntry SET AfterJson =
    REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(AfterJson,
        '"response.options"', '"response.alternatives"'),
        '"scan.', '"scanning.'),
        '"rung":"Escalated"', '"kind":"EscalatedToSupervisor"'),
        '"rung":"EscalatedToCommand"', '"kind":"EscalatedToCommander"'),
        '"rung":"EscalateByHand"', '"kind":"SupervisorAskedToEscalate"'),
        '"rung":"Quiet"', '"kind":"NoActivity"'),
        '"rung":"ApprovalWaiting"', '"kind":"RequestWaiting"'),
        '"rung":"Durability"', '"kind":"FollowUp"'),
        '"rung":', '"kind":')
WHERE AfterJson LIKE '%response.options%' OR AfterJson LIKE '%scan.%' OR AfterJson LIKE '%"rung":%';
ALTER TABLE Problem RENAME COLUMN HeldUntil TO OnHoldUntil;
ALTER TABLE Problem RENAME COLUMN IdentifiedBy TO Source;
ALTER TABLE Problem RENAME COLUMN Returns TO MovesBack;
ALTER TABLE ProblemAction RENAME COLUMN Interim TO UrgentSafetyMeasure;
ALTER TABLE ProblemAction RENAME COLUMN InterimReason TO UrgentSafetyReason;
ALTER TABLE ProblemAction RENAME COLUMN DroppedBecause TO DroppedReason;
ALTER TABLE ProblemAction RENAME COLUMN ReturnedBecause TO ReturnedReason;
ALTER TABLE ApprovalRequest RENAME COLUMN Asked TO Requested;
ALTER TABLE ApprovalRequest RENAME COLUMN AskedBy TO RequestedBy;
ALTER TABLE ApprovalRequest RENAME COLUMN AskedAt TO RequestedAt;
ALTER TABLE Nudge RENAME COLUMN Rung TO Kind;
ALTER TABLE Nudge RENAME COLUMN ApprovalRequestId TO RequestId;
ALTER TABLE AuditEntry RENAME COLUMN Deed TO Event;
ALTER TABLE Person RENAME COLUMN MailChoice TO EmailChoice;
