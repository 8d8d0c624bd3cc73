using Microsoft.AspNetCore.Identity;

namespace ProblemTracker.Accounts;

/// <summary>A person's account as ASP.NET Core Identity wants it: mutable, saved by <see cref="AccountStore"/>.</summary>
public sealed class Account
{
    public long Id { get; set; }
    public string Email { get; set; } = "";
    public string EmailKey { get; set; } = "";
    public string Name { get; set; } = "";
    public string? PasswordHash { get; set; }
    public string SecurityStamp { get; set; } = "";
    public int FailedSignIns { get; set; }
    public DateTimeOffset? LockedUntil { get; set; }
    public bool Active { get; set; } = true;
}

/// <summary>Identity's normalizer, so that an email is looked up by the same key that the database holds unique.</summary>
internal sealed class EmailNormalizer : ILookupNormalizer
{
    public string? NormalizeName(string? name) => name is null ? null : SearchKey.Of(name);
    public string? NormalizeEmail(string? email) => email is null ? null : SearchKey.Of(email);
}
