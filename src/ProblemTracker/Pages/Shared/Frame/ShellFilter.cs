using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;
using ProblemTracker.Nudges;

namespace ProblemTracker.Pages.Shared;

/// <summary>Sets the <see cref="Shell"/> once per request.</summary>
internal sealed class ShellFilter(Actor actor, TrackerOptions options, TrackerClock clock, IMediator mediator) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var ct = context.HttpContext.RequestAborted;
        // A redirect or a file needs none.
        if ((await next()).Result is not (PageResult or PartialViewResult)) return;
        // After the handler, so that its changes (a nudge seen, the demo clock moved) show at once.
        context.HttpContext.Features.Set(new Shell(
            actor.IsSignedIn ? actor.Name : null,
            [.. actor.Roles.Order().Select(r => Wording.Of(r))],
            actor.Might(Permission.Administer),
            actor.Might(Permission.ReadProblems),
            actor.Might(Permission.DecideProblems),
            options.IsDemo,
            clock.Offset > TimeSpan.Zero ? (await mediator.Send(new ReadAgencyDay(), ct)).Today : null,
            actor.IsSignedIn ? await mediator.Send(new CountWaiting(), ct) : WaitingCounts.None)
        {
            LeavesProblemsOut = actor.Might(Permission.ReadProblems) && !actor.SeesConfidential,
            PersonId = actor.IsSignedIn ? actor.PersonId : null,
            IsPartner = actor.Might(Permission.ActAsPartner),
            WorksConcerns = actor.Might(Permission.WorkConcerns),
            LogsContacts = actor.Might(Permission.WriteNotes),
            Imports = actor.Might(Permission.Import),
            ReleasesRecords = actor.Might(Permission.ReleaseRecords),
            SecondFactorDue = actor.SecondFactorDueAt is { } due
                ? DateText.Date((await mediator.Send(new ReadAgencyDay(), ct)).DateOf(due)) : null,
            Letterhead = await ReadLetterhead(ct),
            ManagesRetention = actor.Might(Permission.ManageRetention),
            ReadsAudit = actor.Might(Permission.ReadAuditLog),
        });
    }

    /// <summary>A page that says that the database is out of reach must not need it.</summary>
    private async Task<Letterhead> ReadLetterhead(CancellationToken ct)
    {
        try
        {
            return await mediator.Send(new ReadLetterhead(), ct);
        }
        catch (System.Data.Common.DbException)
        {
            return Letterhead.Blank;
        }
    }
}
