using Microsoft.AspNetCore.Mvc.ModelBinding;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Pages.Imports;

/// <summary>The form's answers about an import of boundaries.</summary>
public sealed class BoundaryForm
{
    public sealed class Row
    {
        public long NeighborhoodId { get; set; }
        public CoveredChoice? Choice { get; set; }
    }

    public static BoundaryForm Of(BoundaryChoices choices) => new()
    {
        From = choices.From,
        Covered = [.. (choices.Covered ?? []).Select(place => new Row { NeighborhoodId = place.NeighborhoodId, Choice = place.Choice })],
        Skip = [.. choices.Skip ?? []],
    };

    public DateOnly? From { get; set; }
    /// <summary>The answer for neighborhoods without one of their own.</summary>
    public CoveredChoice? All { get; set; }
    public List<Row> Covered { get; set; } = [];
    public List<string> Skip { get; set; } = [];

    /// <summary>The first day as the form repeats it, to see whether it was changed.</summary>
    public string Day => From?.ToString("O", System.Globalization.CultureInfo.InvariantCulture) ?? "always";

    /// <summary>Number of neighborhoods that would end.</summary>
    public int Ending => Covered.Count(row => (row.Choice ?? All) == CoveredChoice.Ends);

    /// <summary>
    /// Adds a question for each neighborhood that the plan found. Nothing is proposed: one answer too many would end a part of the city.
    /// </summary>
    /// <returns>Whether answers about other neighborhoods were left out, so that the rows have other numbers.</returns>
    public bool Ask(BoundaryPlan? plan)
    {
        if (plan is null) return false;
        var left = Covered.RemoveAll(row => plan.Covered.All(place => place.NeighborhoodId != row.NeighborhoodId));
        foreach (var place in plan.Covered)
            if (Covered.All(row => row.NeighborhoodId != place.NeighborhoodId))
                Covered.Add(new() { NeighborhoodId = place.NeighborhoodId });
        return left > 0;
    }

    /// <summary>Says at each question without an answer that it needs one.</summary>
    public void MustAnswer(ModelStateDictionary errors)
    {
        if (All is not null) return;
        if (Covered.Count(row => row.Choice is null) is > 1 and var open)
        {
            errors.AddModelError("Boundaries.All", $"Choose what happens to {open} neighborhoods: one answer for all, or one for each.");
            return;
        }
        foreach (var (i, row) in Covered.Index())
            if (row.Choice is null) errors.AddModelError($"Boundaries.Covered[{i}].Choice", "Choose what happens to this neighborhood.");
    }

    public BoundaryChoices Choices() => new(From, Covered: [.. Covered.Select(row => (row.NeighborhoodId, Choice: row.Choice ?? All))
        .Where(row => row.Choice is not null).Select(row => new CoveredPlace(row.NeighborhoodId, row.Choice!.Value))], Skip: Skip);
}
