using MediatR;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

public sealed class AssessmentPage(IMediator mediator) : SheetPage<AssessmentSheet>(mediator)
{
    public override SheetKind Kind => SheetKind.Assessment;
    public override bool MayEdit => Case.Allowed.WorkEvidence;
    protected override AssessmentSheet Current => Case.Assessment;
    protected override int CurrentVersion => Case.WorksheetVersions.Assessment;

    public ActionDetails? Action(long? id) => Case.Actions.FirstOrDefault(action => action.Id == id);

    public Objective? Objective(string? key) => Case.Response.Objectives.FirstOrDefault(objective => objective.Key == key);

    private PlanDetails? Plan => Case.Plans.FirstOrDefault(plan => plan.InForce);

    private ResponseTest? Test => Plan?.Sheet.Evaluation.Test;

    /// <summary>Null before the period after of the test is over.</summary>
    public Verdict? VerdictByRule => Plan?.VerdictByRule;

    /// <summary>Whether the frozen plan has a test that the program carries out.</summary>
    public bool HasTest => Test is not null;

    /// <summary>Whether that test gives an objective's result.</summary>
    public bool IsTested(Objective objective) =>
        objective.Key == Test?.Among(Case.Response.Objectives)?.Key;

    protected override AssessmentSheet Tidied(AssessmentSheet sheet) => sheet.Tidy();

    protected override IReadOnlyList<(string Id, string Title, string[] Fields)> Sections =>
    [
        ("process", "Actions carried out", ["assessment.process"]),
        ("results", "Results", ["assessment.outcomes"]),
        ("displacement", "Displacement", ["assessment.displacement"]),
        ("informed", "Stakeholders informed", ["assessment.informed"]),
        ("verdict", "Verdict", ["assessment.verdict", "assessment.lessons"]),
        ("scores", "Team's own scores", ["assessment.scores"]),
    ];

    /// <summary>Counts a result as its baseline was counted, in its own period.</summary>
    public async Task<IActionResult> OnPostCountAsync(string? row, CancellationToken ct)
    {
        await Open(ct);
        if (Counting.Index(row, Sheet.Outcomes.Count) is not { } at) return NotFound();
        var outcome = Sheet.Outcomes[at];
        var basis = Objective(outcome.ObjectiveKey)?.Counted;
        if (Counting.SurveyOf(basis?.Filter) is not null)
        {
            if (await Counting.Take(this, Mediator, Id, basis!.Filter!, SurveyPhase.After, $"Sheet.Outcomes[{at}].After", ct)
                is { } measure)
            {
                var taken = outcome with
                {
                    After = measure.Percent,
                    Period = measure.Period,
                    Counted = basis with { On = Today, People = measure.People },
                };
                Sheet = Sheet with { Outcomes = [.. Sheet.Outcomes.Select((other, i) => i == at ? taken : other)] };
            }
            return await Again(ct);
        }
        if (await Counting.Count(this, Mediator, $"Sheet.Outcomes[{at}]", basis?.Filter, outcome.Period,
            ("After", "The baseline was not counted from the incident list. Enter the number here."), "Period.From") is { } incidents)
        {
            var counted = outcome with { After = incidents, Counted = basis! with { On = Today } };
            Sheet = Sheet with { Outcomes = [.. Sheet.Outcomes.Select((other, i) => i == at ? counted : other)] };
        }
        return await Again(ct);
    }

    protected override Task<VersionedSheet<AssessmentSheet>?> Save(CancellationToken ct) =>
        this.TrySend(Mediator, new SaveAssessment(Id, Version, Sheet), nameof(Sheet));

    protected override AssessmentSheet ForForm(AssessmentSheet sheet) => AssessmentRows.Filled(Case, sheet);
}
