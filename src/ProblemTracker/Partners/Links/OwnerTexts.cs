namespace ProblemTracker.Partners;

/// <summary>
/// Names the texts for owners outside the department: the page behind their link, and emails to them. They are in <c>OwnerTexts.resx</c>,
/// translations in the files beside it.
/// </summary>
public sealed class OwnerTexts;
