using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>
/// Everyone with an account, by name. Not paged, since a department has at most hundreds of people. Partners have no access.
/// </summary>
/// <param name="Active">True for active accounts only, false for inactive ones only, null for all.</param>
[Needs(Permission.SignedIn)]
public sealed record ListPeople(bool? Active = null) : IQuery<Page<PersonDetails>>;

internal sealed class ListPeopleHandler(Db db, Actor actor) : IRequestHandler<ListPeople, Page<PersonDetails>>
{
    public async Task<Page<PersonDetails>> Handle(ListPeople query, CancellationToken ct)
    {
        // Partners must not see who works for the department.
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
        .WithName("ListPeople").WithSummary("List people with an account");
}
