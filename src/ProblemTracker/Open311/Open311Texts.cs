namespace ProblemTracker.Open311;

/// <summary>
/// Names the texts that clients of the Open311 server show to residents. They are in <c>Open311Texts.resx</c>, translations in the files
/// beside it.
/// </summary>
public sealed class Open311Texts;
