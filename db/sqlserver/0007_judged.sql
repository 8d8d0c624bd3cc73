-- An assessment judges the closing that it led to, and not what became of the problem after it was reopened.
UPDATE Problem SET Verdict = NULL, ScanningScore = NULL, AnalysisScore = NULL, ResponseScore = NULL, AssessmentScore = NULL
WHERE Stage <> 'Assessment' AND NOT (Stage = 'Closed' AND EXISTS (
    SELECT 1 FROM StageVisit v WHERE v.ProblemId = Problem.Id AND v.Visit = Problem.Visit - 1 AND v.Stage = 'Assessment'));
UPDATE ProblemObjective SET AfterValue = NULL
WHERE ProblemId IN (SELECT p.Id FROM Problem p WHERE p.Stage <> 'Assessment' AND NOT (p.Stage = 'Closed' AND EXISTS (
    SELECT 1 FROM StageVisit v WHERE v.ProblemId = p.Id AND v.Visit = p.Visit - 1 AND v.Stage = 'Assessment')));
