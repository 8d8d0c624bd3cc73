using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;
using ProblemTracker.Demo;
using ProblemTracker.Engagement;
using ProblemTracker.Evidence;
using ProblemTracker.Incidents;
using ProblemTracker.Jobs;
using ProblemTracker.Mail;
using ProblemTracker.Nudges;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Partners;
using ProblemTracker.Problems;
using ProblemTracker.PublicRecords;
using ProblemTracker.Reports;
using ProblemTracker.Retention;
using ProblemTracker.Updates;

namespace ProblemTracker.Pages.MyDay;

/// <summary>The start page: what needs the reader's attention, by role.</summary>
public sealed class MyDayPage(IMediator mediator, Actor actor, TrackerOptions options) : PageModel
{
    public MyDayProblems Day { get; private set; } = null!;
    public Page<NudgeRow> Nudges { get; private set; } = null!;
    /// <summary>What others did and the reader has not read yet.</summary>
    public Page<UpdateRow> Updates { get; private set; } = null!;
    /// <summary>The reader's own requests that are not decided yet.</summary>
    public Page<RequestDetails> Requested { get; private set; } = new([], 0, false, null);
    public IReadOnlyList<NearbyIncidents> Nearby { get; private set; } = [];
    /// <summary>Signals that wait for a decision; 0 for readers who can't decide.</summary>
    public int WaitingSignals { get; private set; }
    /// <summary>Null for readers who are not partners.</summary>
    public IReadOnlyList<PartnerAction>? PartnerActions { get; private set; }
    /// <summary>Requests that the reader may decide; null for readers who are not supervisors.</summary>
    public Page<RequestDetails>? ToDecide { get; private set; }
    /// <summary>Purges that wait for the reader's approval.</summary>
    public IReadOnlyList<ProposedCount> Purges { get; private set; } = [];
    /// <summary>Public-records requests that the reader can release and that are due soon.</summary>
    public IReadOnlyList<RecordsRequestRow> RecordsDue { get; private set; } = [];
    /// <summary>Null for readers who are not command staff.</summary>
    public StatusReport? Status { get; private set; }
    /// <summary>Moves between stages in the last 7 days; null for readers who are not command staff.</summary>
    public Page<MoveRow>? Moves { get; private set; }

    /// <summary>The steps of the agency's first day; null for readers who are not administrators.</summary>
    public SetUpState? SetUp { get; private set; }
    /// <summary>Whether the last step was done just now.</summary>
    public bool JustSetUp { get; private set; }

    /// <summary>The latest imports; null for readers who are not analysts.</summary>
    public IReadOnlyList<ImportRow>? Imports { get; private set; }
    /// <summary>For administrators: jobs whose last run failed.</summary>
    public IReadOnlyList<JobRow> FailedJobs { get; private set; } = [];
    /// <summary>Null for readers who are not administrators.</summary>
    public MailStatus? Mail { get; private set; }

    /// <summary>How far the list of holidays reaches, for administrators.</summary>
    public HolidayCoverage? Holidays { get; private set; }

    /// <summary>One line for each problem that asks something of the reader.</summary>
    public IReadOnlyList<DayLine> Lines { get; private set; } = [];

    public long PersonId => actor.PersonId ?? 0;
    public bool ReadsProblems => actor.Might(Permission.ReadProblems);
    public bool OpensProblems => actor.Might(Permission.OpenProblems);
    public bool HasNothing => Lines.Count == 0 && Day.Leading.Items.Count == 0;

    /// <summary>Reminders about actions of a partner, who sees no problems.</summary>
    public IReadOnlyList<NudgeRow> PartnerNudges => [.. Nudges.Items.Where(nudge => nudge.Kind.IsForPartner())];

    /// <summary>What stands between an overdue problem and its next stage.</summary>
    public static string Left(DayProblem problem) => problem.RequirementsLeft switch
    {
        null => "",
        0 => "No requirements left.",
        1 => "1 requirement left.",
        { } left => $"{left} requirements left.",
    };

    public static string IncidentsHref(IncidentFilter filter)
    {
        var invariant = System.Globalization.CultureInfo.InvariantCulture;
        var query = new Microsoft.AspNetCore.Http.Extensions.QueryBuilder
        {
            { "from", filter.From!.Value.ToString("yyyy-MM-dd", invariant) },
            { "categoryCode", filter.CategoryCode! },
        };
        if (filter.NeighborhoodId is { } neighborhood) query.Add("neighborhoodId", neighborhood.ToString(invariant));
        if (filter.IsNear)
        {
            query.Add("latitude", filter.Latitude!.Value.ToString(invariant));
            query.Add("longitude", filter.Longitude!.Value.ToString(invariant));
            query.Add("radius", filter.Radius!.Value.ToString(invariant));
        }
        return $"/incidents{query}";
    }
    public bool IsAdministrator => actor.Might(Permission.Administer);
    public bool MovesClock => IsAdministrator && options.IsDemo;

