namespace ProblemTracker.Pages.Shared;

/// <summary>
/// Names the texts around the content of pages that people reach without an account: layout, form errors, status page. They are in
/// <c>PageTexts.resx</c>, translations in the files beside it.
/// </summary>
public sealed class PageTexts;
