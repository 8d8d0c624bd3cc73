-- The language in which a stakeholder reads emails and the pages behind their links: its code, such as es; NULL if nobody chose one.
ALTER TABLE Stakeholder ADD EmailLanguage NVARCHAR(10) NULL;
-- The language of a queued email; NULL for English.
ALTER TABLE Outbox ADD Language NVARCHAR(10) NULL;
