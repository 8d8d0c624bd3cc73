using System.Globalization;
using System.Text.Json.Serialization;
using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Retention;

/// <summary>What a reviewer decided about a due record.</summary>
public enum DecisionState
{
    /// <summary>Waits for another person's approval.</summary>
    Proposed,
    /// <summary>Is purged by the next run.</summary>
    Approved,
    /// <summary>Is due again on a later day.</summary>
    Kept,
    /// <summary>Was approved, but a legal hold or a change came before the purge. It must be proposed again.</summary>
    Stopped,
}

/// <summary>The records of one kind that are due to be purged, oldest first.</summary>
[Needs(Permission.ManageRetention)]
public sealed record ListDue : IQuery<Page<DueRow>>, IPaged
{
    /// <summary>Code of a kind of record, such as <c>problem</c>, which is the default.</summary>
    public string? Kind { get; init; }
    public DecisionState? State { get; init; }
    /// <summary>Only records with or without a legal hold.</summary>
    public bool? IsHeld { get; init; }
    public string? After { get; init; }
    public int? Size { get; init; }
}

/// <summary>The same records as a CSV file, without paging.</summary>
[Needs(Permission.ManageRetention)]
public sealed record ExportDue(ListDue Filter) : IQuery<CsvFile>;

public sealed record DueRow
{
    public long Id { get; init; }
    /// <summary>A problem's number; null for other kinds.</summary>
    public string? Number { get; init; }
    /// <summary>Null if the record has none, or if you don't have access to the record itself.</summary>
    public string? Title { get; init; }
    /// <summary>Since when the years count.</summary>
    public DateTimeOffset Since { get; init; }
    /// <summary>What would be deleted, in words, such as "3 worksheets, 12 actions".</summary>
    public string Deletes { get; init; } = "";
    /// <summary>A legal hold covers it, so it can't be purged.</summary>
    public bool IsHeld { get; init; }
    /// <summary>Null if nobody decided yet.</summary>
    public DecisionState? State { get; init; }
    public long? ProposedById { get; init; }
    public string? ProposedBy { get; init; }
    public DateTimeOffset? ProposedAt { get; init; }
    public string? Reason { get; init; }
    [JsonIgnore] public string Counts { get; init; } = "";
}

/// <summary>Makes the listing of one kind's due records.</summary>
internal static class DueList
{
    public static readonly Filters<ListDue> Filters = Add(new());

    /// <param name="before">The first instant that is not old enough; null if the kind is kept for good, so that nothing is due.</param>
    public static Listing<ListDue, DueRow> Of(RecordKind kind, DateTimeOffset? before, Actor actor) => new()
    {
        Columns = $"""
            {kind.Id} AS Id, {kind.Label} AS Number, CASE WHEN {kind.VisibleTo(actor)} THEN {kind.Title} END AS Title,
            {kind.SinceColumn} AS Since, CASE WHEN {kind.IsHeld} THEN 1 ELSE 0 END AS IsHeld, d.State, d.ProposedBy AS ProposedById,
            w.Name AS ProposedBy, d.ProposedAt, d.Reason, CONCAT('', {CountsOf(kind)}) AS Counts
            """,
        From = $"{kind.From} LEFT JOIN RetentionDecision d ON d.Kind = @Code AND d.SubjectId = {kind.Id}",
        Names = "LEFT JOIN Person w ON w.Id = d.ProposedBy",
        Filters = Add(new Filters<ListDue>()
            .Add(new([], (_, _) => before is null ? "1 = 0" : kind.IsDue,
                (_, _) => before is { } moment ? [new("Code", kind.Code), new("Before", moment)] : [new("Code", kind.Code)]))
            .Always("(d.KeepUntil IS NULL OR d.KeepUntil <= @Today)"), kind),
        Order = _ => new(descending: false) { { kind.SinceColumn, row => row.Since }, { kind.Id, row => row.Id } },
        Shown = (row, _) => row with { Deletes = InWords(kind, row.Counts) },
        File = new($"due-{kind.Code}", $"{kind.SinceColumn}, {kind.Id}")
        {
            { "id", row => row.Id },
            { "number", row => row.Number },
            { "title", row => row.Title },
            { "since", row => row.Since },
            { "deletes", row => row.Deletes },
            { "isHeld", row => row.IsHeld },
            { "state", row => row.State?.ToString() },
            { "proposedBy", row => row.ProposedBy },
            { "reason", row => row.Reason },
        },
    };

    private static Filters<ListDue> Add(Filters<ListDue> filters, RecordKind? kind = null) => filters
        .Is(q => q.Kind, "1 = 1")
        .Is(q => q.State, "d.State = @State")
        .Is(q => q.IsHeld, held => kind is null ? null : held ? kind.IsHeld : $"NOT {kind.IsHeld}");

    private static string CountsOf(RecordKind kind) => string.Join(", ',', ",
        kind.Parts.Where(part => part.IsCountedBefore).Select(part => CountOf(kind, part)));

    private static string CountOf(RecordKind kind, RecordPart part) =>
        $"(SELECT COUNT(*) FROM {part.TableName} WHERE {part.Where($"= {kind.Id}")})";

    private static string InWords(RecordKind kind, string counts) => Words.Of(kind.Parts.Where(part => part.IsCountedBefore)
        .Zip(counts.Split(','), (part, count) => (part, long.Parse(count, CultureInfo.InvariantCulture))));
}

/// <summary>Counts of rows in words.</summary>
internal static class Words
{
    public static string Of(IEnumerable<(RecordPart Part, long Count)> counts) => string.Join(", ", counts.Where(c => c.Count > 0)
        .GroupBy(c => c.Part.Many).Select(same => (same.First().Part, Count: same.Sum(c => c.Count)))
        .Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Count:N0} {(c.Count == 1 ? c.Part.One : c.Part.Many)}")));
}

internal sealed class ListDueValidator : AbstractValidator<ListDue>
{
    public ListDueValidator(IEnumerable<RecordKind> kinds)
    {
        RuleFor(q => q.Kind).Must(code => code is null || kinds.Any(kind => kind.Code == code))
            .WithMessage("There is no such kind of record.");
        RuleFor(q => q.State).IsInEnum();
    }
}

internal sealed class ExportDueValidator : AbstractValidator<ExportDue>
{
    public ExportDueValidator(IValidator<ListDue> filter) => RuleFor(q => q.Filter).SetValidator(filter);
}

internal sealed class ListDueHandler(Actor actor, Schedules schedules, ListReader lists)
    : IRequestHandler<ListDue, Page<DueRow>>, IRequestHandler<ExportDue, CsvFile>
{
    public async Task<Page<DueRow>> Handle(ListDue query, CancellationToken ct) =>
        await lists.Page(await Listing(query, ct), query, ct);

    public async Task<CsvFile> Handle(ExportDue query, CancellationToken ct) =>
        await lists.File(await Listing(query.Filter, ct), query.Filter, ct);

    private const string DefaultKind = "problem";

    private async Task<Listing<ListDue, DueRow>> Listing(ListDue query, CancellationToken ct)
    {
        var kind = schedules.Kind(query.Kind ?? DefaultKind);
        return DueList.Of(kind, await schedules.Before(await schedules.Read(ct), kind.Code, ct), actor);
    }
}

internal static class ListDueEndpoint
{
    public static void MapListDue(this RouteGroupBuilder retention) => retention
        .MapGet("/due", ([AsParameters] ListDue query, IMediator mediator, CancellationToken ct) => mediator.Send(query, ct))
        .WithName("ListDue").WithSummary("List the records of one kind that are due to be purged, oldest first");
}
