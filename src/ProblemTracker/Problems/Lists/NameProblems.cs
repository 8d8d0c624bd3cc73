using FluentValidation;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>Number and title of problems by their ids, in that order. Those that the actor can't view are left out.</summary>
[Needs(Permission.ReadProblems)]
public sealed record NameProblems(IReadOnlyList<long> Ids) : IQuery<IReadOnlyList<NamedProblem>>
{
    public const int Most = 20;
}

public sealed record NamedProblem
{
    public long Id { get; init; }
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
}

internal sealed class NameProblemsValidator : AbstractValidator<NameProblems>
{
    public NameProblemsValidator() =>
        RuleFor(q => q.Ids).Must(ids => ids.Count <= NameProblems.Most).WithMessage($"Ask for at most {NameProblems.Most} problems.");
}

internal sealed class NameProblemsHandler(Db db, Actor actor) : IRequestHandler<NameProblems, IReadOnlyList<NamedProblem>>
{
    public async Task<IReadOnlyList<NamedProblem>> Handle(NameProblems query, CancellationToken ct)
    {
        if (query.Ids.Count == 0) return [];
        var rows = (await db.List<NamedProblem>(
            $"SELECT p.Id, p.Number, p.Title FROM Problem p WHERE p.Id IN @Ids AND {ProblemSql.VisibleTo(actor)}",
            new { query.Ids, ActorId = actor.PersonId }, ct)).ToDictionary(row => row.Id);
        return [.. query.Ids.Where(rows.ContainsKey).Select(id => rows[id])];
    }
}
