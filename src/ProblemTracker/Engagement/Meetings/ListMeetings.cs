using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Engagement;

/// <summary>Meetings with residents: those to come with the next one first, others with the latest first.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ListMeetings : IQuery<Page<MeetingRow>>, IPaged
{
    /// <summary>From today on, or before today.</summary>
    public bool? Coming { get; init; }
    /// <summary>Only those that began and whose attendance nobody recorded.</summary>
    public bool? ToRecord { get; init; }
    public long? NeighborhoodId { get; init; }
    public MeetingKind? Kind { get; init; }
    /// <summary>First local day.</summary>
    public DateOnly? From { get; init; }
    /// <summary>Last local day.</summary>
    public DateOnly? To { get; init; }
    public string? After { get; init; }
    public int? Size { get; init; }
}

/// <summary>The same meetings as a CSV file, without paging.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ExportMeetings(ListMeetings Filter) : IQuery<CsvFile>;

/// <summary>One meeting.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadMeeting(long MeetingId) : IQuery<MeetingRow>;

/// <summary>The list of meetings: its filters, order and CSV file.</summary>
internal static class MeetingList
{
    public static readonly Filters<ListMeetings> Filters = new Filters<ListMeetings>()
        .Flag(q => q.Coming, "m.StartsOn >= @Today", "m.StartsOn < @Today")
        .Flag(q => q.ToRecord, MeetingSql.IsToRecord, null)
        .Is(q => q.NeighborhoodId, "m.NeighborhoodId = @NeighborhoodId")
        .Is(q => q.Kind, "m.Kind = @Kind")
        .Days(q => q.From, q => q.To, "m.StartsOn");

    private static readonly ListOrder<MeetingRow> Latest =
        new(descending: true) { { "m.StartsAt", row => row.StartsAt }, { "m.Id", row => row.Id } };

    private static readonly ListOrder<MeetingRow> Next =
        new(descending: false) { { "m.StartsAt", row => row.StartsAt }, { "m.Id", row => row.Id } };

    public static readonly Listing<ListMeetings, MeetingRow> Listing = new()
    {
        Columns = MeetingSql.Columns,
        From = "Meeting m",
        Names = MeetingSql.Names,
        Filters = Filters,
        Order = q => q.Coming is true ? Next : Latest,
        File = new("meetings", "m.StartsAt, m.Id")
        {
            { "id", row => row.Id },
            { "kind", row => Wording.Of(row.Kind) },
            { "startsAt", row => row.StartsAt },
            { "endsAt", row => row.EndsAt },
            { "neighborhood", row => row.Neighborhood },
            { "place", row => row.Place },
            { "title", row => row.Title },
            { "public", row => row.IsPublic ? "Yes" : "No" },
            { "canceledAt", row => row.CanceledAt },
            { "people", row => row.People },
            { "heard", row => row.Heard },
            { "plannedBy", row => row.PlannedBy },
        },
    };
}

internal sealed class ListMeetingsValidator : AbstractValidator<ListMeetings>
{
    public ListMeetingsValidator()
    {
        RuleFor(q => q.Kind).IsInEnum();
        RuleFor(q => q.From).Must((q, from) => from is null || q.To is null || from <= q.To)
            .WithMessage("Enter a first day that is not after the last day.");
    }
}

internal sealed class ListMeetingsHandler(Db db, ListReader lists, TimeProvider clock)
    : IRequestHandler<ListMeetings, Page<MeetingRow>>, IRequestHandler<ExportMeetings, CsvFile>, IRequestHandler<ReadMeeting, MeetingRow>
{
    public async Task<Page<MeetingRow>> Handle(ListMeetings query, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return (await lists.Page(MeetingList.Listing, query, ct)).Select(row => row.At(now));
    }

    public Task<CsvFile> Handle(ExportMeetings query, CancellationToken ct) => lists.File(MeetingList.Listing, query.Filter, ct);

    public Task<MeetingRow> Handle(ReadMeeting query, CancellationToken ct) =>
        MeetingSql.Read(db, query.MeetingId, clock.GetUtcNow(), ct);
}

internal static class ListMeetingsEndpoint
{
    public static void MapListMeetings(this RouteGroupBuilder meetings)
    {
        meetings.MapGet("/", ([AsParameters] ListMeetings query, IMediator mediator, CancellationToken ct) => mediator.Send(query, ct))
            .WithName("ListMeetings").WithSummary("List meetings with residents: to come with the next one first, others latest first");
        meetings.MapGet("/{id:long}", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadMeeting(id), ct))
            .WithName("ReadMeeting").WithSummary("Read a meeting with residents");
    }
}
