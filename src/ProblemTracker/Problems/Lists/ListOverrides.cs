using System.Text.Json.Serialization;
using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>Overrides across the problems that the reader can view, newest first.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ListOverrides : IQuery<Page<OverrideRow>>, IPaged, IProblemFilter
{
    /// <summary>Code of a shortfall that was overridden.</summary>
    public string? Code { get; init; }
    public Gate? Gate { get; init; }
    /// <summary>First local day, inclusive.</summary>
    public DateOnly? From { get; init; }
    /// <summary>Last local day, inclusive.</summary>
    public DateOnly? To { get; init; }
    public long? NeighborhoodId { get; init; }
    public string? CategoryCode { get; init; }
    public long? LeadId { get; init; }
    public string? After { get; init; }
    public int? Size { get; init; }
}

/// <summary>The same overrides as a CSV file, without paging.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ExportOverrides(ListOverrides Filter) : IQuery<CsvFile>;

public sealed record OverrideRow
{
    public long Id { get; init; }
    public long ProblemId { get; init; }
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
    public string Neighborhood { get; init; } = "";
    public Gate Gate { get; init; }
    /// <summary>Codes of the overridden shortfalls.</summary>
    public IReadOnlyList<string> Codes => CodeList.Split(',');
    public string Reason { get; init; } = "";
    public DateTimeOffset At { get; init; }
    public string? DecidedBy { get; init; }
    [JsonIgnore]
    public string CodeList { get; init; } = "";
}

/// <summary>The list of overrides: its filters, order and CSV file.</summary>
internal static class OverrideList
{
    public static readonly Filters<ListOverrides> Filters = new Filters<ListOverrides>()
        .Instants(q => q.From, q => q.To, "o.At")
        .Is(q => q.Code, "EXISTS (SELECT 1 FROM WaivedCode c WHERE c.GateOverrideId = o.Id AND c.Code = @Code)")
        .Is(q => q.Gate, "o.Gate = @Gate")
        .OfProblem();

    private static readonly ListOrder<OverrideRow> Newest = new(descending: true) { { "o.At", row => row.At }, { "o.Id", row => row.Id } };

    public static readonly Listing<ListOverrides, OverrideRow> Listing = new()
    {
        Columns = "o.Id, o.ProblemId, p.Number, p.Title, n.Name AS Neighborhood, o.Gate, o.Codes AS CodeList, "
            + "o.Reason, o.At, w.Name AS DecidedBy",
        From = "GateOverride o JOIN Problem p ON p.Id = o.ProblemId",
        Names = "LEFT JOIN Neighborhood n ON n.Id = p.NeighborhoodId LEFT JOIN Person w ON w.Id = o.PersonId",
        Filters = Filters,
        Order = _ => Newest,
        File = new("overrides", "o.At, o.Id")
        {
            { "number", row => row.Number },
            { "title", row => row.Title },
            { "neighborhood", row => row.Neighborhood },
            { "gate", row => Wording.Of(row.Gate) },
            { "codes", row => row.CodeList },
            { "reason", row => row.Reason },
            { "at", row => row.At },
            { "decidedBy", row => row.DecidedBy },
        },
    };
}

internal sealed class ListOverridesValidator : AbstractValidator<ListOverrides>
{
    public ListOverridesValidator()
    {
        RuleFor(q => q.Code).Must(code => code is null || Sara.Codes.Contains(code)).WithMessage("No requirement has this code.");
        RuleFor(q => q.To).Must((q, last) => !(q.From > last)).WithMessage("The last day is before the first. Swap them.");
        this.ProblemRules();
    }
}

internal sealed class ListOverridesHandler(ListReader lists)
    : IRequestHandler<ListOverrides, Page<OverrideRow>>, IRequestHandler<ExportOverrides, CsvFile>
{
    public Task<Page<OverrideRow>> Handle(ListOverrides query, CancellationToken ct) => lists.Page(OverrideList.Listing, query, ct);

    public Task<CsvFile> Handle(ExportOverrides query, CancellationToken ct) => lists.File(OverrideList.Listing, query.Filter, ct);
}

internal static class ListOverridesEndpoint
{
    public static void MapListOverrides(this RouteGroupBuilder overrides) => overrides
        .MapGet("/", ([AsParameters] ListOverrides query, IMediator mediator, CancellationToken ct) => mediator.Send(query, ct))
        .WithName("ListOverrides").WithSummary("List overrides, newest first");
}
