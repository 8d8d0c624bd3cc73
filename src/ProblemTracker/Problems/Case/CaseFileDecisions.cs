using System.Text.Json;
using ProblemTracker.Webhooks;

namespace ProblemTracker.Problems;

/// <summary>The steps that move a problem through its stages, and the steps that only a supervisor decides.</summary>
internal sealed partial class CaseFile
{
    /// <summary>Whether the step just taken grants a waiting request; null after steps that no one can request.</summary>
    public Func<Requested, bool>? Grants { get; private set; }

    /// <summary>The problem moved to another stage, so the requests made in the previous one lapse.</summary>
    public bool HasMoved => Problem.Visit > taken.Problem.Visit;

    /// <summary>Moves the problem to another stage. Ends a hold.</summary>
    /// <param name="overridden">Codes of the requirements that were overridden at its gate.</param>
    public void Enter(Move move, string note, long? relatedProblemId, IReadOnlyList<string> overridden)
    {
        if (OnHoldUntil is not null) EndHold();
        ChangeProblem(p => p with
        {
            Stage = move.To,
            Visit = taken.Problem.Visit + 1,
            StageSince = Now,
            ClosedAt = move.To == Stage.Closed ? Now : null,
            ClosingReason = move.Reason,
            RelatedProblemId = relatedProblemId,
            MovesBack = p.MovesBack + (move.IsBack ? 1 : 0),
            Reopenings = p.Reopenings + (move.IsReopening ? 1 : 0),
        });
        _stageBefore = move.From;
        Dossier = Dossier with
        {
            Stage = move.To,
            Visit = Problem.Visit,
            EnteredOn = Calendar.DateOf(Now),
            // A plan stays in force through Assessment and Closed. Any other stage starts without one.
            Plan = move.To is Stage.Assessment or Stage.Closed ? Dossier.Plan : null,
        };
        var row = new
        {
            ProblemId = Problem.Id,
            Left = taken.Problem.Visit,
            From = move.From.ToString(),
            To = move.To.ToString(),
            Note = note,
            ClosingReason = move.Reason?.ToString(),
            RelatedProblemId = relatedProblemId,
            Actor.PersonId,
            Now,
        };
        Write("UPDATE StageVisit SET LeftAt = @Now WHERE ProblemId = @ProblemId AND Visit = @Left", row);
        Write("""
            INSERT INTO StageMove (ProblemId, FromStage, ToStage, Note, ClosingReason, RelatedProblemId, MovedBy, MovedAt)
            VALUES (@ProblemId, @From, @To, @Note, @ClosingReason, @RelatedProblemId, @PersonId, @Now)
            """, row);
        if (!Problem.Confidential)
            Write(WebhookOutbox.Queue(WebhookEvent.Move, Problem.Id, Now,
                new { ProblemId = Problem.Id, Problem.Number, move.Kind, move.From, move.To, Problem.Visit }));
        Grants = asked => (asked.Kind == RequestKind.Closing && move.IsEarlyClosing)
            || (asked.Kind == RequestKind.Override && overridden.Count > 0 && asked.Gate == move.Toward);
        CountAsWork();
    }

    /// <summary>Passes a gate if every shortfall is overridden, and records the override.</summary>
    /// <returns>Codes of the overridden shortfalls, in alphabetical order; empty if there were none.</returns>
    /// <exception cref="RuleBroken">A requirement is neither met nor overridden.</exception>
    public IReadOnlyList<string> Pass(Gate? gate, IReadOnlyList<Shortfall> shortfalls, Override? given)
    {
        if (Sara.NotOverridden(shortfalls, given?.Codes ?? []) is { Count: > 0 } missing)
            throw new RuleBroken("Requirements for the next step are not met. Complete them, or request an override.", missing);
        string[] overridden = [.. shortfalls.Select(s => s.Code).Distinct().Order(StringComparer.Ordinal)];
        if (overridden.Length == 0) return overridden;
        Problem = Problem with { Overrides = Problem.Overrides + 1 };
        Write("""
            INSERT INTO GateOverride (ProblemId, Visit, Gate, Codes, Reason, PersonId, At)
            VALUES (@ProblemId, @Visit, @Gate, @Codes, @Reason, @PersonId, @Now)
            """, new
        {
            ProblemId = Problem.Id,
            taken.Problem.Visit,
            Gate = gate.ToString(),
            Codes = string.Join(',', overridden),
            Reason = given!.Reason.Trim(),
            Actor.PersonId,
            Now,
        });
        foreach (var code in overridden)
            Write("INSERT INTO WaivedCode (GateOverrideId, Code) SELECT MAX(Id), @code FROM GateOverride WHERE ProblemId = @ProblemId",
                new { ProblemId = Problem.Id, code });
        return overridden;
    }

