namespace ProblemTracker.Portal;

/// <summary>
/// Texts of what residents get to know, on pages and in emails. Every language has a file beside this one, such as
/// <c>PortalTexts.es.resx</c>.
/// </summary>
public sealed class PortalTexts;
