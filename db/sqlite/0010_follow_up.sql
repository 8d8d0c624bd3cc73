-- The six-month follow-up of a closed problem: sustained, recurred or unknown.
UPDATE DurabilityCheck SET Finding = 'Sustained' WHERE Finding = 'Held';
UPDATE DurabilityCheck SET Finding = 'Recurred' WHERE Finding = 'Returned';
UPDATE Nudge SET Rung = 'FollowUp' WHERE Rung = 'Durability';
