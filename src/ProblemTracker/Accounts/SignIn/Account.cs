using Microsoft.AspNetCore.Identity;

namespace ProblemTracker.Accounts;

/// <summary>A person's account in the mutable form that ASP.NET Core Identity needs; saved by <see cref="AccountStore"/>.</summary>
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

/// <summary>Makes Identity look up emails by the same key that is unique in the database.</summary>
internal sealed class EmailNormalizer : ILookupNormalizer
{
    public string? NormalizeName(string? name) => name is null ? null : SearchKey.Of(name);
    public string? NormalizeEmail(string? email) => email is null ? null : SearchKey.Of(email);
}
