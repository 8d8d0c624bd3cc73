using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Engagement;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Engagement;

/// <summary>Where residents were met, and where nobody was for a month.</summary>
public sealed class ReachPage(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty(SupportsGet = true)] public DateOnly? From { get; set; }
    [BindProperty(SupportsGet = true)] public DateOnly? To { get; set; }

    /// <summary>Null if the period is invalid; the page then shows the error beside the field.</summary>
    public Reach? Shown { get; private set; }

    /// <summary>Where nobody was met for a month.</summary>
    public string Sentence
    {
        get
        {
            string[] unmet = [.. Shown!.Neighborhoods.Where(row => row.IsUnmet).Select(row => row.Neighborhood)];
            return unmet.Length == 0 ? "Residents of every neighborhood were met in the last 30 days."
                : $"Nobody was met in the last 30 days in {Joined(unmet)}.";
        }
    }

    /// <summary>Where nobody was met for a month, longest first.</summary>
    public IReadOnlyList<ReachRow> Unmet => [.. Shown!.Neighborhoods.Where(row => row.IsUnmet)];

    /// <summary>The neighborhoods of today, darker where nobody was met for a month; null if none has a boundary.</summary>
    public MapFrame? Map => !Shown!.Neighborhoods.Any(row => row.HasOutline) ? null
        : new("Map of the neighborhoods where nobody was met in the last 30 days")
        {
            HasList = false,
            Tints = [.. Shown.Neighborhoods.Where(row => row.HasOutline)
                .Select(row => new MapTint(row.NeighborhoodId, row.IsUnmet ? Dark : Light, Last(row), null))],
        };

    private const int Dark = 4, Light = 1;

    public static string Name(ReachMonth month) => month.Month.ToString("MMM yyyy", CultureInfo.InvariantCulture);

    public static string Kinds(ReachMonth month) => month.Kinds.Count == 0 ? "None"
        : string.Join(", ", month.Kinds.Select(kind => $"{Wording.Of(kind.Kind)} {kind.Contacts:N0}"));

    /// <summary>When somebody was last met there.</summary>
    public static string Last(ReachRow row) => row.LastOn is { } day ? $"last contact {DateText.Date(day)}" : "no contact yet";

    public static string Words(ReachTrust trust) => trust.Percent is null ? $"Too few answered ({DateText.Date(trust.ClosedOn)})"
        : $"{trust.Percent:0}% ({trust.Low:0} to {trust.High:0}%), {trust.People:N0} people, {DateText.Date(trust.ClosedOn)}";

    /// <summary>People met by neighborhood, in the order of the table.</summary>
    public Chart Chart => new(ChartKind.Bars, "People met in each neighborhood.", "People",
        [.. Shown!.Neighborhoods.Where(row => row.People > 0).Select(row => new ChartPoint(row.Neighborhood, row.People))]);

    public async Task OnGet(CancellationToken ct)
    {
        if (!actor.Might(Permission.ReadProblems)) throw Forbidden.Needs(Permission.ReadProblems);
        Shown = await this.TrySend(mediator, new ReadReach(From, To));
        (From, To) = (Shown?.From ?? From, Shown?.To ?? To);
    }

    /// <summary>The list behind a number.</summary>
    public string Href(ReachRow row) => Url.Content("~/engagement") + new QueryBuilder(EngagementList.Filters.Address(
        new() { NeighborhoodId = row.NeighborhoodId, From = Shown!.From, To = Shown.To }));

    private static string Joined(string[] names) =>
        names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} and {names[^1]}";
}
