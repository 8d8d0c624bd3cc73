-- An entry of the directory is now also found by the words of the entries that were merged into it.
UPDATE StakeholderText SET Words = CONCAT(Words, (
    SELECT STRING_AGG(g.Words, ' ') FROM StakeholderText g JOIN Stakeholder m ON m.Id = g.StakeholderId
    WHERE m.MergedIntoId = StakeholderText.StakeholderId))
WHERE StakeholderId IN (
    SELECT m.MergedIntoId FROM Stakeholder m JOIN StakeholderText g ON g.StakeholderId = m.Id WHERE m.MergedIntoId IS NOT NULL);

-- Nearly every entry is not merged, so the index of all of them looks useless.
CREATE INDEX IX_Stakeholder_MergedInto ON Stakeholder (MergedIntoId) WHERE MergedIntoId IS NOT NULL;

-- A problem names those that were closed as its duplicates.
CREATE INDEX IX_Problem_Related ON Problem (RelatedProblemId);
