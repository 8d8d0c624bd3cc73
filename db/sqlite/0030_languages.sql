-- The language in which a stakeholder reads emails and the pages behind their links: its code, such as es; NULL if nobody chose one.
ALTER TABLE Stakeholder ADD EmailLanguage TEXT NULL;
-- Whoever is known to speak Spanish reads it.
UPDATE Stakeholder SET EmailLanguage = 'es' WHERE Language IN ('Spanish', 'spanish', 'Español', 'español');
-- The language of a queued email; NULL for English.
ALTER TABLE Outbox ADD Language TEXT NULL;
