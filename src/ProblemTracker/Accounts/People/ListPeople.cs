using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>Everybody with an account, by name. A department has hundreds of people, not millions: the list is whole.</summary>
/// <remarks>Not for partners.</remarks>
/// <param name="Active">Only those who are (or are not) active.</param>
[Needs(Permission.SignedIn)]
public sealed record ListPeople(bool? Active = null) : IQuery<Page<PersonDetails>>;

internal sealed class ListPeopleHandler(Db db, Actor actor) : IRequestHandler<ListPeople, Page<PersonDetails>>
{
    public async Task<Page<PersonDetails>> Handle(ListPeople query, CancellationToken ct)
    {
        // Partners are guests: who works here is not theirs to read.
        if (!actor.Might(Permission.ReadProblems) && !actor.Might(Permission.Administer)) throw Forbidden.Needs(Permission.ReadProblems);
        var where = new Predicates("1 = 1").When(query.Active is not null, "Active = @Active");
        var people = await db.List<PersonDetails>(
            $"SELECT Id, Email, Name, Active, StakeholderId, Version FROM Person {where} ORDER BY Name, Id", query, ct);
        return new(await PersonSql.WithRoles(db, people, ct), people.Count, false, null);
    }
}

internal static class ListPeopleEndpoint
{
    public static void MapListPeople(this RouteGroupBuilder people) => people
        .MapGet("/", (bool? active, IMediator mediator, CancellationToken ct) => mediator.Send(new ListPeople(active), ct))
        .WithName("ListPeople").WithSummary("Everybody with an account");
}
