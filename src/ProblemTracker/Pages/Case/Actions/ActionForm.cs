using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

/// <summary>The form that adds or edits an action. Changes of status have their own forms.</summary>
public sealed class ActionForm
{
    public string? Description { get; set; }

    /// <summary><c>p12</c> for a police employee, <c>s5</c> for an attached stakeholder.</summary>
    public string? Owner { get; set; }

    public DateOnly? DueOn { get; set; }
    public Technique? Technique { get; set; }
    public TriangleSide? Side { get; set; }
    public bool Enforcement { get; set; }
    public bool UrgentSafetyMeasure { get; set; }
    public string? UrgentSafetyReason { get; set; }

    /// <summary>Reason for amending the frozen plan.</summary>
    public string? AmendmentReason { get; set; }

    [BindNever]
    public IReadOnlyList<SelectListItem> Owners { get; set; } = [];

    /// <summary>When the plan was frozen; null while it is a draft.</summary>
    [BindNever]
    public DateOnly? FrozenOn { get; set; }

    public static ActionForm Of(ActionDetails action) => new()
    {
        Description = action.Description,
        Owner = action.OwnerId is { } person ? $"p{person}" : action.OwnerAttachmentId is { } stakeholder ? $"s{stakeholder}" : null,
        DueOn = action.DueOn,
        Technique = action.Technique,
        Side = action.Side,
        Enforcement = action.Enforcement,
        UrgentSafetyMeasure = action.UrgentSafetyMeasure,
        UrgentSafetyReason = action.UrgentSafetyReason,
    };

    /// <summary>The message's fields. The status comes from <paramref name="before"/>; a new action is planned.</summary>
    public ActionFields Fields(ActionDetails? before = null) => new(
        Description ?? "", Enforcement, UrgentSafetyMeasure, UrgentSafetyReason, OwnerIn('p'), OwnerIn('s'), DueOn, Technique, Side,
        before?.Status ?? ActionStatus.Planned, before?.DoneOn, before?.DroppedReason, AmendmentReason);

    /// <summary>The 25 techniques of situational prevention, grouped by column.</summary>
    public static IReadOnlyList<SelectListItem> Techniques { get; } = MakeTechniques();

    private long? OwnerIn(char kind) =>
        Owner is { Length: > 1 } text && text[0] == kind
            && long.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static List<SelectListItem> MakeTechniques()
    {
        string[] columns = ["Increase the effort", "Increase the risks", "Reduce the rewards", "Reduce provocations", "Remove excuses"];
        var groups = columns.Select(column => new SelectListGroup { Name = column }).ToList();
        return [.. Enum.GetValues<Technique>()
            .Select(technique => new SelectListItem(Wording.Of(technique), technique.ToString()) { Group = groups[(int)technique / 5] })];
    }
}
