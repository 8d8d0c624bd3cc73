using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>How large files may be, and how many a problem can have.</summary>
/// <param name="MegabytesPerFile">As uploaded.</param>
/// <param name="FilesPerProblem">Photos of outside owners don't count; see <c>AttachPhoto.Most</c>.</param>
/// <param name="MegabytesPerProblem">As stored, all files of a problem together.</param>
public sealed record FileLimits(int MegabytesPerFile = 25, int FilesPerProblem = 200, int MegabytesPerProblem = 1000)
{
    /// <summary>The most that an administrator can set: a file is checked in memory.</summary>
    public const int MostMegabytesPerFile = 100;
}

/// <summary>The limits for files.</summary>
[Needs(Permission.SignedIn)]
public sealed record ReadFileLimits : IQuery<VersionedSetting<FileLimits>>;

internal sealed class ReadFileLimitsHandler(Db db) : IRequestHandler<ReadFileLimits, VersionedSetting<FileLimits>>
{
    public Task<VersionedSetting<FileLimits>> Handle(ReadFileLimits query, CancellationToken ct) => FileSql.Limits(db, ct);
}

internal static class ReadFileLimitsEndpoint
{
    public static void MapReadFileLimits(this RouteGroupBuilder settings) => settings
        .MapGet("/files", async (IMediator mediator, CancellationToken ct) => (await mediator.Send(new ReadFileLimits(), ct)).Result())
        .WithName("ReadFileLimits").WithSummary("Read how large files may be, and how many a problem can have").Produces<FileLimits>();
}
