using System.Security.Cryptography;
using System.Text;

namespace ProblemTracker.Neighborhoods;

/// <summary>What an import of boundaries changed, so that it can be undone. Stored as JSON with the import.</summary>
internal sealed record BoundaryTrail(IReadOnlyList<AddedTrace> Added, IReadOnlyList<ChangedTrace> Changed,
    IReadOnlyList<EndedTrace> Ended, IReadOnlyList<OverlapTrace> Overlaps)
{
    /// <summary>A short text that differs for other boundaries.</summary>
    public static string? DigestOf(string? boundary) =>
        boundary is null ? null : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(boundary)));
}

/// <param name="Digest">Of its boundary.</param>
internal sealed record AddedTrace(long Id, string Name, string? Digest);

/// <param name="Digest">Of the boundary that it got.</param>
/// <param name="KeptUntil">The last day of its boundary before, which stays for earlier days; null after a correction.</param>
/// <param name="Boundary">Its boundary before a correction; null if it had none.</param>
/// <param name="Name">The name that it got; null if it kept its own.</param>
/// <param name="NameBefore">The name that it had then.</param>
internal sealed record ChangedTrace(long Id, string? Digest, DateOnly? KeptUntil, string? Boundary, string? Name, string NameBefore);

/// <param name="LastDay">The last day that it got.</param>
/// <param name="LastDayBefore">Null if it had none.</param>
/// <param name="FollowersBefore">Those that were to take its place.</param>
internal sealed record EndedTrace(long Id, DateOnly LastDay, DateOnly? LastDayBefore, IReadOnlyList<Follower> FollowersBefore);

/// <summary>A choice of which neighborhood gets the points in both, that the import made or replaced.</summary>
internal sealed record OverlapTrace
{
    public long WinnerId { get; init; }
    public long OtherId { get; init; }
    /// <summary>Whether the import made it; else it replaced it.</summary>
    public bool IsMade { get; init; }
}
