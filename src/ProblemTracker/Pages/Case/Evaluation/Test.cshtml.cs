using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Evidence;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Case;

/// <summary>Plans the test before the response: what is measured, where, when, and which results count as improved.</summary>
public sealed class TestPage(IMediator mediator) : CasePage(mediator)
{
    private const double UsualRadius = 150, UsualRing = 150;

    private FirstIncident? _first;

    [BindProperty] public TestForm Test { get; set; } = new();
    [BindProperty] public int Version { get; set; }
    [BindProperty] public string? Reason { get; set; }

    /// <summary>The kind of measure that the form is for; by default that of the saved test.</summary>
    [BindProperty(SupportsGet = true)] public TestMeasure? By { get; set; }

    /// <summary>Whether to look for places like the response area.</summary>
    [FromQuery] public bool Controls { get; set; }

    /// <summary>What the saved test could show or shows; null without one.</summary>
    public TestEvaluation? Evaluation { get; private set; }
    public ControlAreas? Candidates { get; private set; }
    /// <summary>The measures of the kind that the form is for.</summary>
    public IReadOnlyList<SelectListItem> Measures { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Neighborhoods { get; private set; } = [];

    public bool IsFrozen => Case.Plans.Any(plan => plan.InForce);

    /// <summary>Whether the response has started without a test: one planned now would not be set beforehand.</summary>
    public bool IsTooLate => Case.Plans.Any(plan => plan is { InForce: true, Sheet.Evaluation.Test: null });
    public bool MayPlan => Case.Allowed.Work && !IsClosed && !IsTooLate;

    public IReadOnlyList<SelectListItem> Objectives =>
        [.. Case.Response.Objectives.Select((row, i) => new SelectListItem(row.Measure ?? $"Objective {i + 1}", row.Key))];

    public static IReadOnlyList<SelectListItem> OfAnswers =>
        [.. new[] { TestStatistic.BeforeAfter, TestStatistic.AgainstControl }.Select(one => new SelectListItem(Wording.Of(one), $"{one}"))];

    public string Unit => By is TestMeasure.Survey or TestMeasure.Checklist ? "points" : "percent";

    public string ImprovedBy => By switch
    {
        TestMeasure.Survey => "Improved from a rise of the top two answers of, in points",
        TestMeasure.Numbers => "Improved from a change of, in percent",
        _ => $"Improved from a fall of, in {Unit}",
    };

    /// <summary>What to do first if there is no measure of the kind.</summary>
    public EmptyState NoMeasure => By switch
    {
        TestMeasure.Survey => new("No survey asks about this problem or its neighborhood yet.", "Create a survey",
            $"/surveys?problemId={Id}"),
        TestMeasure.Checklist => new("The site checklist is not filled yet. Walk the site at least three times before the response.",
            "Fill the site checklist", $"/problems/{Id}/checklists/new"),
        TestMeasure.Numbers => new("No numbers from elsewhere yet, such as bags of litter by month.", "Add a series of numbers",
            $"/problems/{Id}/series"),
        _ => new("There is nothing to count yet. Import incidents first."),
    };

    public static IReadOnlyList<SelectListItem> Confidences =>
        [.. TestRule.Confidences.Select(percent => new SelectListItem($"{percent}%", $"{percent}"))];

    public IReadOnlyList<string> Months => Evaluation is null ? [] : [.. Evaluation.Results.Months.Where(month => !month.IsAfter)
        .Select(month => month.From.ToString("yyyy-MM", CultureInfo.InvariantCulture))];

    /// <summary>The response area beside each candidate: lines that rise and fall together.</summary>
    public Chart Parallel => new(ChartKind.Lines, "Incidents by month before, in the response area and in places like it.", "Incidents",
        [.. Lines.SelectMany(line => line.Months.Select((count, i) => new ChartPoint(Months[i], count, line.Name)))])
    {
        Series = [.. Lines.Select(line => line.Name)],
    };

    public static string NameOf(ControlCandidate candidate, int i) =>
        candidate.Name ?? $"Place {i + 1} ({Plain(candidate.Latitude)}, {Plain(candidate.Longitude)})";

    public static string Plain(double number) => number.ToString("0.######", CultureInfo.InvariantCulture);

    public async Task OnGetAsync(CancellationToken ct)
    {
        await Read(ct);
        Test = Case.Response.Evaluation.Test is { } saved && saved.Measure == By ? TestForm.Of(saved) : Proposed();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await Read(ct, Version);
        if (await this.TrySend(Mediator, new PlanTest(Id, Version, Test.ToTest(), Reason), "") is not null)
            return Saved(IsFrozen ? "Amendment saved. The frozen test still decides."
                : "Test saved. Read what it could show before you start the response.", $"/problems/{Id}/test");
        foreach (var area in new[] { "Response", "Control", "Buffer" }) MoveErrors($"Test.{area}.Corners", $"Test.{area}.Area");
        Version = this.StaleAt() ?? Version;
        return Page();
    }

    /// <summary>Takes a place that is like the response area as the control area.</summary>
    public async Task<IActionResult> OnPostControlAsync(
        string? name, double latitude, double longitude, double radius, CancellationToken ct)
    {
        await Read(ct, Version);
        if (Case.Response.Evaluation.Test is not { } saved) return NotFound();
        var control = new TestArea { Name = name, Latitude = latitude, Longitude = longitude, Radius = radius };
        var rule = saved.Rule.Statistic == TestStatistic.BeforeAfter
            ? saved.Rule with { Statistic = saved.Ring is null ? TestStatistic.AgainstControl : TestStatistic.Displacement } : saved.Rule;
        var test = saved with { Control = control, Rule = rule };
        if (await this.TrySend(Mediator, new PlanTest(Id, Version, test, Reason), "") is not null)
            return Saved("Control area saved, and the comparison with it.", $"/problems/{Id}/test");
        (Test, Version) = (TestForm.Of(test), this.StaleAt() ?? Version);
        return Page();
    }

    /// <summary>The months of the response area and of the places most like it.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<int> Months)> Lines => Candidates is null ? []
        : [("Response area", Candidates.Response), .. Candidates.Items.Take(3).Select((one, i) => (NameOf(one, i), one.Months))];

    private async Task Read(CancellationToken ct, int? posted = null)
    {
        await Open(ct);
        var found = await Mediator.Send(new ReadEvaluation(Id), ct);
        (Evaluation, Version) = (found.Test, posted ?? found.Version);
        Neighborhoods = [new("None", ""), .. await Mediator.NeighborhoodsToChoose(ct)];
        var saved = Case.Response.Evaluation.Test;
        By ??= saved?.Measure ?? TestMeasure.Incidents;
        var listed = await Mediator.Send(new ListMeasures(Id), ct);
        _first = listed.FirstIncident;
        var offered = listed.Items.Where(one => one.Measure == By)
            .Select(one => new SelectListItem(one.Name, one.Filter)).ToList();
        if (saved?.Measure == By && offered.All(one => one.Value != saved.Filter)) offered.Insert(0, new(saved.Counted, saved.Filter));
        Measures = offered;
        if (Controls && Evaluation is not null) Candidates = await Mediator.Send(new FindControlAreas(Id), ct);
    }

    /// <summary>Begins with what the program knows: category, place, a year on each side, and a rule that most plans can use.</summary>
    private TestForm Proposed()
    {
        var plan = Case.Response.Evaluation;
        // Other measures than incidents have their own first day.
        var first = (By == TestMeasure.Incidents ? _first : null) ?? new();
        var before = plan.Before.IsComplete ? plan.Before : first.YearBefore(Today);
        // The same season, once the actions planned so far are done; without any, once the stage is due, since actions take time.
        var start = (Case.Actions.Max(action => action.DueOn) ?? Case.DueOn) is { } due && due > Today ? due : Today;
        var after = plan.After.IsComplete ? plan.After : first.After(start, before);
        return new()
        {
            Filter = Measures.Count > 0 ? Measures[0].Value : null,
            ObjectiveKey = new ResponseTest().Among(Case.Response.Objectives)?.Key,
            Response = By != TestMeasure.Incidents ? new() : new()
            {
                Name = Case.Address,
                Latitude = Case.Latitude,
                Longitude = Case.Longitude,
                Radius = Case.Latitude is null && Case.Address is null ? null : UsualRadius,
                NeighborhoodId = Case.Latitude is null && Case.Address is null && Case.HasNeighborhood ? Case.NeighborhoodId : null,
            },
            Ring = By == TestMeasure.Incidents ? UsualRing : null,
            Before = before,
            After = after,
            Rule = new()
            {
                Statistic = TestStatistic.BeforeAfter,
                Confidence = 95,
                ImprovedBy = Unit == "points" ? 10 : 20,
                NoChangeWithin = Unit == "points" ? 5 : 10,
            },
        };
    }
}

/// <summary>The form of a test. An area's fields are those that the map fills in.</summary>
public sealed record TestForm
{
    public string? Filter { get; init; }
    public string? ObjectiveKey { get; init; }
    public AreaForm Response { get; init; } = new();
    public AreaForm Control { get; init; } = new();
    public double? Ring { get; init; }
    public AreaForm Buffer { get; init; } = new();
    public Period Before { get; init; } = new();
    public Period After { get; init; } = new();
    public TestRule Rule { get; init; } = new();

