using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>Which entries of a timeline to list.</summary>
public enum TimelineFilter
{
    All,
    /// <summary>What people did, without what the system did.</summary>
    People,
    Notes,
    /// <summary>Moves between stages, starts and follow-ups.</summary>
    Moves,
}

/// <summary>A problem's timeline, newest first: one line for each event, including notes.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadTimeline(long ProblemId, TimelineFilter Show = TimelineFilter.All, string? After = null, int? Size = null)
    : IQuery<Page<TimelineRow>>, IPaged;

public sealed record TimelineRow
{
    public long Id { get; init; }
    public DateTimeOffset At { get; init; }
    /// <summary>A person's name, "A partner", "By link" or "System".</summary>
    public string Who { get; init; } = "";
    /// <summary>Stable code, for example <c>problem.stage</c>.</summary>
    public string Event { get; init; } = "";
    public string Summary { get; init; } = "";
    /// <summary>The note; null for other events.</summary>
    public long? NoteId { get; init; }
}

internal sealed class ReadTimelineValidator : AbstractValidator<ReadTimeline>
{
    public ReadTimelineValidator() => RuleFor(q => q.Show).IsInEnum();
}

internal sealed class ReadTimelineHandler(Db db, Actor actor, ListReader lists) : IRequestHandler<ReadTimeline, Page<TimelineRow>>
{
    private static readonly ListOrder<TimelineRow> Latest = new(descending: true) { { "e.Id", row => row.Id } };

    private static readonly Listing<ReadTimeline, TimelineRow> Timeline = new()
    {
        Columns = $"e.Id, e.At, {Audit.Who} AS Who, e.Event, e.Summary, "
            + "CASE WHEN e.Event = 'note.written' THEN CAST(e.SubjectId AS BIGINT) END AS NoteId",
        From = "AuditEntry e",
        Names = "LEFT JOIN Person w ON w.Id = e.PersonId",
        Filters = new Filters<ReadTimeline>().Is(q => (long?)q.ProblemId, "e.ProblemId = @ProblemId").Always("e.Summary IS NOT NULL")
            .Is(q => (TimelineFilter?)q.Show, show => show switch
            {
                TimelineFilter.People => "(e.PersonId IS NOT NULL OR e.Origin = 'link')",
                TimelineFilter.Notes => "e.Event = 'note.written'",
                TimelineFilter.Moves => """
                    e.Event IN ('problem.opened', 'problem.stage', 'response.started', 'decision.undone', 'problem.followUp')
                    """,
                _ => null,
            }),
        Order = _ => Latest,
    };

    public async Task<Page<TimelineRow>> Handle(ReadTimeline query, CancellationToken ct)
    {
        await ProblemSql.MustSee(db, actor, query.ProblemId, ct);
        return await lists.Page(Timeline, query, ct);
    }
}

internal static class ReadTimelineEndpoint
{
    public static void MapReadTimeline(this RouteGroupBuilder problems) => problems
        .MapGet("/{id:long}/timeline",
            (long id, TimelineFilter? show, string? after, int? size, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ReadTimeline(id, show ?? TimelineFilter.All, after, size), ct))
        .WithName("ReadTimeline").WithSummary("List a problem's timeline, newest first");
}
