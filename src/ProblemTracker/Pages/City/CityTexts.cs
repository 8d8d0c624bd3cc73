namespace ProblemTracker.Pages.City;

/// <summary>Names the texts of the public site's pages. They are in <c>CityTexts.resx</c>, translations in the files beside it.</summary>
public sealed class CityTexts;
