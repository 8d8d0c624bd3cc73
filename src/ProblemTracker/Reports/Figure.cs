using System.Text.Json.Serialization;
using ProblemTracker.Analysis;

namespace ProblemTracker.Reports;

/// <summary>A number and the list behind it, which has exactly as many rows.</summary>
/// <param name="List">Address of the list in the API.</param>
public sealed record Figure(int Value, string List)
{
    /// <summary>Address of the page that shows the same list: pages and API call their lists alike.</summary>
    [JsonIgnore]
    public string Href => List["/api/v1".Length..];
}

/// <summary>How many of how many, with what may be said about the share.</summary>
public sealed record Share
{
    /// <summary>
    /// With fewer cases no percentage is given: one case would move it by more than anything that can be learned from it.
    /// </summary>
    public const int FewestForPercent = 5;
    /// <summary>With fewer cases nothing is put in order of its share.</summary>
    public const int FewestForRank = 10;

    /// <param name="part">How many.</param>
    /// <param name="whole">Of how many.</param>
    /// <param name="cases">How many of the whole are independent, where not all are: objectives of one problem share its fate.</param>
    public Share(Figure part, Figure whole, int? cases = null)
    {
        (Part, Whole, Cases) = (part, whole, cases ?? whole.Value);
        if (Cases < FewestForPercent) return;
        var share = (double)part.Value / whole.Value;
        var interval = Proportion.Wilson(share, Cases);
        (Percent, Low, High) = (InPercent(share), InPercent(interval.Low), InPercent(interval.High));
    }

    public Figure Part { get; }
    public Figure Whole { get; }
    /// <summary>On how many independent cases percentage and interval stand.</summary>
    public int Cases { get; }
    /// <summary>0 to 100, to a tenth; null where there are fewer than <see cref="FewestForPercent"/> cases.</summary>
    public double? Percent { get; }
    /// <summary>The ends of the 95% interval (Wilson), in percent.</summary>
    public double? Low { get; }
    public double? High { get; }

    [JsonIgnore]
    public bool MayBeRanked => Whole.Value >= FewestForRank;

    private static double InPercent(double share) => Math.Round(100 * share, 1);
}
