using FluentValidation;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Problems;

namespace ProblemTracker.PublicRecords;

/// <summary>
/// Adds problems to a request: those with these numbers, or those that a filter of the list of problems finds now. Later changes to what
/// the filter finds do not matter.
/// </summary>
/// <param name="Filter">Null to add by number.</param>
[Needs(Permission.ReleaseRecords)]
public sealed record AddRecordsProblems(long RequestId, IReadOnlyList<string>? Numbers = null, ListProblems? Filter = null)
    : ICommand<ProblemsAdded>
{
    /// <summary>Most problems in one request.</summary>
    public const int Most = 200;
}

/// <param name="Numbers">The problems that were added, not those that were in the request already.</param>
public sealed record ProblemsAdded(IReadOnlyList<string> Numbers);

internal sealed class AddRecordsProblemsValidator : AbstractValidator<AddRecordsProblems>
{
    public AddRecordsProblemsValidator(IValidator<ListProblems> filters)
    {
        RuleFor(c => c.Numbers).Must((c, numbers) => numbers is { Count: > 0 } != c.Filter is not null)
            .WithMessage("Enter problem numbers, such as P-2026-0042, or give a filter.");
        RuleForEach(c => c.Numbers).NotEmpty().WithMessage("Enter a problem number, such as P-2026-0042.").MaximumLength(20);
        RuleFor(c => c.Filter!).SetValidator(filters).When(c => c.Filter is not null);
        RuleFor(c => c.Filter).Must(filter => ProblemList.Filters.Address(filter!).Any()).When(c => c.Filter is not null)
            .WithMessage("Filter the problems first: a request for every problem can't be reviewed.");
    }
}

internal sealed class AddRecordsProblemsHandler(Db db, Actor actor, ListReader lists, TimeProvider clock)
    : IRequestHandler<AddRecordsProblems, ProblemsAdded>
{
    private sealed record Found
    {
        public long Id { get; init; }
        public string Number { get; init; } = "";
    }

    public async Task<ProblemsAdded> Handle(AddRecordsProblems command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await RecordsSql.Lock(db, command.RequestId, now, ct);
        var found = command.Filter is { } filter ? await ByFilter(filter, ct) : await ByNumber(command.Numbers!, ct);
        var present = (await db.List<long>("SELECT ProblemId FROM RecordsRequestProblem WHERE RequestId = @RequestId",
            new { command.RequestId }, ct)).ToHashSet();
        var adding = found.Where(problem => !present.Contains(problem.Id)).ToList();
        if (present.Count + adding.Count > AddRecordsProblems.Most)
            throw new RuleBroken("records.most", $"A request can have at most {AddRecordsProblems.Most} problems. "
                + "Narrow the filter, or split the request.", command.Filter is null ? "numbers" : "filter");
        await db.Execute(adding.SelectMany(problem => new[]
        {
            new PendingWrite("""
                INSERT INTO RecordsRequestProblem (RequestId, ProblemId, AddedAt, AddedBy) VALUES (@RequestId, @Id, @now, @PersonId)
                """, new { command.RequestId, problem.Id, now, actor.PersonId }),
            // An entry for each problem, so that only those who may view the problem read it.
            Audit.Entry(actor, now, "recordsRequest.problemAdded", problem.Id, command.RequestId, null, null,
                new { ByFilter = command.Filter is not null }),
        }), ct);
        return new([.. adding.Select(problem => problem.Number)]);
    }

    private async Task<IReadOnlyList<Found>> ByNumber(IReadOnlyList<string> numbers, CancellationToken ct)
    {
        var wanted = numbers.Select(number => number.Trim().ToUpperInvariant()).Distinct().ToList();
        var found = await db.List<Found>(
            $"SELECT p.Id, p.Number FROM Problem p WHERE p.Number IN @wanted AND {ProblemSql.VisibleTo(actor)} ORDER BY p.Id",
            new { wanted, ActorId = actor.PersonId }, ct);
        var unknown = wanted.Except(found.Select(problem => problem.Number)).ToList();
        return unknown.Count == 0 ? found
            : throw new Invalid("numbers", $"There is no problem you can view with the number {string.Join(", ", unknown)}.");
    }

    private async Task<IReadOnlyList<Found>> ByFilter(ListProblems filter, CancellationToken ct)
    {
        var (where, args) = ProblemList.Filters.Matching(filter, await lists.Reader(ct));
        args.Add("Take", AddRecordsProblems.Most + 1);
        return await db.List<Found>($"SELECT p.Id, p.Number FROM Problem p {where} ORDER BY p.Id {db.Dialect.First("@Take")}", args, ct);
    }
}

internal static class AddRecordsProblemsEndpoint
{
    public sealed record Body(IReadOnlyList<string> Numbers);

    public static void MapAddRecordsProblems(this RouteGroupBuilder requests)
    {
        requests.MapPost("/{id:long}/problems", (long id, Body body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new AddRecordsProblems(id, body.Numbers), ct))
            .WithName("AddRecordsProblems").WithSummary("Add problems to a public-records request by their numbers");
        requests.MapPost("/{id:long}/problems/found",
                (long id, [AsParameters] ListProblems filter, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new AddRecordsProblems(id, Filter: filter), ct))
            .WithName("AddFoundRecordsProblems").WithMetadata(new NeedsAttribute(Permission.ReleaseRecords))
            .WithSummary("Add the problems that a filter finds now to a public-records request");
    }
}
