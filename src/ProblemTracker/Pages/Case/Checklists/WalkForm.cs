using Microsoft.AspNetCore.Mvc.ModelBinding;
using ProblemTracker.Agency;
using ProblemTracker.Evidence;
using ProblemTracker.Pages.Engagement;

namespace ProblemTracker.Pages.Case;

/// <summary>The fields of a walk on which the site checklist is filled.</summary>
public sealed class WalkForm
{
    public string? Site { get; set; }
    /// <summary>Local date and time as browsers send them; blank for the current time.</summary>
    public string? WalkedAt { get; set; }
    public int? Residents { get; set; }
    public List<WalkItemForm> Items { get; set; } = [];
    public string? Note { get; set; }

    /// <summary>The type of the field: as text, an unreadable time is shown and can be corrected.</summary>
    public string TimeType => LocalTime.FieldType(WalkedAt);

    public static WalkForm Of(WalkDetails walk, AgencyDay day) => new()
    {
        Site = walk.Site,
        WalkedAt = LocalTime.Of(walk.WalkedAt, day),
        Residents = walk.Residents,
        Items = [.. walk.Items.Select(item => new WalkItemForm
        {
            ItemId = item.ItemId,
            Name = item.Item,
            Extent = item.Extent,
            Remark = item.Remark,
        })],
        Note = walk.Note,
    };

    /// <summary>What was entered. An unreadable time becomes an error of its field.</summary>
    public WalkFacts Facts(AgencyDay day, ModelStateDictionary state) => new()
    {
        Site = Site,
        WalkedAt = LocalTime.At(WalkedAt, day, state, "Form.WalkedAt"),
        Residents = Residents,
        Items = [.. Items.Select(item => new WalkAnswer(item.ItemId, item.Extent, item.Remark))],
        Note = Note,
    };

    /// <summary>Gives the items their words.</summary>
    /// <returns>False if the form was sent with other items. It then has these, with the answers that fit.</returns>
    public bool Name(IReadOnlyList<(long Id, string Name)> items)
    {
        var isSame = Items.Select(item => item.ItemId).SequenceEqual(items.Select(item => item.Id));
        var sent = Items.DistinctBy(item => item.ItemId).ToDictionary(item => item.ItemId);
        Items = [.. items.Select(item =>
        {
            var field = sent.GetValueOrDefault(item.Id) ?? new WalkItemForm { ItemId = item.Id };
            field.Name = item.Name;
            return field;
        })];
        return isSame;
    }
}

public sealed class WalkItemForm
{
    public long ItemId { get; set; }
    public DisorderExtent? Extent { get; set; }
    public string? Remark { get; set; }

    /// <summary>The item's words.</summary>
    [BindNever] public string Name { get; set; } = "";
}

/// <summary>Model of <c>_WalkFields</c>.</summary>
public sealed record WalkFields(WalkForm Form);
