namespace ProblemTracker.Accounts;

/// <summary>What signing in needs to know about a person.</summary>
public sealed record Account
{
    public long Id { get; init; }
    public string Email { get; init; } = "";
    public string Name { get; init; } = "";
    public string? PasswordHash { get; init; }
    public bool Active { get; init; }
    /// <summary>Whether the password is a first one that somebody else knows.</summary>
    public bool MustChangePassword { get; init; }

    /// <summary>Whether this person can sign in with a password at all.</summary>
    public bool HasPassword => Active && PasswordHash is not null;

    internal static Task<Account?> Find(Db db, string email, CancellationToken ct) => db.Find<Account>(
        $"{Fields} WHERE EmailKey = @key", new { key = SearchKey.OfEmail(email) }, ct);

    internal static Task<Account?> Find(Db db, long id, CancellationToken ct) =>
        db.Find<Account>($"{Fields} WHERE Id = @id", new { id }, ct);

    private const string Fields = "SELECT Id, Email, Name, PasswordHash, Active, MustChangePassword FROM Person";
}
