using MediatR;

namespace ProblemTracker.Stakeholders;

/// <summary>Adds a person or organization to the directory.</summary>
/// <param name="IsAdult">Required for a kind that may be a person; not stored.</param>
[Needs(Permission.WorkProblems)]
public sealed record CreateStakeholder(
    string Name, StakeholderKind Kind, bool? IsAdult = null, string? SafeContact = null, Channel? PreferredChannel = null,
    string? Phone = null, string? Email = null, string? PostalAddress = null, string? Language = null,
    string? Shareable = null, string? Remarks = null, string? EmailLanguage = null)
    : ICommand<StakeholderDetails>, IStakeholderFields;

internal sealed class CreateStakeholderValidator : StakeholderRules<CreateStakeholder>;

internal sealed class CreateStakeholderHandler(Db db, Actor actor, TimeProvider clock)
    : IRequestHandler<CreateStakeholder, StakeholderDetails>
{
    public async Task<StakeholderDetails> Handle(CreateStakeholder command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        StakeholderSql.MustBeAdult(command);
        var id = await db.Insert("""
            INSERT INTO Stakeholder (Name, NameKey, Kind, SafeContact, PreferredChannel, Phone, PhoneKey, Email, EmailKey, PostalAddress,
                Language, EmailLanguage, Shareable, Remarks, CreatedAt)
            VALUES (@Name, @NameKey, @Kind, @SafeContact, @PreferredChannel, @Phone, @PhoneKey, @Email, @EmailKey, @PostalAddress,
                @Language, @EmailLanguage, @Shareable, @Remarks, @Now)
            """, StakeholderSql.Row(command, 0, 1, now), ct);
        var made = (await StakeholderSql.Find(db, id, ct))!;
        await StakeholderTexts.Keep(db, made, ct);
        await db.Record(actor, now, "stakeholder.created", null, id, null, null, made, ct);
        return made;
    }
}

internal static class CreateStakeholderEndpoint
{
    public static void MapCreateStakeholder(this RouteGroupBuilder stakeholders) => stakeholders
        .MapPost("/", async (CreateStakeholder body, IMediator mediator, CancellationToken ct) =>
        {
            var made = await mediator.Send(body, ct);
            return TypedResults.Created($"/api/v1/stakeholders/{made.Id}", made);
        })
        .WithName("CreateStakeholder").WithSummary("Add a stakeholder to the directory; a person must be 18 or older");
}
