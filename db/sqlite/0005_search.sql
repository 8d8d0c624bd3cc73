-- The words by which records are found, in upper case and without accents, one blank between them and one at each end; ¶ stands between two
-- texts, so that no phrase spans them. Written by C# with the record; what is here is brought into the index by the triggers below.
CREATE TABLE ProblemText (
    ProblemId INTEGER NOT NULL CONSTRAINT PK_ProblemText PRIMARY KEY REFERENCES Problem (Id) ON DELETE CASCADE,
    Words TEXT NOT NULL
);
CREATE TABLE StakeholderText (
    StakeholderId INTEGER NOT NULL CONSTRAINT PK_StakeholderText PRIMARY KEY REFERENCES Stakeholder (Id) ON DELETE CASCADE,
    Words TEXT NOT NULL
);
CREATE TABLE IncidentText (
    IncidentId INTEGER NOT NULL CONSTRAINT PK_IncidentText PRIMARY KEY REFERENCES Incident (Id) ON DELETE CASCADE,
    Words TEXT NOT NULL
);

-- Only the index: the words themselves stay in the tables above. The tokenizer takes everything beyond ASCII for a letter, as the words come cut already.
CREATE VIRTUAL TABLE ProblemSearch USING fts5 (Words, content = 'ProblemText', content_rowid = 'ProblemId', tokenize = 'ascii', prefix = '1 2 3 4 5', columnsize = 0);
CREATE VIRTUAL TABLE StakeholderSearch USING fts5 (Words, content = 'StakeholderText', content_rowid = 'StakeholderId', tokenize = 'ascii', prefix = '1 2 3 4 5', columnsize = 0);
CREATE VIRTUAL TABLE IncidentSearch USING fts5 (Words, content = 'IncidentText', content_rowid = 'IncidentId', tokenize = 'ascii', prefix = '1 2 3 4 5', columnsize = 0);

CREATE TRIGGER ProblemText_Insert AFTER INSERT ON ProblemText BEGIN
    INSERT INTO ProblemSearch (rowid, Words) VALUES (new.ProblemId, new.Words);
END;
CREATE TRIGGER ProblemText_Delete AFTER DELETE ON ProblemText BEGIN
    INSERT INTO ProblemSearch (ProblemSearch, rowid, Words) VALUES ('delete', old.ProblemId, old.Words);
END;
CREATE TRIGGER ProblemText_Update AFTER UPDATE ON ProblemText BEGIN
    INSERT INTO ProblemSearch (ProblemSearch, rowid, Words) VALUES ('delete', old.ProblemId, old.Words);
    INSERT INTO ProblemSearch (rowid, Words) VALUES (new.ProblemId, new.Words);
END;
CREATE TRIGGER StakeholderText_Insert AFTER INSERT ON StakeholderText BEGIN
    INSERT INTO StakeholderSearch (rowid, Words) VALUES (new.StakeholderId, new.Words);
END;
CREATE TRIGGER StakeholderText_Delete AFTER DELETE ON StakeholderText BEGIN
    INSERT INTO StakeholderSearch (StakeholderSearch, rowid, Words) VALUES ('delete', old.StakeholderId, old.Words);
END;
CREATE TRIGGER StakeholderText_Update AFTER UPDATE ON StakeholderText BEGIN
    INSERT INTO StakeholderSearch (StakeholderSearch, rowid, Words) VALUES ('delete', old.StakeholderId, old.Words);
    INSERT INTO StakeholderSearch (rowid, Words) VALUES (new.StakeholderId, new.Words);
END;
CREATE TRIGGER IncidentText_Insert AFTER INSERT ON IncidentText BEGIN
    INSERT INTO IncidentSearch (rowid, Words) VALUES (new.IncidentId, new.Words);
END;
CREATE TRIGGER IncidentText_Delete AFTER DELETE ON IncidentText BEGIN
    INSERT INTO IncidentSearch (IncidentSearch, rowid, Words) VALUES ('delete', old.IncidentId, old.Words);
END;
CREATE TRIGGER IncidentText_Update AFTER UPDATE ON IncidentText BEGIN
    INSERT INTO IncidentSearch (IncidentSearch, rowid, Words) VALUES ('delete', old.IncidentId, old.Words);
    INSERT INTO IncidentSearch (rowid, Words) VALUES (new.IncidentId, new.Words);
END;

-- A filter of the incident page that somebody kept by a name.
CREATE TABLE SavedFilter (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    PersonId INTEGER NOT NULL REFERENCES Person (Id),
    Name TEXT NOT NULL,
    NameKey TEXT NOT NULL,
    -- The filter as JSON.
    Filter TEXT NOT NULL,
    Shared INTEGER NOT NULL DEFAULT 0,
    CreatedAt TEXT NOT NULL,
    Version INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT UX_SavedFilter_Name UNIQUE (PersonId, NameKey)
);
CREATE INDEX IX_SavedFilter_Shared ON SavedFilter (Shared, NameKey, Id);
