using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Pages.Imports;

/// <summary>The form's answers about an import of boundaries.</summary>
public sealed class BoundaryForm
{
    public sealed class Row
    {
        public long NeighborhoodId { get; set; }
        public CoveredChoice Choice { get; set; }
    }

    public static BoundaryForm Of(BoundaryChoices choices) => new()
    {
        From = choices.From,
        Covered = [.. (choices.Covered ?? []).Select(place => new Row { NeighborhoodId = place.NeighborhoodId, Choice = place.Choice })],
        Skip = [.. choices.Skip ?? []],
    };

    public DateOnly? From { get; set; }
    public List<Row> Covered { get; set; } = [];
    public List<string> Skip { get; set; } = [];

    /// <summary>Adds a question for each neighborhood that the plan found and that has no answer yet.</summary>
    public void Ask(BoundaryPlan? plan)
    {
        foreach (var place in plan?.Covered ?? [])
            if (Covered.All(row => row.NeighborhoodId != place.NeighborhoodId))
                Covered.Add(new()
                {
                    NeighborhoodId = place.NeighborhoodId,
                    Choice = place.IsWhole ? CoveredChoice.Ends : CoveredChoice.Smaller,
                });
    }

    public BoundaryChoices Choices() =>
        new(From, Covered: [.. Covered.Select(row => new CoveredPlace(row.NeighborhoodId, row.Choice))], Skip: Skip);
}
