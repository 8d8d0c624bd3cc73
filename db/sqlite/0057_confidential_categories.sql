-- Signals of a confidential category are shown only to those who may view every confidential problem.
ALTER TABLE Category ADD Confidential INTEGER NOT NULL DEFAULT 0;
