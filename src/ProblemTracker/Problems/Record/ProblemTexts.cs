using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using ProblemTracker.Search;

namespace ProblemTracker.Problems;

/// <summary>
/// The searchable texts of a problem: number, title, description, worksheets and notes. Stakeholders are not searchable here, because fewer
/// readers may know their names.
/// </summary>
internal static class ProblemTexts
{
    /// <summary>Indexes problems that were inserted without a case file. Saving a case file indexes its problem.</summary>
    public static async Task Keep(Db db, IReadOnlyList<long> problemIds, CancellationToken ct)
    {
        foreach (var (id, parts) in await Read(db, problemIds, ct)) await db.Execute(Keeping(id, parts), ct);
    }

    /// <summary>Writes the search index row of a problem with these texts.</summary>
    public static IEnumerable<PendingWrite> Keeping(long problemId, IReadOnlyList<RecordText> parts)
    {
        var row = new { Id = problemId, Words = TextWords.Of(parts.Select(part => part.Text)) };
        yield return new("UPDATE ProblemText SET Words = @Words WHERE ProblemId = @Id", row);
        yield return new("""
            INSERT INTO ProblemText (ProblemId, Words) SELECT @Id, @Words WHERE NOT EXISTS (SELECT 1 FROM ProblemText WHERE ProblemId = @Id)
            """, row);
    }

    /// <summary>The searchable texts of a problem in memory.</summary>
    /// <param name="notes">Newest first.</param>
    public static IReadOnlyList<RecordText> Parts(ProblemRecord problem, Dossier dossier, IEnumerable<string> notes) =>
        Parts(problem.Title, problem.Number, problem.Description,
            Enum.GetValues<SheetKind>().Select(kind => (kind, Worksheets.Of(dossier, kind))), notes);

    private static IReadOnlyList<RecordText> Parts(
        string title, string number, string description, IEnumerable<(SheetKind Kind, object Sheet)> sheets, IEnumerable<string> notes) =>
    [
        new("Title", title),
        new("Number", number),
        new("Description", description),
        .. sheets.SelectMany(sheet => In(sheet.Sheet).Select(text => new RecordText(sheet.Kind.ToString(), text))),
        .. notes.Select(note => new RecordText("Note", note)),
    ];

    private sealed record Head
    {
        public long Id { get; init; }
        public string Number { get; init; } = "";
        public string Title { get; init; } = "";
        public string Description { get; init; } = "";
    }

    private sealed record Body
    {
        public long ProblemId { get; init; }
        public SheetKind? Kind { get; init; }
        public string Text { get; init; } = "";
    }

    /// <summary>The searchable texts of problems by id, in the order in which pages show them; newest note first.</summary>
    public static async Task<IReadOnlyDictionary<long, IReadOnlyList<RecordText>>> Read(
        Db db, IReadOnlyList<long> problemIds, CancellationToken ct)
    {
        var args = new { problemIds };
        var heads = await db.List<Head>("SELECT Id, Number, Title, Description FROM Problem WHERE Id IN @problemIds", args, ct);
        var sheets = (await db.List<Body>(
            "SELECT ProblemId, Kind, Body AS Text FROM Worksheet WHERE ProblemId IN @problemIds", args, ct))
            .ToLookup(s => s.ProblemId);
        var notes = (await db.List<Body>(
            "SELECT ProblemId, Body AS Text FROM ProblemNote WHERE ProblemId IN @problemIds ORDER BY ProblemId, Id DESC", args, ct))
            .ToLookup(n => n.ProblemId);
        return heads.ToDictionary(head => head.Id, head => Parts(head.Title, head.Number, head.Description,
            sheets[head.Id].OrderBy(sheet => sheet.Kind).Select(sheet => (sheet.Kind!.Value, Sheet(sheet))),
            notes[head.Id].Select(note => note.Text)));
    }

    private static object Sheet(Body sheet) => sheet.Kind switch
    {
        SheetKind.Scanning => JsonSerializer.Deserialize<ScanningSheet>(sheet.Text, Json.Options)!,
        SheetKind.Analysis => JsonSerializer.Deserialize<AnalysisSheet>(sheet.Text, Json.Options)!,
        SheetKind.Response => JsonSerializer.Deserialize<ResponseSheet>(sheet.Text, Json.Options)!,
        _ => JsonSerializer.Deserialize<AssessmentSheet>(sheet.Text, Json.Options)!,
    };

    /// <summary>
    /// All text that users typed, in the order of the worksheet's fields. Walks the properties, so that new fields are included.
    /// </summary>
    internal static IEnumerable<string> In(object? value) => value switch
    {
        null => [],
        string text => [text],
        IEnumerable rows => rows.Cast<object?>().SelectMany(In),
        _ => Fields(value.GetType()).SelectMany(field => In(field.GetValue(value))),
    };

    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Known = [];

    // Keys only link rows, and nobody typed how a number was counted. Numbers, dates and choices have filters of their own.
    private static PropertyInfo[] Fields(Type type) => Known.GetOrAdd(type, known =>
        [.. known.GetProperties()
            .Where(p => !p.PropertyType.IsValueType && p.PropertyType != typeof(CountBasis)
                && !p.Name.EndsWith("Key", StringComparison.Ordinal) && p.GetIndexParameters().Length == 0)]);
}
