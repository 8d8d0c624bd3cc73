using System.Text.Json.Nodes;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>What a worksheet's form needs beside the worksheet: the reader's own draft, and the requirements left.</summary>
/// <param name="Version">The version that a posted form began from; null for a form that is opened.</param>
[Needs(Permission.ReadProblems)]
public sealed record ReadSheetForm(long ProblemId, SheetKind Kind, int? Version = null) : IQuery<SheetForm>;

/// <param name="Draft">Null if there is none.</param>
/// <param name="Begun">The worksheet at the version that the form or the draft began from; null if it is not kept anymore.</param>
/// <param name="Shortfalls">The requirements left before the gate that this worksheet is filled in for.</param>
public sealed record SheetForm(SheetDraft? Draft, JsonObject? Begun, IReadOnlyList<Shortfall> Shortfalls);

internal sealed class ReadSheetFormHandler(CaseFiles files, Db db, Actor actor) : IRequestHandler<ReadSheetForm, SheetForm>
{
    public async Task<SheetForm> Handle(ReadSheetForm query, CancellationToken ct)
    {
        var file = await files.Read(query.ProblemId, ct);
        var draft = query.Version is null ? await Drafts.Find(db, actor, query.ProblemId, query.Kind, ct) : null;
        var version = query.Version ?? draft?.Version ?? file.WorksheetVersions.GetValueOrDefault(query.Kind);
        return new(draft, await Drafts.At(db, file, query.Kind, version, ct),
            Worksheets.ShortfallsWith(file.Dossier, query.Kind, Worksheets.Of(file.Dossier, query.Kind)));
    }
}
