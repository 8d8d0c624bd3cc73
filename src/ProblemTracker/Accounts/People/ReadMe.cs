using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>The signed-in person.</summary>
[Needs(Permission.SignedIn)]
public sealed record ReadMe : IQuery<PersonDetails>;

internal sealed class ReadMeHandler(Db db, Actor actor) : IRequestHandler<ReadMe, PersonDetails>
{
    public async Task<PersonDetails> Handle(ReadMe query, CancellationToken ct) =>
        await PersonSql.Read(db, actor.PersonId ?? throw new NotFound(), ct) ?? throw new NotFound();
}

internal static class ReadMeEndpoint
{
    public static void MapReadMe(this RouteGroupBuilder me) => me
        .MapGet("/", (IMediator mediator, CancellationToken ct) => mediator.Send(new ReadMe(), ct))
        .WithName("ReadMe").WithSummary("Read the person this token belongs to");
}
