using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using ProblemTracker.Search;

namespace ProblemTracker.Problems;

/// <summary>What is searched of a problem: number, title, description, worksheets and notes. Stakeholders are not: who may know them is another question.</summary>
internal static class ProblemTexts
{
    /// <summary>To be called by whatever changes one of them, in its transaction.</summary>
    public static Task Keep(Db db, long problemId, CancellationToken ct) => Keep(db, [problemId], ct);

    public static async Task Keep(Db db, IReadOnlyList<long> problemIds, CancellationToken ct)
    {
        foreach (var (id, parts) in await Read(db, problemIds, ct))
        {
            var row = new { Id = id, Words = TextWords.Of(parts.Select(part => part.Text)) };
            if (await db.Execute("UPDATE ProblemText SET Words = @Words WHERE ProblemId = @Id", row, ct) == 0)
                await db.Execute("INSERT INTO ProblemText (ProblemId, Words) VALUES (@Id, @Words)", row, ct);
        }
    }

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

    /// <summary>The texts of some problems, each problem's in the order in which a reader meets them; the latest note first.</summary>
    public static async Task<IReadOnlyDictionary<long, IReadOnlyList<TextPart>>> Read(Db db, IReadOnlyList<long> problemIds, CancellationToken ct)
    {
        var args = new { problemIds };
        var heads = await db.List<Head>("SELECT Id, Number, Title, Description FROM Problem WHERE Id IN @problemIds", args, ct);
        var sheets = (await db.List<Body>("SELECT ProblemId, Kind, Body AS Text FROM Worksheet WHERE ProblemId IN @problemIds", args, ct)).ToLookup(s => s.ProblemId);
        var notes = (await db.List<Body>("SELECT ProblemId, Body AS Text FROM ProblemNote WHERE ProblemId IN @problemIds ORDER BY ProblemId, Id DESC", args, ct)).ToLookup(n => n.ProblemId);
        return heads.ToDictionary(head => head.Id, head => (IReadOnlyList<TextPart>)
        [
            new("Title", head.Title),
            new("Number", head.Number),
            new("Description", head.Description),
            .. sheets[head.Id].OrderBy(sheet => sheet.Kind).SelectMany(sheet => In(Sheet(sheet)).Select(text => new TextPart(sheet.Kind.ToString()!, text))),
            .. notes[head.Id].Select(note => new TextPart("Note", note.Text)),
        ]);
    }

    private static object Sheet(Body sheet) => sheet.Kind switch
    {
        SheetKind.Scanning => JsonSerializer.Deserialize<ScanningSheet>(sheet.Text, Json.Options)!,
        SheetKind.Analysis => JsonSerializer.Deserialize<AnalysisSheet>(sheet.Text, Json.Options)!,
        SheetKind.Response => JsonSerializer.Deserialize<ResponseSheet>(sheet.Text, Json.Options)!,
        _ => JsonSerializer.Deserialize<AssessmentSheet>(sheet.Text, Json.Options)!,
    };

    /// <summary>Whatever somebody typed as text, in the order of the sheet's fields: found by walking it, so that a new field is covered by itself.</summary>
    internal static IEnumerable<string> In(object? value) => value switch
    {
        null => [],
        string text => [text],
        IEnumerable rows => rows.Cast<object?>().SelectMany(In),
        _ => Fields(value.GetType()).SelectMany(field => In(field.GetValue(value))),
    };

    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Known = [];

    // A key only ties rows together; numbers, dates and choices are for filters.
    private static PropertyInfo[] Fields(Type type) => Known.GetOrAdd(type, known =>
        [.. known.GetProperties().Where(p => !p.PropertyType.IsValueType && !p.Name.EndsWith("Key", StringComparison.Ordinal) && p.GetIndexParameters().Length == 0)]);
}
