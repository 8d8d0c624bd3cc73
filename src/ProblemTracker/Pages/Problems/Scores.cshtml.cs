using MediatR;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Problems;

/// <summary>How the teams scored their work, with the sentence behind each score.</summary>
public sealed class ScoresPage(IMediator mediator) : ListPage<ScoreItem>(mediator)
{
    public DateOnly? ClosedFrom { get; set; }
    public DateOnly? ClosedTo { get; set; }
    public int? AtLeast { get; set; }
    public int? Below { get; set; }

    public override string Path => "/scores";

    protected override IQuery<Page<ScoreItem>> Message => Filter;

    protected override IQuery<CsvFile> Export => new ExportScores(Filter);

    protected override IEnumerable<(string Name, string? Value)> Filters() =>
        [("closedFrom", Day(ClosedFrom)), ("closedTo", Day(ClosedTo)), ("atLeast", Id(AtLeast)), ("below", Id(Below))];

    private ListScores Filter => new(NeighborhoodId, CategoryCode, LeadId, ClosedFrom, ClosedTo, AtLeast, Below, After);
}
