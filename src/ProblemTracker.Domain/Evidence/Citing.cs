namespace ProblemTracker.Domain;

/// <summary>What the workspace of a problem shows of its incidents, in the order of the page.</summary>
public enum EvidencePanel
{
    Total,
    Months,
    /// <summary>Months of the year, over whole years.</summary>
    Season,
    /// <summary>Hours of the week against those of all incidents.</summary>
    Hours,
    TopPlaces,
    Hexagons,
    TimeBetween,
    NearRepeats,
    /// <summary>Who reports the incidents.</summary>
    Sources,
    /// <summary>What people found on walks over the site, rather than incidents.</summary>
    SiteChecklist,
}

/// <summary>Fields of the worksheets in which figures are cited.</summary>
public enum CitedField { Community, Expectation, Recurring, Similarity, HowOften, Target, Place, Baseline }

/// <summary>Which figures fit which field of a worksheet.</summary>
public static class Citing
{
    /// <summary>The fields for a panel, the most fitting first.</summary>
    public static IReadOnlyList<CitedField> Fields(EvidencePanel panel) => panel switch
    {
        EvidencePanel.Total => [CitedField.Baseline, CitedField.HowOften, CitedField.Recurring],
        EvidencePanel.Months => [CitedField.Recurring, CitedField.HowOften],
        EvidencePanel.Season => [CitedField.Similarity, CitedField.Recurring],
        EvidencePanel.Hours => [CitedField.Similarity, CitedField.Target, CitedField.Place],
        EvidencePanel.TopPlaces or EvidencePanel.Hexagons => [CitedField.Place, CitedField.Similarity],
        EvidencePanel.TimeBetween => [CitedField.Recurring, CitedField.HowOften],
        EvidencePanel.NearRepeats => [CitedField.Target, CitedField.Place, CitedField.Recurring],
        EvidencePanel.Sources => [CitedField.Expectation, CitedField.Community],
        EvidencePanel.SiteChecklist => [CitedField.Place, CitedField.Target, CitedField.Baseline],
        _ => throw new ArgumentOutOfRangeException(nameof(panel)),
    };

    /// <summary>What the figure of a panel counts: <c>incidents</c>.</summary>
    public static string UnitOf(EvidencePanel panel) => panel switch
    {
        EvidencePanel.TimeBetween => "days",
        EvidencePanel.NearRepeats => "pairs",
        EvidencePanel.SiteChecklist => "points",
        _ => "incidents",
    };

    public static SheetKind SheetOf(CitedField field) =>
        field is CitedField.Target or CitedField.Place or CitedField.Baseline ? SheetKind.Analysis : SheetKind.Scanning;

    /// <summary>The text of a field; null if it is blank or has no text.</summary>
    public static string? TextOf(CitedField field, ScanningSheet scanning, AnalysisSheet analysis) => field switch
    {
        CitedField.Community => scanning.Cheers.Community.Evidence,
        CitedField.Expectation => scanning.Cheers.Expectation.Evidence,
        CitedField.Recurring => scanning.Cheers.Recurring.Evidence,
        CitedField.Similarity => scanning.Cheers.Similarity.Evidence,
        CitedField.HowOften => scanning.HowOften,
        CitedField.Target => analysis.Triangle.Target.Found,
        CitedField.Place => analysis.Triangle.Place.Found,
        _ => null,
    };

    /// <summary>The Scanning worksheet with another text in a field. Evidence for a question without an answer says Yes to it.</summary>
    public static ScanningSheet With(this ScanningSheet sheet, CitedField field, string text)
    {
        var cheers = sheet.Cheers;
        return field switch
        {
            CitedField.Community => sheet with { Cheers = cheers with { Community = Given(cheers.Community) } },
            CitedField.Expectation => sheet with { Cheers = cheers with { Expectation = Given(cheers.Expectation) } },
            CitedField.Recurring => sheet with { Cheers = cheers with { Recurring = Given(cheers.Recurring) } },
            CitedField.Similarity => sheet with { Cheers = cheers with { Similarity = Given(cheers.Similarity) } },
            CitedField.HowOften => sheet with { HowOften = text },
            _ => throw new ArgumentOutOfRangeException(nameof(field)),
        };

        CheersAnswer Given(CheersAnswer given) => given with { Answer = given.Answer ?? YesNo.Yes, Evidence = text };
    }

    /// <summary>The same of the Analysis worksheet, for a side of the triangle.</summary>
    public static AnalysisSheet With(this AnalysisSheet sheet, CitedField field, string text) => sheet with
    {
        Triangle = field switch
        {
            CitedField.Target => sheet.Triangle with { Target = sheet.Triangle.Target with { Found = text } },
            CitedField.Place => sheet.Triangle with { Place = sheet.Triangle.Place with { Found = text } },
            _ => throw new ArgumentOutOfRangeException(nameof(field)),
        },
    };

    /// <summary>A text in which a new sentence stands for an old one, or at the end if the old one is not in it.</summary>
    public static string Cite(string? text, string? old, string sentence) =>
        string.IsNullOrWhiteSpace(text) ? sentence
        : old is { Length: > 0 } && text.Contains(old, StringComparison.Ordinal) ? text.Replace(old, sentence, StringComparison.Ordinal)
        : $"{text.TrimEnd()}\n{sentence}";
}
