using System.Text.Json.Serialization;
using ProblemTracker.Analysis;

namespace ProblemTracker.Reports;

/// <summary>A number and the list behind it, which has exactly that many rows.</summary>
/// <param name="List">Address of the list in the API.</param>
public sealed record Figure(int Value, string List)
{
    /// <summary>Address of the page that shows the same list: pages and API use the same paths below <c>/api/v1</c>.</summary>
    [JsonIgnore]
    public string Href => List["/api/v1".Length..];
}

/// <summary>A part of a whole, with a percentage and interval if there are enough cases.</summary>
public sealed record Share
{
    /// <summary>With fewer cases no percentage is shown: a single case would change it too much.</summary>
    public const int FewestForPercent = 5;
    /// <summary>With fewer cases nothing is ranked by its share.</summary>
    public const int FewestForRank = 10;

    /// <param name="part">The numerator.</param>
    /// <param name="whole">The denominator.</param>
    /// <param name="cases">The number of independent cases, if not all are: objectives of one problem depend on each other.</param>
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
    /// <summary>The number of independent cases that the percentage and interval are based on.</summary>
    public int Cases { get; }
    /// <summary>0 to 100, rounded to a tenth; null with fewer than <see cref="FewestForPercent"/> cases.</summary>
    public double? Percent { get; }
    /// <summary>The ends of the 95% Wilson confidence interval, in percent.</summary>
    public double? Low { get; }
    public double? High { get; }

    [JsonIgnore]
    public bool MayBeRanked => Whole.Value >= FewestForRank;

    private static double InPercent(double share) => Math.Round(100 * share, 1);
}
