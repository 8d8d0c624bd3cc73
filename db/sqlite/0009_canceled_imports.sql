-- The states of an import are spelled as Americans do.
UPDATE ImportRun SET State = 'Canceled' WHERE State = 'Cancelled';
UPDATE ImportRun SET State = 'Canceling' WHERE State = 'Cancelling';
