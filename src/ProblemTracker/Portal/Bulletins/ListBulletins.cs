using System.Text.Json.Serialization;
using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Portal;

/// <summary>Bulletins for residents, newest first.</summary>
[Needs(Permission.WorkConcerns)]
public sealed record ListBulletins : IQuery<Page<BulletinDetails>>, IPaged
{
    public BulletinStatus? Status { get; init; }
    public long? NeighborhoodId { get; init; }
    public string? After { get; init; }
    public int? Size { get; init; }
}

/// <summary>The same bulletins as a CSV file, without paging.</summary>
[Needs(Permission.WorkConcerns)]
public sealed record ExportBulletins(ListBulletins Filter) : IQuery<CsvFile>;

/// <summary>One bulletin.</summary>
[Needs(Permission.WorkConcerns)]
public sealed record ReadBulletin(long BulletinId) : IQuery<BulletinDetails>;

public sealed record BulletinDetails : IVersioned
{
    public long Id { get; init; }
    /// <summary>Null for the whole city.</summary>
    public long? NeighborhoodId { get; init; }
    public string? Neighborhood { get; init; }
    /// <summary>What residents read, in each language.</summary>
    public IReadOnlyList<BulletinText> Texts => Json.Length == 0 ? [] : PublicTexts.Read<BulletinText>(Json);
    public BulletinStatus Status { get; init; }
    public long WriterId { get; init; }
    public string WrittenBy { get; init; } = "";
    public DateTimeOffset WrittenAt { get; init; }
    public string? DecidedBy { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    /// <summary>Why it was returned.</summary>
    public string? Reason { get; init; }
    public int Version { get; init; }

    [JsonIgnore]
    public string Json { get; init; } = "";
}

/// <summary>The list of bulletins: its filters, order and CSV file.</summary>
internal static class BulletinList
{
    public static readonly Filters<ListBulletins> Filters = new Filters<ListBulletins>()
        .Is(q => q.Status, "b.Status = @Status")
        .Is(q => q.NeighborhoodId, "b.NeighborhoodId = @NeighborhoodId");

    private static readonly ListOrder<BulletinDetails> Newest = new(descending: true) { { "b.Id", row => row.Id } };

    public static readonly Listing<ListBulletins, BulletinDetails> Listing = new()
    {
        Columns = BulletinSql.Columns,
        From = "Bulletin b",
        Names = BulletinSql.Names,
        Filters = Filters,
        Order = _ => Newest,
        File = new("bulletins", "b.Id")
        {
            { "id", row => row.Id },
            { "status", row => Wording.Of(row.Status) },
            { "neighborhood", row => row.Neighborhood },
            { "title", row => row.Texts[0].Title },
            { "body", row => row.Texts[0].Body },
            { "writtenBy", row => row.WrittenBy },
            { "writtenAt", row => row.WrittenAt },
            { "decidedBy", row => row.DecidedBy },
            { "decidedAt", row => row.DecidedAt },
        },
    };
}

internal sealed class ListBulletinsValidator : AbstractValidator<ListBulletins>
{
    public ListBulletinsValidator() => RuleFor(q => q.Status).IsInEnum();
}

internal sealed class ListBulletinsHandler(Db db, ListReader lists)
    : IRequestHandler<ListBulletins, Page<BulletinDetails>>, IRequestHandler<ExportBulletins, CsvFile>,
        IRequestHandler<ReadBulletin, BulletinDetails>
{
    public Task<Page<BulletinDetails>> Handle(ListBulletins query, CancellationToken ct) => lists.Page(BulletinList.Listing, query, ct);

    public Task<CsvFile> Handle(ExportBulletins query, CancellationToken ct) => lists.File(BulletinList.Listing, query.Filter, ct);

    public Task<BulletinDetails> Handle(ReadBulletin query, CancellationToken ct) => BulletinSql.Read(db, query.BulletinId, ct);
}

internal static class ListBulletinsEndpoint
{
    public static void MapListBulletins(this RouteGroupBuilder bulletins)
    {
        bulletins.MapGet("/", ([AsParameters] ListBulletins query, IMediator mediator, CancellationToken ct) => mediator.Send(query, ct))
            .WithName("ListBulletins").WithSummary("List bulletins for residents, newest first");
        bulletins.MapGet("/{id:long}", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadBulletin(id), ct))
            .WithName("ReadBulletin").WithSummary("Read a bulletin for residents");
    }
}
