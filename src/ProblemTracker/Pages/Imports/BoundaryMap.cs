using ProblemTracker.Incidents;
using ProblemTracker.Maps;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Imports;

/// <summary>Maps of an import of boundaries: what it would do, and what it did, over the present neighborhoods.</summary>
public static class BoundaryMap
{
    internal static MapFrame? Of(BoundaryPlan plan)
    {
        // What lies in two is drawn last, over both.
        var drawn = plan.Drawn.OrderBy(area => area.Kind == DrawnKind.Both).ToList();
        var shapes = OutlineMap.Drawn([.. drawn.Select(area => area.Shape)]);
        return Frame("Map of the boundaries in the file over the present neighborhoods",
            [.. drawn.Zip(shapes, (area, shape) => new MapArea(Style(area.Kind), Text(area.Kind, area.Name, isDone: false), shape))],
            isDone: false) is { } frame && !plan.View.IsNull
            ? frame with { View = new(plan.View.MinY, plan.View.MinX, plan.View.MaxY, plan.View.MaxX) } : null;
    }

    /// <param name="link">The page of a neighborhood; null for readers who may not change any.</param>
    internal static MapFrame? Of(ImportAreas result, Func<long, string>? link) => Frame("Map of what this import changed",
        [.. result.Areas.Select(area => new MapArea(Style(area.Kind),
            Text(area.Kind, area.Name, isDone: true) + (area.HasChanged ? "; changed since" : ""), area.Shape,
            area.NeighborhoodId is { } id ? link?.Invoke(id) : null))], isDone: true);

    /// <summary>The kind of an area for the style sheet.</summary>
    public static string Style(DrawnKind kind) => $"Area{kind}";

    public static string Style(BoundaryFate fate) => $"Area{fate}";

    private static MapFrame? Frame(string label, IReadOnlyList<MapArea> areas, bool isDone) => areas.Count == 0 ? null : new(label)
    {
        HasList = false,
        Areas = areas,
        Key = [new("AreaPresent", isDone ? "Neighborhoods today" : "Present neighborhoods"), .. Enum.GetValues<DrawnKind>()
            .Where(kind => areas.Any(area => area.Kind == Style(kind))).Select(kind => new MapKey(Style(kind), Words(kind, isDone)))],
    };

    private static string Text(DrawnKind kind, string name, bool isDone) => $"{name}: {Words(kind, isDone).ToLowerInvariant()}";

    private static string Words(DrawnKind kind, bool isDone) => kind switch
    {
        DrawnKind.New => isDone ? "Added" : "New",
        DrawnKind.Changed => "Changed",
        DrawnKind.Same => "The same",
        DrawnKind.Ended => "Ended",
        _ => "Over each other",
    };
}
