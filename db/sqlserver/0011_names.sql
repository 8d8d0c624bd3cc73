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
UPDATE AuditEntry SET Deed = 'request.created' WHERE Deed = 'approval.asked';
UPDATE AuditEntry SET Deed = REPLACE(Deed, 'approval.', 'request.') WHERE Deed LIKE 'approval.%';
UPDATE Setting SET Name = 'deliveryOutage' WHERE Name = 'mailTrouble';
UPDATE WaivedCode SET Code = 'response.alternatives' WHERE Code = 'response.options';
UPDATE GateOverride SET Codes = REPLACE(Codes, 'response.options', 'response.alternatives')
WHERE Codes LIKE '%response.options%';
UPDATE ApprovalRequest SET Asked = REPLACE(Asked, '"response.options"', '"response.alternatives"')
WHERE Asked LIKE '%response.options%';
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
    REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(BeforeJson,
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
    AfterJson = REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(AfterJson,
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
        '"mailChoice":', '"emailChoice":');
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
