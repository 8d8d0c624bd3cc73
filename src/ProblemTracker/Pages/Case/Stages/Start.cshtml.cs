using MediatR;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Evidence;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

/// <summary>A supervisor who does not lead the problem reviews the plan and starts the response, which freezes the plan.</summary>
public sealed class StartPage(IMediator mediator) : CasePage(mediator)
{
    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public GateForm Form { get; set; } = new();

    public bool IsWaiting => Case.Gate.Next == Gate.Start;

    /// <summary>The planned test and what it could show; null without one.</summary>
    public TestEvaluation? Test { get; private set; }

    protected override async Task ReadCase(CancellationToken ct)
    {
        await base.ReadCase(ct);
        if (IsWaiting && Case.Response.Evaluation.Test is not null)
            Test = (await Mediator.Send(new ReadEvaluation(Id), ct)).Test;
    }

    public async Task OnGetAsync(CancellationToken ct)
    {
        await Open(ct);
        Version = Case.Version;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await Open(ct);
        if (await this.TrySend(Mediator, new StartResponse(Id, Version, Form.Note ?? "", Form.ToOverride), nameof(Form)) is { } started)
            return await DecidedAndNext(
                $"The response started on {DateText.LongDate(started.StartedOn)}, and its plan is frozen.", started.Version, ct);
        Version = this.StaleAt() ?? Version;
        var missing = Case.Gate.Shortfalls.Select(s => $"{nameof(Form)}.{s.Field}").Where(key => ModelState.Remove(key)).ToList();
        if (missing.Count > 0) ModelState.AddModelError("", "The response can't start yet. Complete or override the requirements below.");
        return Page();
    }
}
