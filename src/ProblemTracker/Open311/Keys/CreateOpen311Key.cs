using FluentValidation;
using MediatR;
using ProblemTracker.Accounts;

namespace ProblemTracker.Open311;

/// <summary>Issues an API key to a program that sends concerns. The key is shown once; only its digest is stored.</summary>
/// <param name="Name">The program's; the desk shows it at each concern that it sends.</param>
/// <param name="Contact">Whom to write to about the program.</param>
/// <param name="PerMinute">Most requests in a minute.</param>
[Needs(Permission.Administer), SecretResult]
public sealed record CreateOpen311Key(string Name, string Contact, int PerMinute = 60) : ICommand<Open311KeyMade>
{
    /// <summary>Most keys that work at once.</summary>
    public const int Most = 100;

    /// <summary>Most requests in a minute that can be allowed.</summary>
    public const int MostPerMinute = 1000;
}

public sealed record Open311KeyMade(long Id, string Key);

internal sealed class CreateOpen311KeyValidator : AbstractValidator<CreateOpen311Key>
{
    public CreateOpen311KeyValidator()
    {
        RuleFor(c => c.Name).NotEmpty().WithMessage("Enter the name of the program.").MaximumLength(100);
        RuleFor(c => c.Contact).NotEmpty().WithMessage("Enter whom to write to about the program.").MaximumLength(254);
        RuleFor(c => c.PerMinute).InclusiveBetween(1, CreateOpen311Key.MostPerMinute)
            .WithMessage($"Enter a whole number from 1 to {CreateOpen311Key.MostPerMinute}.");
    }
}

internal sealed class CreateOpen311KeyHandler(Db db, Actor actor, TimeProvider clock) : IRequestHandler<CreateOpen311Key, Open311KeyMade>
{
    public async Task<Open311KeyMade> Handle(CreateOpen311Key command, CancellationToken ct)
    {
        if (await db.Single<int>("SELECT COUNT(*) FROM Open311Key k WHERE k.RevokedAt IS NULL", null, ct) >= CreateOpen311Key.Most)
            throw new RuleBroken("open311.mostKeys", $"There are already {CreateOpen311Key.Most} keys. Revoke one first.", "name");
        var (key, now) = (Open311Keys.Prefix + Secrets.New(), clock.GetUtcNow());
        var row = new { Name = command.Name.Trim(), Contact = command.Contact.Trim(), command.PerMinute };
        var id = await db.Insert("""
            INSERT INTO Open311Key (Name, Contact, Digest, PerMinute, CreatedAt) VALUES (@Name, @Contact, @Digest, @PerMinute, @now)
            """, new { row.Name, row.Contact, Digest = Secrets.Digest(key), row.PerMinute, now }, ct);
        await db.Record(actor, now, "open311.keyIssued", null, id, null, null, row, ct);
        return new(id, key);
    }
}

internal static class CreateOpen311KeyEndpoint
{
    public static void MapCreateOpen311Key(this RouteGroupBuilder keys) => keys
        .MapPost("/", async (CreateOpen311Key body, IMediator mediator, CancellationToken ct) =>
            TypedResults.Created((string?)null, await mediator.Send(body, ct)))
        .WithName("CreateOpen311Key").WithSummary("Issue an API key for Open311. The answer has the key, which is not shown again");
}
