using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Evidence;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Signals;

/// <summary>What deserves attention in the incidents, the strongest first.</summary>
public sealed class SignalsPage(IMediator mediator, Actor actor) : PlainListPage<ListSignals, SignalLine>(mediator)
{
    public SignalRunSeen Run { get; private set; } = null!;
    public IReadOnlyList<SelectListItem> Categories { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Neighborhoods { get; private set; } = [];

    public static IEnumerable<SelectListItem> States() => Options<SignalState>();

    public static IEnumerable<SelectListItem> Kinds() => Options<SignalKind>();

    /// <summary>Words for the filters that only a link sets, such as the days of a briefing.</summary>
    public IEnumerable<string> SetByLink => SignalList.Filters.Words(Filter, actor);

    /// <summary>The same filters, for the form to send again.</summary>
    public IEnumerable<KeyValuePair<string, string>> Hidden => SignalList.Filters.SetByLink(Filter);

    /// <summary>The name of a category that was skipped by its code.</summary>
    public string NameOf(string what) => Categories.FirstOrDefault(category => category.Value == what)?.Text ?? what;

    private static IEnumerable<SelectListItem> Options<T>() where T : struct, Enum =>
        Enum.GetValues<T>().Select(value => new SelectListItem(Wording.Of(value), value.ToString()));

    protected override string Path => "/signals";
    protected override Filters<ListSignals> Filters => SignalList.Filters;
    protected override IQuery<CsvFile> Export => new ExportSignals(Filter);

    public override async Task<IActionResult> OnGet(CancellationToken ct) =>
        // The form sends only blank fields for any state.
        Request.QueryString.HasValue || Request.HadBlankValues() ? await base.OnGet(ct)
            : LocalRedirect($"~{Path}?state={SignalState.Open}");

    protected override async Task ReadChoices(CancellationToken ct)
    {
        Run = await Mediator.Send(new ReadSignalRun(), ct);
        Categories = await Mediator.Categories(retiredToo: true, ct);
        Neighborhoods = await Mediator.NeighborhoodsOfIncidents(ct);
    }
}
