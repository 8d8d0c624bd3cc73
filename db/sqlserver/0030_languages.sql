-- The language in which a stakeholder reads emails and the pages behind their links: its code, such as es; NULL if nobody chose one.
ALTER TABLE Stakeholder ADD EmailLanguage NVARCHAR(10) NULL;
-- Whoever is known to speak Spanish reads it. The column is not known yet when this script is compiled.
EXEC('UPDATE Stakeholder SET EmailLanguage = ''es'' WHERE Language IN (N''Spanish'', N''spanish'', N''Español'', N''español'')');
-- The language of a queued email; NULL for English.
ALTER TABLE Outbox ADD Language NVARCHAR(10) NULL;
