using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Agency;
using ProblemTracker.Concerns;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Concerns;

/// <summary>The intake desk: what residents report.</summary>
public sealed class ConcernsPage(IMediator mediator, Actor actor) : PlainListPage<ListConcerns, ConcernRow>(mediator)
{
    private AgencyDay _day = null!;

    public PublicSite Site { get; private set; } = null!;

    /// <summary>Decided concerns whose reporters wrote and wait for an answer.</summary>
    public int DecidedAwaiting { get; private set; }

    /// <summary>Places with repeat complaints about which nobody decided yet.</summary>
    public int Repeats { get; private set; }

    /// <summary>The problem whose concerns are listed; null for all.</summary>
    public ProblemHead? Problem { get; private set; }

    public IReadOnlyList<SelectListItem> Neighborhoods { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Categories { get; private set; } = [];

    public override async Task<IActionResult> OnGet(CancellationToken ct) =>
        // The desk begins with what waits.
        Request.Query.Count == 0 && actor.Might(Permission.WorkConcerns) ? Redirect(Url.Content("~/concerns?open=true"))
            : await base.OnGet(ct);

    protected override async Task ReadChoices(CancellationToken ct)
    {
        if (!actor.Might(Permission.WorkConcerns)) throw Forbidden.Needs(Permission.WorkConcerns);
        if (Filter.ProblemId is { } problem) Problem = await Mediator.Send(new ReadProblemHead(problem), ct);
        (_day, Site) = (await Mediator.Send(new ReadAgencyDay(), ct), (await Mediator.Send(new ReadPublicSite(), ct)).Value);
        Neighborhoods = [.. await Mediator.Neighborhoods(ct), new("No known neighborhood", "0")];
        Categories = await Mediator.Categories(retiredToo: true, ct);
        DecidedAwaiting = (await Mediator.Send(new ListConcerns { Open = false, AwaitsReply = true, Size = 1 }, ct)).Total;
        Repeats = (await Mediator.Send(new ListRepeatComplaints { Waiting = true, Size = 1 }, ct)).Total;
    }

    protected override string Path => "/concerns";
    protected override Filters<ListConcerns> Filters => ConcernList.Filters;
    protected override IQuery<CsvFile> Export => new ExportConcerns(Filter);

    public static IReadOnlyList<SelectListItem> Statuses { get; } =
        [.. Enum.GetValues<ConcernStatus>().Select(status => new SelectListItem(Wording.Of(status), status.ToString()))];

    /// <summary>Descriptions of the filters that only a link can set.</summary>
    public IEnumerable<string> SetByLink => ConcernList.Filters.Words(Filter, actor);

    /// <summary>Those filters, for the form to send again.</summary>
    public IEnumerable<KeyValuePair<string, string>> Hidden => ConcernList.Filters.SetByLink(Filter);

    public DateOnly DateOf(DateTimeOffset at) => _day.DateOf(at);

    /// <summary>What is due next.</summary>
    public static string NextStep(ConcernRow row) => NextStep(row.Status);

    /// <summary>What is due next at a status.</summary>
    public static string NextStep(ConcernStatus status) => status switch
    {
        ConcernStatus.New => "Acknowledge by",
        ConcernStatus.Referred => "Answer of the agency by",
        _ => "Decide by",
    };

    /// <summary>The beginning of a description.</summary>
    public static string Short(string text) => text.Length <= 140 ? text : $"{text[..139].TrimEnd()}…";
}
