using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>Problems by their ids, as the list shows them. Those that the actor can't view are left out.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ListChosenProblems(IReadOnlyList<long> Ids, string? After = null, int? Size = Page.LargestSize)
    : IQuery<Page<ProblemRow>>, IPaged;

/// <summary>The same problems as a CSV file.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ExportChosenProblems(IReadOnlyList<long> Ids) : IQuery<CsvFile>;

/// <summary>Actions by their ids, as the list shows them. Those that the actor can't view are left out.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ListChosenActions(IReadOnlyList<long> Ids, string? After = null, int? Size = Page.LargestSize)
    : IQuery<Page<ActionRow>>, IPaged;

/// <summary>The same actions as a CSV file.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ExportChosenActions(IReadOnlyList<long> Ids) : IQuery<CsvFile>;

internal sealed class ListChosenProblemsValidator : AbstractValidator<ListChosenProblems>
{
    public ListChosenProblemsValidator() => RuleFor(q => q.Ids).Must(ids => ids.Count <= BulkRules.Most)
        .WithMessage($"Choose at most {BulkRules.Most} problems at once.");
}

internal sealed class ListChosenActionsValidator : AbstractValidator<ListChosenActions>
{
    public ListChosenActionsValidator() => RuleFor(q => q.Ids).Must(ids => ids.Count <= BulkRules.Most)
        .WithMessage($"Choose at most {BulkRules.Most} actions at once.");
}

internal sealed class ListChosenHandler(ListReader lists)
    : IRequestHandler<ListChosenProblems, Page<ProblemRow>>, IRequestHandler<ExportChosenProblems, CsvFile>,
        IRequestHandler<ListChosenActions, Page<ActionRow>>, IRequestHandler<ExportChosenActions, CsvFile>
{
    private static readonly Listing<ListChosenProblems, ProblemRow> Problems = new()
    {
        Columns = ProblemList.Columns,
        From = ProblemList.From,
        Names = ProblemList.Names,
        Filters = Of<ListChosenProblems>("p.Id IN @Ids", q => q.Ids),
        Order = _ => new ListOrder<ProblemRow>(descending: true) { { "p.Id", row => row.Id } },
        Shown = ProblemList.Listing.Shown,
        File = ProblemList.Listing.File,
    };

    private static readonly Listing<ListChosenActions, ActionRow> Actions = new()
    {
        Columns = ActionList.Columns,
        From = ActionList.From,
        Names = ActionList.Names,
        Filters = Of<ListChosenActions>("a.Id IN @Ids", q => q.Ids),
        Order = _ => new ListOrder<ActionRow>(descending: true) { { "a.Id", row => row.Id } },
        Shown = ActionList.Listing.Shown,
        File = ActionList.Listing.File,
    };

    public Task<Page<ProblemRow>> Handle(ListChosenProblems query, CancellationToken ct) => lists.Page(Problems, query, ct);

    public Task<CsvFile> Handle(ExportChosenProblems query, CancellationToken ct) => lists.File(Problems, new(query.Ids), ct);

    public Task<Page<ActionRow>> Handle(ListChosenActions query, CancellationToken ct) => lists.Page(Actions, query, ct);

    public Task<CsvFile> Handle(ExportChosenActions query, CancellationToken ct) => lists.File(Actions, new(query.Ids), ct);

    private static Filters<TQuery> Of<TQuery>(string condition, Func<TQuery, IReadOnlyList<long>> ids) => new Filters<TQuery>()
        .Always(reader => ProblemSql.VisibleTo(reader.Actor))
        .Add(new([("Ids", q => ids(q))], (_, _) => condition));
}
