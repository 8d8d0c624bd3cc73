using System.Globalization;
using MediatR;
using ProblemTracker.Settings;

namespace ProblemTracker.Nudges;

/// <summary>
/// Nudges the lead (or, where no lead can act, the team) of open problems that are overdue: once per problem, stage visit and due date.
/// Works on one batch in due order, so that no transaction is long; send it again with <see cref="NudgesRaised.Next"/> for the rest.
/// </summary>
/// <param name="After">Where the batch before left off.</param>
[Needs(Permission.Administer)]
public sealed record RaiseNudges(NudgeCursor? After = null) : ICommand<NudgesRaised>;

/// <param name="Next">Null after the last batch.</param>
public sealed record NudgesRaised(int Raised, NudgeCursor? Next);

/// <summary>A place in the order of due dates.</summary>
public sealed record NudgeCursor(DateOnly DueOn, long ProblemId);

internal sealed class RaiseNudgesHandler(Db db, Actor actor, Agency agency, TrackerClock clock, TrackerOptions options) : IRequestHandler<RaiseNudges, NudgesRaised>
{
    private const int BatchSize = 200;

    private sealed record Overdue
    {
        public long Id { get; init; }
        public string Number { get; init; } = "";
        public string Title { get; init; } = "";
        public bool Confidential { get; init; }
        public long? LeadId { get; init; }
        public Stage Stage { get; init; }
        public int Visit { get; init; }
        public DateOnly DueOn { get; init; }
    }

    private sealed record Candidate
    {
        public long ProblemId { get; init; }
        public long PersonId { get; init; }
        public string Email { get; init; } = "";
        public bool OnTeam { get; init; }
        public Role Role { get; init; }
    }

    public async Task<NudgesRaised> Handle(RaiseNudges command, CancellationToken ct)
    {
        var today = await agency.Today(ct);
        var batch = await db.List<Overdue>($"""
            SELECT p.Id, p.Number, p.Title, p.Confidential, p.LeadId, p.Stage, p.Visit, p.DueOn
            FROM Problem p
            {new Predicates("p.DueOn < @today")
                .When(command.After is not null, "(p.DueOn > @AfterDue OR (p.DueOn = @AfterDue AND p.Id > @AfterId))")}
                AND p.Stage <> 'Closed'
                AND NOT EXISTS (SELECT 1 FROM Nudge n WHERE n.ProblemId = p.Id AND n.Visit = p.Visit AND n.DueOn = p.DueOn AND n.Rung = 'Overdue')
            ORDER BY p.DueOn, p.Id {db.Dialect.First("@BatchSize")}
            """, new { today, AfterDue = command.After?.DueOn, AfterId = command.After?.ProblemId, BatchSize }, ct);
        if (batch.Count == 0) return new(0, null);

        var candidates = await Candidates(batch, ct);
        var raised = 0;
        foreach (var problem in batch)
            if (await Raise(problem, today, Recipients(problem, candidates[problem.Id]), ct)) raised++;
        return new(raised, batch.Count < BatchSize ? null : new(batch[^1].DueOn, batch[^1].Id));
    }

    /// <summary>Who is active and leads one of these problems or is on its team, a row for each of their roles.</summary>
    private async Task<ILookup<long, Candidate>> Candidates(IReadOnlyList<Overdue> batch, CancellationToken ct)
    {
        var rows = await db.List<Candidate>("""
            SELECT m.ProblemId, w.Id AS PersonId, w.Email, 1 AS OnTeam, r.Role
            FROM ProblemMember m JOIN Person w ON w.Id = m.PersonId JOIN PersonRole r ON r.PersonId = w.Id
            WHERE m.ProblemId IN @ids AND w.Active = 1
            UNION ALL
            SELECT p.Id AS ProblemId, w.Id AS PersonId, w.Email, 0 AS OnTeam, r.Role
            FROM Problem p JOIN Person w ON w.Id = p.LeadId JOIN PersonRole r ON r.PersonId = w.Id
            WHERE p.Id IN @ids AND w.Active = 1 AND NOT EXISTS (SELECT 1 FROM ProblemMember m WHERE m.ProblemId = p.Id AND m.PersonId = p.LeadId)
            """, new { ids = batch.Select(p => p.Id) }, ct);
        return rows.ToLookup(r => r.ProblemId);
    }

