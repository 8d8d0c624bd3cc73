using ProblemTracker.Agency;
using ProblemTracker.Problems;

namespace ProblemTracker.Reports;

/// <summary>
/// What changed in a range of days, good and bad, as lines with links to their lists. Lines that would count zero are left out.
/// </summary>
/// <param name="from">First local day.</param>
/// <param name="to">
/// Last local day, inclusive. A list opened later has the same rows, except problems that have changed since.
/// </param>
internal sealed class WeekSentences(Db db, Actor actor, AgencyCalendar calendar, DateOnly today, DateOnly from, DateOnly to)
{
    private static readonly (Verdict? Verdict, string Ending)[] Closings =
    [
        (Verdict.Improved, "as improved"), (Verdict.PartlyImproved, "as partly improved"),
        (Verdict.NoChange, "with no change"), (Verdict.Worse, "as worse"),
        (Verdict.CannotTell, "with the verdict cannot tell"), (null, "without a verdict"),
    ];

    /// <param name="One">The words after the number 1: <c>problem was opened</c>.</param>
    /// <param name="Many">The words after any other number.</param>
    /// <param name="Query">Selects the problems.</param>
    private sealed record Question(string One, string Many, ListProblems Query);

    private IEnumerable<Question> Closed()
    {
        foreach (var (verdict, ending) in Closings)
            yield return new($"problem was closed {ending}", $"problems were closed {ending}",
                new() { Verdict = verdict, HasVerdict = verdict is null ? false : null, ClosedFrom = from, ClosedTo = to });
    }

    private IEnumerable<Question> Overdue()
    {
        var overdue = new ListProblems { Open = true, Overdue = true };
        // A problem becomes overdue the day after it was due.
        yield return new("problem became overdue and still is", "problems became overdue and still are",
            overdue with { DueFrom = from.AddDays(-1), DueTo = to.AddDays(-1) });
        yield return new("overdue problem was escalated", "overdue problems were escalated",
            overdue with { EscalatedFrom = from, EscalatedTo = to });
    }

    private IEnumerable<Question> FollowUps()
    {
        Question Found(FollowUpFinding finding, string one, string many) =>
            new(one, many, new() { FollowUp = finding, FollowUpFrom = from, FollowUpTo = to });
        yield return Found(FollowUpFinding.Recurred, "follow-up was recorded as recurred", "follow-ups were recorded as recurred");
        yield return Found(FollowUpFinding.Sustained, "follow-up was recorded as sustained", "follow-ups were recorded as sustained");
        yield return Found(FollowUpFinding.Unknown, "follow-up was recorded as unknown", "follow-ups were recorded as unknown");
    }

    public async Task<IReadOnlyList<WeekLine>> Read(CancellationToken ct)
    {
        Question opened = new("problem was opened", "problems were opened", new() { OpenedFrom = from, OpenedTo = to });
        List<WeekLine?> lines = [await Line(opened, ct)];
        foreach (var question in Closed()) lines.Add(await Line(question, ct));
        lines.Add(await Line(MoveKind.Reopening, "closed problem was reopened", "closed problems were reopened", ct));
        lines.Add(
            await Line(MoveKind.Back, "problem was moved back to an earlier stage", "problems were moved back to an earlier stage", ct));
        foreach (var question in Overdue().Concat(FollowUps())) lines.Add(await Line(question, ct));
        return [.. lines.OfType<WeekLine>()];
    }

    private const string Named = "p.Id, p.Number, p.Title, p.Verdict, p.PresetTest, p.Confidential";

    private static string List(ListProblems query) =>
        new ReportFilter().List("/problems", ProblemList.Filters.Address(query).Select(field => (field.Key, (string?)field.Value)));

    private async Task<WeekLine?> Line(Question question, CancellationToken ct)
    {
        var (where, args) = ProblemList.Filters.Matching(question.Query, new(actor, db.Dialect, today, calendar.StartOf, calendar.EndOf));
        args.Add("Take", ReadBriefing.Named);
        var total = await db.Single<int>($"SELECT COUNT(*) FROM Problem p {where}", args, ct);
        if (total == 0) return null;
        var named = await db.List<NamedProblem>(
            $"SELECT {Named} FROM Problem p {where} ORDER BY p.StageSince DESC, p.Id DESC {db.Dialect.First("@Take")}", args, ct);
        // For a claim of improvement, also count the problems without a pre-set test.
        var untested = question.Query.Verdict is not (Verdict.Improved or Verdict.PartlyImproved) ? null
            : new Figure(await db.Single<int>($"SELECT COUNT(*) FROM Problem p {where} AND p.PresetTest = 0", args, ct),
                List(question.Query with { PresetTest = false }));
        return new(new(total, List(question.Query)), total == 1 ? question.One : question.Many, named, untested);
    }

    private async Task<WeekLine?> Line(MoveKind kind, string one, string many, CancellationToken ct)
    {
        var where = new Predicates(ProblemSql.VisibleTo(actor))
            .When(true, $"m.MovedAt >= @First AND m.MovedAt < @Last AND {MoveSql.Of(kind)}");
        var args = new { ActorId = actor.PersonId, First = calendar.StartOf(from), Last = calendar.EndOf(to), Take = ReadBriefing.Named };
        var total = await db.Single<int>($"SELECT COUNT(*) FROM StageMove m JOIN Problem p ON p.Id = m.ProblemId {where}", args, ct);
        if (total == 0) return null;
        var named = await db.List<NamedProblem>(
            $"SELECT {Named} FROM StageMove m JOIN Problem p ON p.Id = m.ProblemId {where} "
                + $"ORDER BY m.MovedAt DESC, m.Id DESC {db.Dialect.First("@Take")}", args, ct);
        var list = new ReportFilter()
            .List("/problems/moves", ("kind", kind.ToString()), ("from", ReportFilter.Day(from)), ("to", ReportFilter.Day(to)));
        return new(new(total, list), total == 1 ? one : many, named, null);
    }
}
