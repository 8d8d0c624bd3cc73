using System.Text.Json.Serialization;

namespace ProblemTracker.Evidence;

/// <summary>A problem's report, in the form that awards for problem-oriented policing ask for.</summary>
public sealed record ProblemReport
{
    public long ProblemId { get; init; }
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
    /// <summary>Category, place, lead and dates.</summary>
    public IReadOnlyList<ReportFact> Facts { get; init; } = [];
    /// <summary>The local day on which it was read.</summary>
    public DateOnly AsOf { get; init; }
    /// <summary>Without what the public may not read.</summary>
    public bool IsPublic { get; init; }
    /// <summary>Summary, Scanning, Analysis, Response, Assessment.</summary>
    public IReadOnlyList<ReportPart> Sections { get; init; } = [];
    /// <summary>Appendix: where the information comes from.</summary>
    public ReportTable Sources { get; init; } = ReportTable.None;
    /// <summary>Appendix: the frozen evaluation plans with their amendments, newest first.</summary>
    public IReadOnlyList<ReportPlan> Plans { get; init; } = [];

    /// <summary>The same report with every text of it changed, such as redacted. Pictures have no texts of the record.</summary>
    internal ProblemReport With(Func<string, string> change) => this with
    {
        Title = change(Title),
        Facts = Of(Facts, change),
        Sections = [.. Sections.Select(part => part with
        {
            Text = change(part.Text),
            Statements = [.. part.Statements.Select(change)],
            Tables = [.. part.Tables.Select(table => table.With(change))],
            Figures = [.. part.Figures.Select(figure =>
                figure with
                {
                    Caption = change(figure.Caption),
                    Numbers = figure.Numbers.With(change),
                    Points = [.. figure.Points.Select(point => point with { Name = change(point.Name) })],
                })],
        })],
        Sources = Sources.With(change),
        Plans = [.. Plans.Select(plan => plan with
        {
            Title = change(plan.Title),
            Facts = Of(plan.Facts, change),
            Tables = [.. plan.Tables.Select(table => table.With(change))],
        })],
    };

    private static IReadOnlyList<ReportFact> Of(IReadOnlyList<ReportFact> facts, Func<string, string> change) =>
        [.. facts.Select(fact => fact with { Value = change(fact.Value) })];
}

public sealed record ReportFact(string Label, string Value);

/// <summary>A section: words that people can edit, and figures that always follow the records.</summary>
public sealed record ReportPart
{
    public ReportSection Section { get; init; }
    /// <summary>Paragraphs, and lists whose items begin with a hyphen.</summary>
    public string Text { get; init; } = "";
    /// <summary>Words of the text.</summary>
    public int Words => ReportWords.Count(Text);
    /// <summary>Whether a person wrote the text. Otherwise it follows the worksheets.</summary>
    public bool IsEdited { get; init; }
    /// <summary>What the worksheets say now, if the text was edited; else null.</summary>
    public string? SheetText { get; init; }
    /// <summary>Send it in If-Match to change the section. 0 before the first change.</summary>
    public int Version { get; init; }
    /// <summary>Who edited it; null if nobody did.</summary>
    public string? EditedBy { get; init; }
    public DateTimeOffset? EditedAt { get; init; }
    /// <summary>What the program counted, in sentences.</summary>
    public IReadOnlyList<string> Statements { get; init; } = [];
    public IReadOnlyList<ReportTable> Tables { get; init; } = [];
    public IReadOnlyList<ReportFigure> Figures { get; init; } = [];
}

public sealed record ReportTable(string Title, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    public static readonly ReportTable None = new("", [], []);

    internal ReportTable With(Func<string, string> change) => this with { Rows = [.. Rows.Select(row => row.Select(change).ToList())] };
}

public sealed record ReportColumn(string Name, bool IsNumber = false);

/// <summary>A chart or map, with its numbers.</summary>
/// <param name="Code">Its name in addresses: <c>months</c> or <c>places</c>.</param>
/// <param name="Numbers">The table beside the picture.</param>
public sealed record ReportFigure(string Code, string Title, string Caption, ReportTable Numbers)
{
    /// <summary>What the picture shows, for programs.</summary>
    public IReadOnlyList<ReportPoint> Points { get; init; } = [];

    /// <summary>The picture.</summary>
    public string Svg => Drawing.ToSvg();

    [JsonIgnore]
    internal Drawing Drawing { get; init; } = null!;
}

/// <param name="Name">A month such as <c>2026-03</c>, or a place.</param>
/// <param name="Incidents">Null if the number is hidden from the public.</param>
public sealed record ReportPoint(string Name, int? Incidents);

/// <summary>A frozen evaluation plan.</summary>
/// <param name="Hash">SHA-256 of what was frozen; null in a public report, since it would let someone check guesses of what is
/// withheld.</param>
/// <param name="Tables">Objectives, actions, amendments.</param>
public sealed record ReportPlan(string Title, string? Hash, IReadOnlyList<ReportFact> Facts, IReadOnlyList<ReportTable> Tables);
