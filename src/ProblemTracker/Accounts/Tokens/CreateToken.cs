using FluentValidation;
using MediatR;

namespace ProblemTracker.Accounts;

/// <summary>Creates a bearer token for the API. The token is shown once; only its digest is stored.</summary>
/// <param name="Replaces">Whether to revoke the person's other tokens of the same name.</param>
[Needs(Permission.Administer), SecretResult]
public sealed record CreateToken(string Email, string Name, int Days, bool ReadOnly = false, bool Replaces = false) : ICommand<TokenMade>;

public sealed record TokenMade(string Token, DateTimeOffset ExpiresAt);

internal sealed class CreateTokenValidator : AbstractValidator<CreateToken>
{
    public CreateTokenValidator()
    {
        RuleFor(c => c.Email).NotEmpty().MaximumLength(254);
        RuleFor(c => c.Name).NotEmpty().MaximumLength(100);
        RuleFor(c => c.Days).InclusiveBetween(1, 366).WithMessage("A token must expire in 1 to 366 days.");
    }
}

internal sealed class CreateTokenHandler(Db db, Actor actor, TimeProvider clock) : IRequestHandler<CreateToken, TokenMade>
{
    public async Task<TokenMade> Handle(CreateToken command, CancellationToken ct)
    {
        var personId = await db.Find<long?>("SELECT Id FROM Person WHERE EmailKey = @key AND Active = 1",
            new { key = SearchKey.OfEmail(command.Email) }, ct)
            ?? throw new Invalid("email", $"There is no active account for {command.Email}.");
        return await Tokens.Make(db, actor, clock.GetUtcNow(), personId, command.Name, command.Days,
            command.ReadOnly, command.Replaces, ct);
    }
}

/// <summary>Creates and revokes tokens.</summary>
internal static class Tokens
{
    public const string Prefix = "pt_";

    public static Task<int> RevokeAll(Db db, long personId, CancellationToken ct) => db.Execute(
        "UPDATE ApiToken SET RevokedAt = @Now WHERE PersonId = @personId AND RevokedAt IS NULL",
        new { personId, Now = TimeProvider.System.GetUtcNow() }, ct);

    public static async Task<TokenMade> Make(Db db, Actor actor, DateTimeOffset auditedAt, long personId, string name, int days,
        bool readOnly, bool replaces, CancellationToken ct)
    {
        // Real time, since moving the demo clock must not expire tokens.
        var now = TimeProvider.System.GetUtcNow();
        var token = Prefix + Secrets.New();
        var row = new { personId, name, readOnly, Digest = Secrets.Digest(token), Now = now, ExpiresAt = now.AddDays(days) };
        if (replaces)
            await db.Execute("UPDATE ApiToken SET RevokedAt = @Now WHERE PersonId = @personId AND Name = @name AND RevokedAt IS NULL",
                row, ct);
        var id = await db.Insert("""
            INSERT INTO ApiToken (PersonId, Name, Digest, ReadOnlyScope, CreatedAt, ExpiresAt)
            VALUES (@personId, @name, @Digest, @readOnly, @Now, @ExpiresAt)
            """, row, ct);
        await db.Record(actor, auditedAt, "token.created", null, id, null, null, new { personId, name, days, readOnly }, ct);
        return new(token, row.ExpiresAt);
    }
}
