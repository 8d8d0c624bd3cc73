using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Analysis;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Patrol;

namespace ProblemTracker.Pages.Patrol;

/// <summary>Uncommitted patrol time: how much there is, where and when, and in blocks of which length.</summary>
[Needs(Permission.ReadProblems)]
public sealed class PatrolTimePage(IMediator mediator, Actor actor) : PageModel
{
    private const int Shades = 5;

    /// <summary>Percent of patrol time that calls should take at most.</summary>
    public const int RuleOfSixty = 60;

    [FromQuery] public DateOnly? From { get; set; }
    [FromQuery] public DateOnly? To { get; set; }
    [FromQuery] public long? BeatId { get; set; }
    /// <summary>Minutes of the shortest block that the table of hours counts.</summary>
    [FromQuery] public int Least { get; set; } = 60;

    private static readonly string[] Columns =
        ["weekday", "hour", "onDutyHours", "committedHours", "blocks30Hours", "blocks45Hours", "blocks60Hours", "weeks"];

    public PatrolTimeReport Found { get; private set; } = new();
    public bool MayImport => actor.Might(Permission.Import);

    public IEnumerable<SelectListItem> Beats => Choices.Any("All beats",
        Found.Beats.Select(beat => new SelectListItem(beat.Name, $"{beat.Id}")));

    public static IReadOnlyList<SelectListItem> Lengths =>
        [.. PatrolTime.Blocks.Select(length => new SelectListItem($"{length.TotalMinutes} minutes or more", $"{length.TotalMinutes}"))];

    /// <summary>Which of the three lengths.</summary>
    public int At => Least switch { 30 => 0, 45 => 1, _ => 2 };

    public string NameOf(long? beatId) => Found.Beats.FirstOrDefault(beat => beat.Id == beatId)?.Name ?? "No beat";

    public static string Hours(double hours) => hours.ToString(hours < 9.95 ? "0.0" : "N0", CultureInfo.GetCultureInfo("en-US"));

    /// <summary><c>48 h (42–55)</c>: on average, in the week with fewest and with most.</summary>
    public static string Range(BlockTime block) => $"{Hours(block.Hours)} h ({Hours(block.Fewest)}–{Hours(block.Most)})";

    public static string Percent(double? share) => share is { } known ? known.ToString("0%", CultureInfo.InvariantCulture) : "";

    public int Shade(double hours) => hours <= 0 ? 0
        : (int)Math.Ceiling(Shades * hours / Found.ByHour.Max(hour => hour.Blocks[At].Hours));

    /// <summary>Share of time on calls by hour of the day, with the rule of 60 as a line.</summary>
    public Chart Chart => new(ChartKind.Columns, "Percent of patrol time on calls by hour of the day, with a line at 60 percent",
        "Percent", [.. ByHourOfDay().Select(hour => new ChartPoint(hour.Name, hour.Percent))])
    {
        Rule = RuleOfSixty,
    };

    private IEnumerable<(string Name, double Percent)> ByHourOfDay() => Found.ByHour.GroupBy(hour => hour.Hour).OrderBy(hour => hour.Key)
        .Where(hour => hour.Sum(one => one.OnDuty) > 0)
        .Select(hour => (Incidents.PatternsPage.HourText(hour.Key),
            Math.Round(100 * hour.Sum(one => one.Committed) / hour.Sum(one => one.OnDuty), 1)));

    public async Task OnGetAsync(CancellationToken ct)
    {
        var query = new ReadPatrolTime(From, To, BeatId);
        await this.CheckShape(query);
        Found = await mediator.Send(ModelState.IsValid ? query : new(), ct);
    }

    public async Task<IActionResult> OnGetCsv(CancellationToken ct)
    {
        var query = new ReadPatrolTime(From, To, BeatId);
        if (!ModelState.IsValid || !await this.IsSound(query)) return BadRequest();
        var found = await mediator.Send(query, ct);
        await Csv.Send(Response, "patrol-time.csv",
            Columns,
            found.ByHour.Select(hour => new object?[]
            {
                hour.Weekday.ToString(), hour.Hour, Round(hour.OnDuty), Round(hour.Committed), Round(hour.Blocks[0].Hours),
                Round(hour.Blocks[1].Hours), Round(hour.Blocks[2].Hours), found.Weeks,
            }).ToAsyncEnumerable(), ct);
        return new EmptyResult();
    }

    private static double Round(double hours) => Math.Round(hours, 3);
}
