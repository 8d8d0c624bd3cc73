using FluentValidation;
using MediatR;

namespace ProblemTracker.Assignments;

/// <summary>The name by which the public knows a person, for all their assignments.</summary>
[Needs(Permission.Administer)]
public sealed record ReadPublicName(long PersonId) : IQuery<PublicNameDetails>;

/// <summary>Sets the name by which the public knows a person of the department.</summary>
/// <param name="PublicName">For example <c>Officer J. Rivera</c>; null or empty if it is not shown.</param>
[Needs(Permission.Administer)]
public sealed record ChangePublicName(long PersonId, int Version, string? PublicName) : ICommand<PublicNameDetails>;

public sealed record PublicNameDetails : IVersioned
{
    /// <summary>Null if it is not shown.</summary>
    public string? PublicName { get; init; }
    /// <summary>The version of the person.</summary>
    public int Version { get; init; }
}

internal sealed class ChangePublicNameValidator : AbstractValidator<ChangePublicName>
{
    public ChangePublicNameValidator() => RuleFor(c => c.PublicName).MaximumLength(PublicNameRules.Longest);
}

internal static class PublicNameRules
{
    /// <summary>Characters.</summary>
    public const int Longest = 200;
}

internal sealed class PublicNameHandler(Db db, Actor actor, TimeProvider clock)
    : IRequestHandler<ReadPublicName, PublicNameDetails>, IRequestHandler<ChangePublicName, PublicNameDetails>
{
    public Task<PublicNameDetails> Handle(ReadPublicName query, CancellationToken ct) => Read(query.PersonId, ct);

    public async Task<PublicNameDetails> Handle(ChangePublicName command, CancellationToken ct)
    {
        await AssignmentSql.Hold(db, command.PersonId, ct);
        var before = await Read(command.PersonId, ct);
        var after = command.PublicName.IsBlank() ? null : command.PublicName.Trim();
        if (await db.Execute("UPDATE Person SET PublicName = @after, Version = Version + 1 WHERE Id = @PersonId AND Version = @Version",
            new { after, command.PersonId, command.Version }, ct) == 0) throw new Stale(before.Version);
        await db.Execute([AssignmentSql.Named(actor, clock.GetUtcNow(), command.PersonId, before.PublicName, after)], ct);
        return new() { PublicName = after, Version = before.Version + 1 };
    }

    private async Task<PublicNameDetails> Read(long personId, CancellationToken ct) => await db.Find<PublicNameDetails>(
        "SELECT PublicName, Version FROM Person WHERE Id = @personId", new { personId }, ct) ?? throw new NotFound();
}

internal static class PublicNameEndpoints
{
    public sealed record Body(string? PublicName);

    public static void MapPublicName(this RouteGroupBuilder v1)
    {
        var people = v1.MapGroup("/people").WithTags("People");
        people.MapGet("/{id:long}/public-name", (long id, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ReadPublicName(id), ct))
            .WithName("ReadPublicName").WithSummary("Read the name by which the public knows a person");
        people.MapPut("/{id:long}/public-name", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ChangePublicName(id, version, body.PublicName), ct))
            .WithName("ChangePublicName").WithSummary("Set the name by which the public knows a person, or don't show it");
    }
}
