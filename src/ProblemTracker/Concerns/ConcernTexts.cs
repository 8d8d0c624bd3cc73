namespace ProblemTracker.Concerns;

/// <summary>
/// Names the texts that residents read about their concerns: on the public site and in emails. They are in <c>ConcernTexts.resx</c>,
/// translations in the files beside it.
/// </summary>
public sealed class ConcernTexts;
