using MediatR;
using ProblemTracker.Files;

namespace ProblemTracker.Problems;

/// <summary>
/// Deletes stored files without a row: those of deleted rows, and what a refused or killed upload left. Leaves those of the last hour,
/// whose rows may be on their way. Not a command: it changes no row.
/// </summary>
[Needs(Permission.Administer)]
public sealed record SweepFiles : IRequest<FilesSwept>;

public sealed record FilesSwept(int Count);

internal sealed class SweepFilesHandler(Db db, StoredFiles stored) : IRequestHandler<SweepFiles, FilesSwept>
{
    private const int MostAtOnce = 500;
    private static readonly TimeSpan Age = TimeSpan.FromHours(1);

    public async Task<FilesSwept> Handle(SweepFiles message, CancellationToken ct)
    {
        var swept = 0;
        // The times of files are those of the machine.
        foreach (var names in stored.WrittenBefore(TimeProvider.System.GetUtcNow() - Age).Chunk(MostAtOnce))
        {
            var wanted = (await db.List<string>("SELECT f.StoredAs FROM ProblemFile f WHERE f.StoredAs IN @names", new { names }, ct))
                .ToHashSet(StringComparer.Ordinal);
            foreach (var name in names.Where(name => !wanted.Contains(name)))
            {
                stored.Forget(name);
                swept++;
            }
        }
        return new(swept);
    }
}
