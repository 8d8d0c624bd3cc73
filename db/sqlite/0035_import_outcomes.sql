-- What was wrong with the row: the kind of fault, which also says whether the row was rejected or only a field of it left out.
ALTER TABLE ImportRejection ADD Kind TEXT NOT NULL DEFAULT 'UnreadableRow';
-- As JSON: rows by kind of fault, words that got the default category, places outside every neighborhood. NULL: not counted.
ALTER TABLE ImportRun ADD Outcome TEXT NULL;
