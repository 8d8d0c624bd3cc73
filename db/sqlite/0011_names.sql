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
