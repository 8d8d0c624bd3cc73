using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

/// <summary>The form for passing a gate: the note, and the requirements a supervisor overrides.</summary>
public class GateForm
{
    public string? Note { get; set; }

    public OverrideForm Override { get; set; } = new();

    public Override? ToOverride =>
        Override.Codes.Count == 0 && string.IsNullOrWhiteSpace(Override.Reason) ? null : new(Override.Codes, Override.Reason ?? "");
}

public sealed class OverrideForm
{
    /// <summary>The codes that were ticked.</summary>
    public List<string> Codes { get; set; } = [];

    public string? Reason { get; set; }
}

/// <summary>Model of <c>_OverrideCodes</c>.</summary>
/// <param name="Shortfalls">Everything that is missing.</param>
/// <param name="Ticked">Codes ticked so far.</param>
/// <param name="Name">The form's prefix.</param>
public sealed record OverrideCodes(IReadOnlyList<Shortfall> Shortfalls, IReadOnlyCollection<string> Ticked, string Name)
{
    /// <summary>The field that the boxes fill.</summary>
    public string Field { get; init; } = $"{Name}.Override.Codes";

    public string Legend { get; init; } = "Override these requirements";

    /// <summary>One box a code: a code can be missing in several places.</summary>
    public IEnumerable<IGrouping<string, string>> Boxes => Shortfalls.GroupBy(s => s.Code, s => s.Message);
}