    /// <summary>Starts the response and freezes its objectives and planned actions.</summary>
    public FrozenPlan Start(string note)
    {
        ResponseAction[] planned = [.. Dossier.Actions.Where(a => a.IsPlanned)];
        var plan = new FrozenPlan
        {
            StartedOn = Dossier.Today,
            Hash = PlanSeal.Hash(Dossier.Response, planned),
            Sheet = Dossier.Response,
            Actions = planned,
        };
        Write("""
            INSERT INTO FrozenPlan (ProblemId, Visit, StartedAt, StartedOn, StartedBy, Note, Hash, Sheet, Actions)
            VALUES (@ProblemId, @Visit, @Now, @StartedOn, @PersonId, @Note, @Hash, @Sheet, @Actions)
            """, new
        {
            ProblemId = Problem.Id,
            Problem.Visit,
            Now,
            plan.StartedOn,
            Actor.PersonId,
            Note = note,
            plan.Hash,
            Sheet = JsonSerializer.Serialize(plan.Sheet, Json.Options),
            Actions = JsonSerializer.Serialize(plan.Actions, Json.Options),
        });
        ChangeProblem(p => p);
        Dossier = Dossier with { Plan = plan, FirstStartedOn = Dossier.FirstStartedOn ?? plan.StartedOn };
        Grants = asked => asked.Kind == RequestKind.Start || asked.Gate == Gate.Start;
        CountAsWork();
        return plan;
    }

    /// <summary>Records a change to the frozen plan: to its worksheet, or to one action.</summary>
    /// <param name="before">Null if an action was added.</param>
    public void Amend(string reason, long? actionId, object? before, object after) => Write("""
        INSERT INTO Amendment (ProblemId, FrozenPlanId, Reason, ActionId, BeforeJson, AfterJson, PersonId, At)
        VALUES (@ProblemId, @PlanId, @Reason, @ActionId, @BeforeJson, @AfterJson, @PersonId, @Now)
        """, new
    {
        ProblemId = Problem.Id,
        taken.PlanId,
        Reason = reason.Trim(),
        ActionId = actionId,
        BeforeJson = before is null ? null : JsonSerializer.Serialize(before, Json.Options),
        AfterJson = JsonSerializer.Serialize(after, Json.Options),
        Actor.PersonId,
        Now,
    });

    /// <summary>Gives the current stage a later due date.</summary>
    public void Extend(DateOnly dueOn, string reason)
    {
        Write("""
            INSERT INTO DeadlineExtension (ProblemId, Visit, DueOn, GrantedOn, Reason, GrantedBy, GrantedAt)
            VALUES (@ProblemId, @Visit, @dueOn, @GrantedOn, @reason, @PersonId, @Now)
            """, new { ProblemId = Problem.Id, Problem.Visit, dueOn, GrantedOn = Dossier.Today, reason, Actor.PersonId, Now });
        ChangeProblem(p => p);
        Dossier = Dossier with { Extensions = [.. Dossier.Extensions, new() { Visit = Problem.Visit, DueOn = dueOn, GrantedAt = Now }] };
        Grants = asked => asked.Kind == RequestKind.Extension;
    }

    /// <summary>Puts the problem on hold from today.</summary>
    /// <param name="untilOn">The day on which work resumes.</param>
    public void Hold(DateOnly untilOn, string reason)
    {
        Write("""
            INSERT INTO ProblemHold (ProblemId, Visit, FromOn, UntilOn, Reason, HeldBy, HeldAt)
            VALUES (@ProblemId, @Visit, @FromOn, @untilOn, @reason, @PersonId, @Now)
            """, new { ProblemId = Problem.Id, Problem.Visit, FromOn = Dossier.Today, untilOn, reason, Actor.PersonId, Now });
        ChangeProblem(p => p with { OnHoldUntil = untilOn });
        var hold = new Hold { Visit = Problem.Visit, FromOn = Dossier.Today, UntilOn = untilOn, HeldAt = Now };
        Dossier = Dossier with { Holds = [.. Dossier.Holds, hold] };
        Grants = asked => asked.Kind == RequestKind.Hold;
    }

    /// <summary>Ends the hold today.</summary>
    public void EndHold()
    {
        var today = Dossier.Today;
        Write("UPDATE ProblemHold SET EndedOn = @today WHERE ProblemId = @ProblemId AND EndedOn IS NULL AND UntilOn > @today",
            new { ProblemId = Problem.Id, today });
        ChangeProblem(p => p with { OnHoldUntil = null });
        Dossier = Dossier with { Holds = [.. Dossier.Holds.Select(hold => hold.IsRunning(today) ? hold with { EndedOn = today } : hold)] };
    }
}
