using System.Text.Json.Nodes;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>Merges what somebody typed with what was saved since they began. Saves nothing.</summary>
/// <param name="Version">The version that they began from.</param>
/// <param name="Choices">What they decided about conflicts with that version.</param>
[Needs(Permission.WorkEvidence)]
public sealed record MergeSheet(long ProblemId, SheetKind Kind, int Version, JsonObject Mine, IReadOnlyList<SheetChoice> Choices)
    : IQuery<SheetMerged>;

/// <param name="Path">The path of a <see cref="MergeConflict"/>.</param>
/// <param name="Mine">Whether mine is kept, or what was saved.</param>
public sealed record SheetChoice(string Path, bool Mine);

/// <param name="Version">The current version, which a save must name.</param>
public sealed record SheetMerged(int Version, JsonObject Sheet, IReadOnlyList<MergeConflict> Conflicts);

internal sealed class MergeSheetHandler(CaseFiles files, Db db) : IRequestHandler<MergeSheet, SheetMerged>
{
    public async Task<SheetMerged> Handle(MergeSheet query, CancellationToken ct)
    {
        var file = await files.Read(query.ProblemId, ct);
        var current = file.WorksheetVersions.GetValueOrDefault(query.Kind);
        // Nothing can be merged without the version it began from. The person must compare the two themselves.
        var begun = await Drafts.At(db, file, query.Kind, query.Version, ct) ?? throw new Stale(current);
        var mine = SheetMerge.Decide(query.Mine, begun, query.Choices.Select(choice => (choice.Path, choice.Mine)));
        if (query.Version == current) return new(current, mine, []);
        var merged = SheetMerge.Merge(begun, mine, Worksheets.Node(Worksheets.Of(file.Dossier, query.Kind)));
        return new(current, merged.Sheet, merged.Conflicts);
    }
}
