using MediatR;
using Microsoft.AspNetCore.Mvc;
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

    protected override ResponseSheet ForForm(ResponseSheet sheet) => sheet with
    {
        Objectives = WithSpareRow(nameof(sheet.Objectives), sheet.Objectives),
        Alternatives = WithSpareRow(nameof(sheet.Alternatives), sheet.Alternatives),
    };
}
