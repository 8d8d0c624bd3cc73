using MediatR;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Problems;

/// <summary>Single objectives with what became of them.</summary>
public sealed class ObjectivesPage(IMediator mediator) : ListPage<ObjectiveItem>(mediator)
{
    public MeasureKind? Kind { get; set; }
    public DateOnly? ClosedFrom { get; set; }
    public DateOnly? ClosedTo { get; set; }

    // Filters that only links set; the page names them and offers to drop them.
    public long? ProblemId { get; set; }
    public bool? Closed { get; set; }
    public bool? KindGiven { get; set; }
    public bool? QualityOfLife { get; set; }
    public bool? Measured { get; set; }
    public bool? Moved { get; set; }
    public bool? Reached { get; set; }
    public bool? Targeted { get; set; }
    public bool? Doubted { get; set; }

    public override string Path => "/objectives";

    protected override IQuery<Page<ObjectiveItem>> Message => Filter;

    protected override IQuery<CsvFile> Export => new ExportObjectives(Filter);

    protected override IEnumerable<(string Name, string? Value)> Filters() => [("kind", Kind?.ToString()), ("closedFrom", Day(ClosedFrom)), ("closedTo", Day(ClosedTo))];

    protected override IEnumerable<(string Name, string? Value)> LinkFilters() =>
    [
        ("problemId", Id(ProblemId)), ("closed", Flag(Closed)), ("kindGiven", Flag(KindGiven)), ("qualityOfLife", Flag(QualityOfLife)),
        ("measured", Flag(Measured)), ("moved", Flag(Moved)), ("reached", Flag(Reached)), ("targeted", Flag(Targeted)), ("doubted", Flag(Doubted)),
    ];

    public override IEnumerable<string> SetByLink()
    {
        if (ProblemId is not null) yield return "one problem";
        if (Closed is { } closed) yield return closed ? "of closed problems" : "of open problems";
        if (QualityOfLife is { } life) yield return life ? "about fear, disorder, trust or quality of life" : "not about quality of life";
        if (KindGiven is { } given) yield return given ? "with a kind of measure" : "without a kind of measure";
        if (Measured is { } measured) yield return measured ? "measured before and after" : "not measured";
        if (Moved is { } moved) yield return moved ? "moved as wanted" : "did not move as wanted";
        if (Reached is { } reached) yield return reached ? "target reached" : "target not reached";
        if (Targeted is { } targeted) yield return targeted ? "measured and with a target" : "not measured, or without a target";
        if (Doubted is { } doubted) yield return doubted ? "of problems assessed as no change, worse or cannot tell" : "of problems not assessed as no change, worse or cannot tell";
    }

    private ListObjectives Filter => new(ProblemId, NeighborhoodId, CategoryCode, LeadId, Closed, ClosedFrom, ClosedTo, Kind, KindGiven, Measured, Moved, Reached, After)
    {
        QualityOfLife = QualityOfLife,
        Targeted = Targeted,
        Doubted = Doubted,
    };
}
