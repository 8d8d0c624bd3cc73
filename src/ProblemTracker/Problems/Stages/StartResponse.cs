using System.Text.Json;
using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>The second moment of Response: a supervisor who is not the lead starts it, and objectives and plan are frozen with date and hash.</summary>
[Needs(Permission.DecideProblems)]
public sealed record StartResponse(long ProblemId, int Version, string Note, Override? Override = null) : ICommand<ResponseStarted>;

/// <param name="Hash">SHA-256 of the frozen objectives and plan, lower-case hexadecimal.</param>
public sealed record ResponseStarted(long ProblemId, DateOnly StartedOn, string Hash, IReadOnlyList<string> Waived, int Version) : IVersioned;

internal sealed class StartResponseValidator : AbstractValidator<StartResponse>
{
    public StartResponseValidator()
    {
        RuleFor(c => c.Note).NotEmpty().WithMessage("Say in a sentence that the plan was read and why it may start.").MaximumLength(2000);
        RuleFor(c => c.Override).OverrideRules();
    }
}

internal sealed class StartResponseHandler(Db db, Actor actor, AgencySettings agency, Dossiers dossiers, Requests requests, TimeProvider clock)
    : IRequestHandler<StartResponse, ResponseStarted>
{
    public async Task<ResponseStarted> Handle(StartResponse command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var file = await dossiers.Take(command.ProblemId, Permission.DecideProblems, ct);
        file.MustBeAt(command.Version);
        file.MustWaitForStart();
        var shortfalls = Sara.ShortfallsBefore(Gate.Start, file.Dossier);
        var waived = await Overrides.Apply(db, file, Gate.Start, shortfalls, command.Override, now, ct);

        ResponseAction[] planned = [.. file.Dossier.Actions.Where(a => a.IsPlanned)];
        var row = new
        {
            command.ProblemId,
            file.Problem.Visit,
            Now = now,
            StartedOn = (await agency.Calendar(ct)).DateOf(now),
            actor.PersonId,
            Note = command.Note.Trim(),
            Hash = PlanSeal.Hash(file.Dossier.Response, planned),
            Sheet = JsonSerializer.Serialize(file.Dossier.Response, Json.Options),
            Actions = JsonSerializer.Serialize(planned, Json.Options),
        };
        await db.Execute("""
            INSERT INTO FrozenPlan (ProblemId, Visit, StartedAt, StartedOn, StartedBy, Note, Hash, Sheet, Actions)
            VALUES (@ProblemId, @Visit, @Now, @StartedOn, @PersonId, @Note, @Hash, @Sheet, @Actions)
            """, row, ct);
        await db.Execute("UPDATE Problem SET Version = Version + 1 WHERE Id = @ProblemId", row, ct);
        var summary = waived.Count == 0 ? $"Response started; plan frozen. {row.Note}" : $"Response started; plan frozen. Waived: {string.Join(", ", waived)}. {row.Note}";
        await db.Record(actor, now, "response.started", command.ProblemId, command.ProblemId, summary, null,
            new { row.StartedOn, row.Hash, Waived = waived, command.Override?.Reason }, ct);
        await requests.Settle(command.ProblemId, asked => asked.Kind == ApprovalKind.Start || asked.Gate == Gate.Start, ct);
        await dossiers.Settle(command.ProblemId, isActivity: true, ct);
        return new(command.ProblemId, row.StartedOn, row.Hash, waived, file.Problem.Version + 1);
    }
}

internal static class StartResponseEndpoint
{
    public sealed record Body(string Note, Override? Override = null);

    public static void MapStartResponse(this RouteGroupBuilder problems) => problems
        .MapPost("/{id:long}/response/start", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new StartResponse(id, version, body.Note, body.Override), ct))
        .WithName("StartResponse").WithSummary("Start the response and freeze its plan; If-Match holds the problem's version").SheetErrors();
}