    // Nobody hears of a problem they can't open: roles may have been lost since they joined.
    private static List<Candidate> Recipients(Overdue problem, IEnumerable<Candidate> candidates)
    {
        var able = candidates.GroupBy(c => c.PersonId)
            .Where(person => Permissions.MaySee(person.Select(c => c.Role).ToHashSet(), problem.Confidential, person.First().OnTeam))
            .ToDictionary(person => person.Key, person => person.First());
        var lead = problem.LeadId is { } id && able.ContainsKey(id) ? problem.LeadId : null;
        return [.. NudgeRules.Recipients(lead, [.. able.Keys.Order()]).Select(person => able[person])];
    }

    /// <returns>False if there is nobody to nudge (yet), or another process was faster.</returns>
    private async Task<bool> Raise(Overdue problem, DateOnly today, List<Candidate> recipients, CancellationToken ct)
    {
        if (recipients.Count == 0) return false;
        var now = clock.GetUtcNow();
        var key = NudgeRules.OverdueKey(problem.Id, problem.Visit, problem.DueOn);
        var row = new { Key = key, problem.Id, problem.Visit, problem.DueOn, Now = now };
        try
        {
            if (await db.Execute("""
                INSERT INTO Nudge (DedupeKey, Rung, ProblemId, Visit, DueOn, RaisedAt)
                SELECT @Key, 'Overdue', @Id, @Visit, @DueOn, @Now WHERE NOT EXISTS (SELECT 1 FROM Nudge WHERE DedupeKey = @Key)
                """, row, ct) == 0) return false;
        }
        catch (System.Data.Common.DbException error) when (db.IsDuplicate(error))
        {
            // Two nodes asked at the same moment. The statement alone was undone; this transaction goes on.
            return false;
        }
        var nudgeId = await db.Single<long>("SELECT Id FROM Nudge WHERE DedupeKey = @Key", row, ct);
        foreach (var person in recipients)
        {
            await db.Execute("INSERT INTO NudgeRecipient (PersonId, NudgeId) VALUES (@PersonId, @nudgeId)", new { person.PersonId, nudgeId }, ct);
            await Outbox.Queue(db, clock, new(string.Create(CultureInfo.InvariantCulture, $"{key}:{person.PersonId}"), person.Email,
                $"{problem.Number}: overdue", Letter(problem, today, isLead: person.PersonId == problem.LeadId)) { PersonId = person.PersonId }, ct);
        }
        await db.Record(actor, now, "nudge.raised", problem.Id, nudgeId,
            $"Overdue since {Date(problem.DueOn)}: {(recipients[0].PersonId == problem.LeadId ? "the lead was" : "the team was")} told.",
            null, new { problem.DueOn, problem.Visit, Recipients = recipients.Select(r => r.PersonId) }, ct);
        return true;
    }

    // Mail is read on phones and forwarded: of a confidential problem it says the number only.
    private string Letter(Overdue problem, DateOnly today, bool isLead)
    {
        var days = today.DayNumber - problem.DueOn.DayNumber;
        var late = days == 1 ? "That was yesterday." : $"That is {days} days ago.";
        var what = problem.Confidential
            ? $"Problem {problem.Number} was due on {Date(problem.DueOn)}. {late}"
            : $"Problem {problem.Number}, \"{problem.Title}\", is in {Wording.Of(problem.Stage)} and was due on {Date(problem.DueOn)}. {late}";
        var why = isLead ? "You get this because you lead this problem." : "You get this because you are on this problem's team and nobody leads it at present.";
        return string.Create(CultureInfo.InvariantCulture, $"""
            {what}

            See what is still missing, and take the next step:
            {options.PublicUrl}/problems/{problem.Id}

            {why}
            """);
    }

    private static string Date(DateOnly date) => date.ToString("dddd, MMMM d, yyyy", CultureInfo.GetCultureInfo("en-US"));
}
