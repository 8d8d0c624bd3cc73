using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Incidents;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

public sealed class ResponsePage(IMediator mediator) : SheetPage<ResponseSheet>(mediator)
{
    /// <summary>Reason for amending the frozen plan; required if there is one.</summary>
    [BindProperty]
    public string? Reason { get; set; }

    public override SheetKind Kind => SheetKind.Response;
    public override bool MayEdit => Case.Allowed.Work;
    protected override ResponseSheet Current => Case.Response;
    protected override int CurrentVersion => Case.WorksheetVersions.Response;

    /// <summary>The frozen plan; null while the plan is a draft.</summary>
    public PlanDetails? Frozen => Case.Plans.FirstOrDefault(plan => plan.InForce);

    /// <summary>The measures of the Analysis worksheet, from which objectives can take theirs.</summary>
    public IReadOnlyList<SelectListItem> Baselines =>
        [.. Case.Analysis.Baselines.Select(row => new SelectListItem(
            $"{row.Name ?? "Unnamed measure"}{(row.Value is { } number ? $": {DateText.Number(number)} {row.Unit}" : "")}", row.Key))];

    /// <summary>Closed problems of the same category.</summary>
    public IReadOnlyList<Lesson> Lessons { get; private set; } = [];

    /// <summary>What the Count buttons can count.</summary>
    public IReadOnlyList<SelectListItem> Countable { get; private set; } = [];

    private IReadOnlyList<SavedFilterDetails> _saved = [];
    private IReadOnlyList<SelectListItem> _measured = [];

    /// <summary>Counts an objective's baseline from the incident list.</summary>
    public async Task<IActionResult> OnPostCountAsync(string? row, CancellationToken ct)
    {
        await Open(ct);
        if (Counting.Index(row, Sheet.Objectives.Count) is not { } at) return NotFound();
        var objective = Sheet.Objectives[at];
        if (Counting.SurveyOf(objective.Counted?.Filter) is not null) return await TakeSurvey(at, objective, ct);
        if (await Counting.Count(this, Mediator, $"Sheet.Objectives[{at}]", objective.Counted?.Filter, objective.BaselinePeriod,
            ("Counted.Filter", "Choose what to count."), "BaselinePeriod.From") is { } incidents)
        {
            var what = Counting.Choices(Case, _saved, []).FirstOrDefault(choice => choice.Value == objective.Counted!.Filter)?.Text;
            var counted = objective with
            {
                Measure = objective.Measure ?? what,
                Baseline = incidents,
                Unit = objective.Unit ?? "incidents",
                Counted = objective.Counted! with { On = Today },
            };
            Sheet = Sheet with { Objectives = [.. Sheet.Objectives.Select((other, i) => i == at ? counted : other)] };
        }
        return await Again(ct);
    }

    /// <summary>Takes an objective's baseline from the wave of a survey before the response.</summary>
    private async Task<IActionResult> TakeSurvey(int at, Objective objective, CancellationToken ct)
    {
        if (await Counting.Take(this, Mediator, Id, objective.Counted!.Filter!, SurveyPhase.Before,
            $"Sheet.Objectives[{at}].Counted.Filter", ct) is { } measure)
        {
            var taken = objective with
            {
                Measure = objective.Measure ?? measure.Question,
                Kind = measure.Kind,
                Direction = objective.Direction ?? Direction.Increase,
                Baseline = measure.Percent,
                BaselinePeriod = measure.Period,
                Unit = "% top two answers",
                Counted = objective.Counted with { On = Today, People = measure.People },
            };
            Sheet = Sheet with { Objectives = [.. Sheet.Objectives.Select((other, i) => i == at ? taken : other)] };
        }
        return await Again(ct);
    }

    /// <summary>Saves the worksheet, then makes actions of its chosen alternatives.</summary>
    public async Task<IActionResult> OnPostMakeActionsAsync(CancellationToken ct)
    {
        await Open(ct);
        if (await SaveMerged(ct) is not { } saved) return await Again(ct);
        // The key of the form belongs to the save.
        if (await this.TrySend(Mediator, new MakeActions(Id)) is not { } made) return await Again(ct);
        return Saved(made.ActionIds.Count switch
        {
            0 => $"{saved} No action made: choose an alternative that has none yet.",
            1 => $"{saved} 1 action made. Add its owner, due date and technique.",
            var count => $"{saved} {count} actions made. Add owner, due date and technique to each.",
        }, $"/problems/{Id}/actions");
    }

    protected override async Task ReadCase(CancellationToken ct)
    {
        await base.ReadCase(ct);
        Lessons = await Mediator.Send(new ReadLessons(Id), ct);
        _saved = (await Mediator.Send(new ListSavedFilters(), ct)).Items;
        _measured = await Counting.SurveyChoices(Mediator, Id, ct);
    }

    protected override string SavedSentence =>
        Frozen is null ? base.SavedSentence : "Plan amended. The frozen plan stays on record.";

    protected override ResponseSheet Tidied(ResponseSheet sheet) => sheet.Tidy();

    protected override IReadOnlyList<(string Id, string Title, string[] Fields)> Sections =>
    [
        ("objectives", "Objectives", ["response.objectives"]),
        ("alternatives", "Alternatives considered", ["response.alternatives", "response.noOutsideActionReason"]),
        ("evaluation", "Evaluation plan", ["response.evaluation"]),
    ];

    protected override void RestoreMore(IReadOnlyDictionary<string, string[]> fields) =>
        Reason = fields.GetValueOrDefault(nameof(Reason))?.FirstOrDefault();

    protected override async Task<VersionedSheet<ResponseSheet>?> Save(CancellationToken ct)
    {
        if (Frozen is null) return await this.TrySend(Mediator, new SaveResponse(Id, Version, Sheet), nameof(Sheet));
        var saved = await this.TrySend(Mediator, new AmendResponse(Id, Version, Reason ?? "", Sheet), nameof(Sheet));
        // The form's reason field is outside the sheet.
        MoveErrors("Sheet.reason", nameof(Reason));
        return saved;
    }

    protected override ResponseSheet ForForm(ResponseSheet sheet)
    {
        var used = sheet.Objectives.Select(row => row.Counted?.Filter).Where(kept => _measured.All(choice => choice.Value != kept));
        Countable = [.. Counting.Choices(Case, _saved, used), .. _measured];
        return sheet with
        {
            Objectives = WithSpareRow(nameof(sheet.Objectives), sheet.Objectives),
            Alternatives = WithSpareRow(nameof(sheet.Alternatives), sheet.Alternatives),
            Evaluation = Frozen is null ? Carried(sheet) : sheet.Evaluation,
        };
    }

    /// <summary>The evaluation plan, beginning with the measure and the period of the first objective.</summary>
    private static EvaluationPlan Carried(ResponseSheet sheet)
    {
        var plan = sheet.Evaluation;
        if (sheet.Objectives.FirstOrDefault(objective => objective.Measure is not null) is not { } first) return plan;
        return plan with
        {
            Measure = plan.Measure ?? first.Measure,
            Before = plan.Before == new Period() ? first.BaselinePeriod : plan.Before,
        };
    }
}
