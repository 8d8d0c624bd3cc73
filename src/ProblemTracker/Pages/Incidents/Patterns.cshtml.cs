using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Incidents;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Incidents;

/// <summary>Filtered incidents by month, and by weekday and hour.</summary>
public sealed class PatternsPage(IMediator mediator, Actor actor) : IncidentPage(mediator, actor)
{
    public IncidentPatterns? Found { get; private set; }

    public override string Path => "/incidents/patterns";

    private const int Shades = 5;

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (await Return(ct) is { } there) return there;
        await Check();
        if (ModelState.IsValid) Remember();
        await Read(ct);
        return Page();
    }

    public Task<IActionResult> OnGetMonths(CancellationToken ct) =>
        Send("incidents-by-month.csv", ["month", "incidents"], found => found.Months.Select(m => new object?[] { m.Month, m.Count }), ct);

    public Task<IActionResult> OnGetHours(CancellationToken ct) => Send("incidents-by-hour.csv", ["weekday", "hour", "incidents"],
        found => found.Hours.Select(h => new object?[] { h.Weekday.ToString(), h.Hour, h.Count }), ct);

    private async Task<IActionResult> Send(string fileName, string[] header,
        Func<IncidentPatterns, IEnumerable<object?[]>> rows, CancellationToken ct)
    {
        await Check();
        if (!ModelState.IsValid) return BadRequest();
        var found = await Mediator.Send(new ReadIncidentPatterns(Filter), ct);
        await Csv.Send(Response, fileName, header, rows(found).ToAsyncEnumerable(), ct, Filter.ProblemId);
        return new EmptyResult();
    }

    protected override async Task Read(CancellationToken ct)
    {
        await base.Read(ct);
        if (await this.IsSound(new ReadIncidentPatterns(Filter))) Found = await Mediator.Send(new ReadIncidentPatterns(Filter), ct);
    }

    /// <summary>The months as a line chart.</summary>
    public Chart Chart =>
        new(ChartKind.Lines, "Incidents by month; see the table below for the numbers", "Incidents",
            [.. Found!.Months.Select(m => new ChartPoint(m.Month, m.Count))]);

    /// <summary>The counts of each year, January first; null before the first counted month and after the last.</summary>
    public IEnumerable<(string Year, IReadOnlyList<int?> Months)> Years => Found!.Months.GroupBy(m => m.Month[..4])
        .Select(year => (year.Key,
            (IReadOnlyList<int?>)[.. Enumerable.Range(1, 12)
                .Select(month => year.FirstOrDefault(m => m.Month == $"{year.Key}-{month:00}")?.Count)]));

    /// <summary>The filter for some months of a year, as far as it allows them.</summary>
    public IncidentFilter InMonths(string year, int first, int last)
    {
        var number = int.Parse(year, CultureInfo.InvariantCulture);
        var (from, to) = (new DateOnly(number, first, 1), new DateOnly(number, last, DateTime.DaysInMonth(number, last)));
        return Filter with { From = From > from ? From : from, To = To < to ? To : to };
    }

    /// <summary>Shade of a cell: 0 for no incidents, otherwise 1 to 5 by its share of the largest count.</summary>
    public int Shade(int count) => count == 0 ? 0 : (int)Math.Ceiling((double)Shades * count / Found!.Hours.Max(h => h.Count));

    public static string HourText(int hour) => new TimeOnly(hour, 0).ToString("h tt", CultureInfo.GetCultureInfo("en-US"));
}
