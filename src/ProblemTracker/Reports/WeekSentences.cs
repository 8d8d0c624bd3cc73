using ProblemTracker.Problems;
using ProblemTracker.Settings;

namespace ProblemTracker.Reports;

/// <summary>What changed in the last seven days, in sentences that lead to their lists. What did not happen is not mentioned.</summary>
internal sealed class WeekSentences(Db db, Actor actor, AgencyCalendar calendar, DateOnly today)
{
    /// <param name="One">What stands behind the number: <c>problem was opened</c>.</param>
    /// <param name="Query">Which problems.</param>
    /// <param name="List">The same as the list's address has it.</param>
    private sealed record Question(string One, string Many, ListProblems Query, params (string Name, string? Value)[] List);

    private IEnumerable<Question> Questions()
    {
        var from = today.AddDays(1 - ReadBriefing.Week);
        var day = ReportFilter.Day(from);
        yield return new("problem was opened", "problems were opened", new() { OpenedFrom = from }, ("openedFrom", day));
        yield return new("problem was closed as improved", "problems were closed as improved",
            new(Verdict: Verdict.Improved) { ClosedFrom = from }, ("verdict", "Improved"), ("closedFrom", day));
        yield return new("problem was closed with another result", "problems were closed with another result",
            new() { ClosedFrom = from, Improved = false }, ("improved", "false"), ("closedFrom", day));
        yield return new("problem became late", "problems became late",
            new(Open: true, Overdue: true) { DueFrom = from.AddDays(-1) }, ("open", "true"), ("overdue", "true"), ("dueFrom", ReportFilter.Day(from.AddDays(-1))));
        yield return new("late problem was escalated", "late problems were escalated",
            new(Open: true, Overdue: true) { EscalatedFrom = from }, ("open", "true"), ("overdue", "true"), ("escalatedFrom", day));
        yield return new("closed problem was found to have returned", "closed problems were found to have returned",
            new() { Durability = DurabilityFinding.Returned, CheckedFrom = from }, ("durability", "Returned"), ("checkedFrom", day));
        yield return new("closed problem was looked at again and has held", "closed problems were looked at again and have held",
            new() { Durability = DurabilityFinding.Held, CheckedFrom = from }, ("durability", "Held"), ("checkedFrom", day));
    }

    public async Task<IReadOnlyList<WeekLine>> Read(CancellationToken ct)
    {
        var lines = new List<WeekLine>();
        foreach (var question in Questions())
        {
            var where = ProblemSql.Matching(question.Query, actor, db.Dialect);
            var args = ProblemSql.Args(question.Query, actor, calendar, today) with { Take = ReadBriefing.Named };
            var total = await db.Single<int>($"SELECT COUNT(*) FROM Problem p {where}", args, ct);
            if (total == 0) continue;
            var named = await db.List<NamedProblem>($"""
                SELECT p.Id, p.Number, p.Title, p.Verdict, p.PresetTest, p.Confidential FROM Problem p {where} ORDER BY p.StageSince DESC, p.Id DESC {db.Dialect.First("@Take")}
                """, args, ct);
            lines.Add(new(new(total, new ReportFilter().List("/problems", question.List)), total == 1 ? question.One : question.Many, named));
        }
        return lines;
    }
}
