-- One name per concept: columns, and the members of stored JSON, get the names that pages and the API use.
-- Stored JSON has no space after a colon, and quotation marks within its texts are escaped, so each replacement finds members only.
-- Columns are renamed last: a batch is compiled with the old names.
ALTER TABLE Nudge ALTER COLUMN Rung NVARCHAR(40) NOT NULL;
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
EXEC sp_rename 'Problem.HeldUntil', 'OnHoldUntil', 'COLUMN';
EXEC sp_rename 'Problem.IdentifiedBy', 'Source', 'COLUMN';
EXEC sp_rename 'Problem.Returns', 'MovesBack', 'COLUMN';
EXEC sp_rename 'ProblemAction.Interim', 'UrgentSafetyMeasure', 'COLUMN';
EXEC sp_rename 'ProblemAction.InterimReason', 'UrgentSafetyReason', 'COLUMN';
EXEC sp_rename 'ProblemAction.DroppedBecause', 'DroppedReason', 'COLUMN';
EXEC sp_rename 'ProblemAction.ReturnedBecause', 'ReturnedReason', 'COLUMN';
EXEC sp_rename 'ApprovalRequest.Asked', 'Requested', 'COLUMN';
EXEC sp_rename 'ApprovalRequest.AskedBy', 'RequestedBy', 'COLUMN';
EXEC sp_rename 'ApprovalRequest.AskedAt', 'RequestedAt', 'COLUMN';
EXEC sp_rename 'Nudge.Rung', 'Kind', 'COLUMN';
EXEC sp_rename 'Nudge.ApprovalRequestId', 'RequestId', 'COLUMN';
EXEC sp_rename 'AuditEntry.Deed', 'Event', 'COLUMN';
EXEC sp_rename 'Person.MailChoice', 'EmailChoice', 'COLUMN';
