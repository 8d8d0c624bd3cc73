using FluentValidation;
using MediatR;
using ProblemTracker.Accounts;

namespace ProblemTracker.Search;

/// <summary>
/// People of the department whose name has all the words: whole, their beginning, or with a letter wrong. At most ten, the closest first.
/// </summary>
[Needs(Permission.ReadProblems)]
public sealed record FindPeople(string Q) : IQuery<IReadOnlyList<PersonFound>>
{
    public const int Most = 10;
}

/// <param name="IsNear">Whether a word differs by a letter.</param>
public sealed record PersonFound(long Id, string Name, IReadOnlyList<Role> Roles, bool Active, bool IsNear);

internal sealed class FindPeopleValidator : AbstractValidator<FindPeople>
{
    public FindPeopleValidator() => RuleFor(q => q.Q).MaximumLength(TextQuery.LongestText);
}

internal sealed class FindPeopleHandler(Db db) : IRequestHandler<FindPeople, IReadOnlyList<PersonFound>>
{
    public async Task<IReadOnlyList<PersonFound>> Handle(FindPeople query, CancellationToken ct)
    {
        var words = NameLikeness.Words(SearchKey.Of(query.Q));
        if (words.Count == 0) return [];
        // A department has at most hundreds of people, so their names are compared here.
        var people = await db.List<PersonDetails>(
            "SELECT Id, Email, Name, Active, StakeholderId, Version FROM Person WHERE StakeholderId IS NULL ORDER BY Name, Id", null, ct);
        var found = people.Select(person => (Person: person, Match: NameLikeness.Sought(SearchKey.Of(person.Name), words)))
            .Where(row => row.Match is not null).OrderBy(row => row.Match).ThenBy(row => !row.Person.Active).Take(FindPeople.Most).ToList();
        var roles = (await PersonSql.WithRoles(db, [.. found.Select(row => row.Person)], ct)).ToDictionary(person => person.Id);
        return [.. found.Select(row => new PersonFound(row.Person.Id, row.Person.Name, [.. roles[row.Person.Id].Roles], row.Person.Active,
            row.Match == Likeness.NearName))];
    }
}

internal static class FindPeopleEndpoint
{
    public static void MapFindPeople(this RouteGroupBuilder search) => search
        .MapGet("/people", (string? q, IMediator mediator, CancellationToken ct) => mediator.Send(new FindPeople(q ?? ""), ct))
        .WithName("FindPeople").WithSummary("Search people of the department by name, even with a letter wrong");
}
