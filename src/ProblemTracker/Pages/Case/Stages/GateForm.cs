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
    /// <summary>Codes of the selected requirements.</summary>
    public List<string> Codes { get; set; } = [];

    public string? Reason { get; set; }
}

/// <summary>Model of <c>_OverrideCodes</c>.</summary>
/// <param name="Shortfalls">The requirements left.</param>
/// <param name="Ticked">Codes selected so far.</param>
/// <param name="Name">The form's prefix.</param>
public sealed record OverrideCodes(IReadOnlyList<Shortfall> Shortfalls, IReadOnlyCollection<string> Ticked, string Name)
{
    /// <summary>Form field that the checkboxes fill.</summary>
    public string Field { get; init; } = $"{Name}.Override.Codes";

    public string Legend { get; init; } = "Requirements to override";

    /// <summary>One checkbox per code, with the messages of all its shortfalls.</summary>
    public IEnumerable<IGrouping<string, string>> Boxes => Shortfalls.GroupBy(s => s.Code, s => s.Message);
}
