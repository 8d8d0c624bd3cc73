using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Evidence;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Case;

/// <summary>Series of numbers from elsewhere, which a test of the response can measure.</summary>
public sealed class SeriesPage(IMediator mediator) : CasePage(mediator)
{
    [BindProperty] public SeriesForm Input { get; set; } = new();
    [BindProperty] public int Version { get; set; }

    /// <summary>The series that the form changes; null to add one.</summary>
    [FromQuery] public long? Series { get; set; }

    public IReadOnlyList<ManualSeries> All { get; private set; } = [];
    public ManualSeries? Shown { get; private set; }
    public bool MayChange => Case.Allowed.WorkEvidence && !IsClosed;

    /// <summary><c>12, Jan 1, 2026 to Dec 1, 2026</c>.</summary>
    public static string Span(ManualSeries series)
    {
        var numbers = SeriesNumbers.Read(series.Numbers).Numbers;
        return $"{numbers.Count:N0}, {DateText.Date(numbers[0].From)} to {DateText.Date(numbers[^1].From)}";
    }

    /// <summary>The numbers of the series as it is saved.</summary>
    public Chart Numbers => new(ChartKind.Lines, $"{Shown!.Name}, by {Shown.Source}.", "Number",
        [.. SeriesNumbers.Read(Shown.Numbers).Numbers.Select(one =>
            new ChartPoint(one.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), one.Number))]);

    public async Task OnGetAsync(CancellationToken ct)
    {
        await Read(ct);
        if (Shown is not null) (Input, Version) = (SeriesForm.Of(Shown), Shown.Version);
    }

    public async Task<IActionResult> OnPostAsync(IFormFile? file, CancellationToken ct)
    {
        await Read(ct);
        if (await this.ListIn(file, "Input.Numbers", ct) is { } list) Input = Input with { Numbers = list };
        if (!ModelState.IsValid) return Page();
        var input = Input.ToInput();
        var saved = Shown is null ? await this.TrySend(Mediator, new AddSeries(Id, input), "Input")
            : await this.TrySend(Mediator, new ChangeSeries(Id, Shown.Id, Version, input), "Input");
        if (saved is not null) return Saved("Series saved.", $"/problems/{Id}/series");
        Version = this.StaleAt() ?? Version;
        return Page();
    }

    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken ct)
    {
        await Read(ct);
        if (Shown is null) return NotFound();
        if (await this.TrySend(Mediator, new RemoveSeries(Id, Shown.Id, Version)) is not null)
            return Saved("Series removed.", $"/problems/{Id}/series");
        (Input, Version) = (SeriesForm.Of(Shown), Shown.Version);
        return Page();
    }

    private async Task Read(CancellationToken ct)
    {
        await Open(ct);
        All = (await Mediator.Send(new ListMeasures(Id), ct)).Series;
        Shown = Series is null ? null : All.FirstOrDefault(one => one.Id == Series) ?? throw new ProblemTracker.Shared.NotFound();
    }
}

/// <summary>The form of a series.</summary>
public sealed record SeriesForm
{
    public string? Name { get; init; }
    public string? Source { get; init; }
    public bool MoreIsBetter { get; init; }
    public string? Numbers { get; init; }

    public static SeriesForm Of(ManualSeries series) => new()
    {
        Name = series.Name,
        Source = series.Source,
        MoreIsBetter = series.MoreIsBetter,
        Numbers = series.Numbers,
    };

    public SeriesInput ToInput() => new(Name, Source, Numbers, MoreIsBetter);
}