    private AgencyDay _day = null!;

    public DateOnly DateOf(DateTimeOffset at) => _day.DateOf(at);

    /// <summary>The updates that no card of the page shows: requests to decide have their own.</summary>
    public UpdateList UpdateList => new(
        [.. Updates.Items.Where(update => ToDecide is null || update.Kind != UpdateKind.RequestMade).OrderBy(update => update.Kind)],
        _day.Local, MarksAll: false);

    /// <summary>Null if nothing on the page is new.</summary>
    public MarkAll? MarkAll
    {
        get
        {
            var nudges = Nudges.Items.Where(nudge => nudge.SeenAt is null).Select(nudge => (long?)nudge.Id).Max();
            var updates = Updates.Items.Select(update => (long?)update.Id).Max();
            return nudges is null && updates is null ? null : new(updates, nudges);
        }
    }

    public async Task OnGet(CancellationToken ct)
    {
        _day = await mediator.Send(new ReadAgencyDay(), ct);
        Day = await mediator.Send(new ReadMyDay(), ct);
        if (IsAdministrator) await ReadSetUp(ct);
        Nudges = await mediator.Send(new ListMyNudges(Size: ProblemTracker.Shared.Page.LargestSize), ct);
        Updates = await mediator.Send(new ListMyUpdates(New: true, Size: ReadMyDay.Shown), ct);
        if (OpensProblems)
        {
            Requested = await mediator.Send(new ListRequests(Mine: true, Size: ReadMyDay.Shown), ct);
            Nearby = await mediator.Send(new CountNearby(), ct);
            WaitingSignals = (await mediator.Send(new CountWaitingSignals(), ct)).Count;
        }
        if (actor.Might(Permission.DecideProblems)) ToDecide = await mediator.Send(new ListRequests(Size: ReadMyDay.Shown), ct);
        var lines = new DayLines(Day.Today);
        // Requests to decide are shown as cards.
        lines.Add(Nudges.Items.Where(nudge => ToDecide is null || nudge.Kind != NudgeKind.RequestWaiting));
        lines.AddReturned(Day.Returned);
        lines.AddToConfirm(Day.ToConfirm);
        lines.AddWithoutLead(Day.TeamWithoutLead.Items);
        lines.Add(Day.Overdue.Concat(Day.DueSoon));
        lines.Add(Day.Actions.Items, Nudges.Items);
        if (ReadsProblems)
            lines.Add((await mediator.Send(
                new ListCommitments { OwnerId = PersonId, Open = true, Size = ProblemTracker.Shared.Page.LargestSize }, ct)).Items);
        lines.Add(Requested.Items);
        lines.Add(Day.HandedOver, PersonId);
        lines.Add(Nearby);
        Lines = lines.All;
        if (actor.Roles.Contains(Role.Analyst)) Imports = (await mediator.Send(new ListImports(Size: 3), ct)).Items;
        if (IsAdministrator)
        {
            FailedJobs = [.. (await mediator.Send(new ListJobs(), ct)).Jobs.Where(job => job.State == "Failed")];
            Mail = await mediator.Send(new ReadMailStatus(), ct);
            Holidays = await mediator.Send(new ReadHolidayCoverage(), ct);
        }
        if (actor.Might(Permission.ActAsPartner)) PartnerActions = (await mediator.Send(new ListPartnerActions(), ct)).Items;
        if (actor.Might(Permission.ManageRetention)) Purges = (await mediator.Send(new CountProposed(), ct)).Kinds;
        if (actor.Might(Permission.ReleaseRecords)) RecordsDue = (await mediator.Send(new ListRecordsDue(), ct)).Items;
        if (actor.Roles.Contains(Role.Command))
        {
            Status = await mediator.Send(new ReadStatusReport(new()), ct);
            Moves = await mediator.Send(new ListMoves { Size = 2 * ReadMyDay.Shown }, ct);
        }
    }

    public async Task<IActionResult> OnPostSetUp(string step, bool needed, CancellationToken ct)
    {
        await mediator.Send(new ChangeSetUpStep(step ?? "", needed), ct);
        return LocalRedirect("~/");
    }

    private async Task ReadSetUp(CancellationToken ct)
    {
        SetUp = await mediator.Send(new ReadSetUp(), ct);
        if (SetUp is { IsFinished: false, Left: 0 })
        {
            SetUp = await mediator.Send(new FinishSetUp(), ct);
            JustSetUp = SetUp.IsFinished;
        }
    }

    public async Task<IActionResult> OnPostClock(int days, CancellationToken ct)
    {
        if (await this.TrySend(mediator, new MoveDemoClock(days)) is { } moved)
        {
            TempData[Shell.Flash] = $"The demo clock now shows {DateText.LongDate(moved.Today)}. Reminders are up to date.";
            return LocalRedirect("~/");
        }
        await OnGet(ct);
        return Page();
    }
}
