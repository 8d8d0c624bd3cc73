using ProblemTracker.Evidence;

namespace ProblemTracker.Pages.Case;

/// <summary>Model of <c>_Cited</c>: the figures cited in one field of a worksheet.</summary>
/// <param name="Figures">All those of the worksheet.</param>
/// <param name="RowKey">The row of a baseline; null for other fields.</param>
public sealed record CitedView(long ProblemId, IReadOnlyList<CitationDetails> Figures, CitedField Field, string? RowKey = null)
{
    public IEnumerable<CitationDetails> Here => Figures.Where(one => one.Field == Field && one.RowKey == RowKey);

    /// <summary><c>31 incidents when cited on Mar 2, 2026; 38 now</c></summary>
    public static string Words(CitationDetails cited) =>
        $"{DateText.Number(cited.Figure)} {Citing.UnitOf(cited.Panel)} when cited on {DateText.Date(cited.CitedOn)}; "
        + (cited.Now is not { } now ? "no figure now" : cited.HasChanged ? $"{DateText.Number(now)} now" : "unchanged");

    /// <summary>The field in its worksheet.</summary>
    public static string Href(long problemId, CitationDetails cited) =>
        $"/problems/{problemId}/{cited.Sheet.ToString().ToLowerInvariant()}" + cited.Field switch
        {
            CitedField.HowOften => "#Sheet_HowOften",
            CitedField.Baseline => "#section-baseline",
            CitedField.Target or CitedField.Place => $"#Sheet_Triangle_{cited.Field}_Found",
            _ => $"#Sheet_Cheers_{cited.Field}_Evidence",
        };
}