    public static TestForm Of(ResponseTest test) => new()
    {
        Filter = test.Filter,
        ObjectiveKey = test.ObjectiveKey,
        Response = AreaForm.Of(test.Response),
        Control = test.Control is { } control ? AreaForm.Of(control) : new(),
        Ring = test.Ring,
        Buffer = test.Buffer is { } buffer ? AreaForm.Of(buffer) : new(),
        Before = test.Before,
        After = test.After,
        Rule = test.Rule,
    };

    public ResponseTest ToTest() => new()
    {
        Filter = Filter,
        ObjectiveKey = ObjectiveKey.IsBlank() ? null : ObjectiveKey,
        Response = Response.ToArea(),
        Control = Control == new AreaForm() ? null : Control.ToArea(),
        Ring = Ring,
        Buffer = Buffer == new AreaForm() ? null : Buffer.ToArea(),
        Before = Before,
        After = After,
        Rule = Rule,
    };
}

/// <summary>An area: an address or point with a radius, corners, or a neighborhood.</summary>
public sealed record AreaForm
{
    public string? Name { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public double? Radius { get; init; }
    /// <summary>Corners, one per line.</summary>
    public string? Area { get; init; }
    public long? NeighborhoodId { get; init; }

    public static AreaForm Of(TestArea area) => area.NeighborhoodId is { } id ? new() { NeighborhoodId = id } : new()
    {
        Name = area.Name,
        Latitude = area.Latitude,
        Longitude = area.Longitude,
        Radius = area.Radius,
        Area = area.Corners?.Replace(';', '\n'),
    };

    public TestArea ToArea() => new()
    {
        Name = Name,
        Latitude = Latitude,
        Longitude = Longitude,
        Radius = Radius,
        Corners = Area.IsBlank() ? null : Area,
        NeighborhoodId = NeighborhoodId,
    };
}
