using MediatR;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Agency;
using ProblemTracker.Engagement;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Meetings;

/// <summary>Meetings and events with residents. Without a filter, those to come.</summary>
public sealed class MeetingsPage(IMediator mediator, Actor actor) : PlainListPage<ListMeetings, MeetingRow>(mediator)
{
    public static readonly IReadOnlyList<SelectListItem> Kinds =
        [.. Enum.GetValues<MeetingKind>().Select(kind => new SelectListItem(Wording.Of(kind), kind.ToString()))];

    private AgencyDay _day = null!;

    public IReadOnlyList<SelectListItem> Neighborhoods { get; private set; } = [];

    /// <summary>How many began and are not recorded.</summary>
    public int ToRecord { get; private set; }

    protected override async Task ReadChoices(CancellationToken ct)
    {
        if (!actor.Might(Permission.WriteNotes)) throw Forbidden.Needs(Permission.WriteNotes);
        _day = await Mediator.Send(new ReadAgencyDay(), ct);
        if (Request.Query.Count == 0) Filter = Filter with { Coming = true };
        Neighborhoods = await Mediator.Neighborhoods(ct);
        ToRecord = Filter.ToRecord is true ? 0 : (await Mediator.Send(new ListMeetings { ToRecord = true, Size = 1 }, ct)).Total;
    }

    protected override string Path => "/meetings";
    protected override Filters<ListMeetings> Filters => MeetingList.Filters;
    protected override IQuery<CsvFile> Export => new ExportMeetings(Filter);

    public string Time(DateTimeOffset at) => DateText.Time(_day.Local(at));
}
