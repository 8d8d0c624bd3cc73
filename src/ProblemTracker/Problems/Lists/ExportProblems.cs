using System.Globalization;
using System.Runtime.CompilerServices;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>The list of problems, whole, for a file: the same filters, the same rows.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ExportProblems(ListProblems Filter) : IQuery<CsvFile>;

internal sealed class ExportProblemsHandler(Db db, Actor actor, AgencySettings agency) : IRequestHandler<ExportProblems, CsvFile>
{
    private static readonly string[] Header =
    [
        "number", "title", "category", "neighborhood", "stage", "priority", "confidential", "lead", "opened", "due", "overdue", "heldUntil", "closingReason",
        "verdict", "gatesWaived", "enforcementOnly",
    ];

    public async Task<CsvFile> Handle(ExportProblems query, CancellationToken ct)
    {
        var calendar = await agency.Calendar(ct);
        var today = await agency.Today(ct);
        return new($"problems-{today:yyyy-MM-dd}.csv", Header, Rows(query.Filter, calendar, today, ct));
    }

    private static string? Written(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async IAsyncEnumerable<IReadOnlyList<object?>> Rows(ListProblems filter, AgencyCalendar calendar, DateOnly today,
        [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var row in db.Stream<ProblemRow>($"{ProblemSql.Rows} {ProblemSql.Matching(filter, actor, db.Dialect)} ORDER BY p.Id", ProblemSql.Args(filter, actor, calendar, today).With(filter, db.Dialect), ct))
            yield return
            [
                row.Number, row.Title, row.Category, row.Neighborhood, Wording.Of(row.Stage), Wording.Of(row.Priority), row.Confidential ? "yes" : "no", row.Lead,
                Written(calendar.DateOf(row.OpenedAt)), Written(row.DueOn), Deadlines.IsOverdue(row.DueOn, row.HeldUntil, today) ? "yes" : "no",
                Written(Deadlines.IsHeld(row.HeldUntil, today) ? row.HeldUntil : null),
                row.ClosingReason is { } reason ? Wording.Of(reason) : null,
                row.Verdict is { } verdict ? Verdicts.Describe(verdict, row.PresetTest) : null,
                row.Overrides, row.EnforcementOnly ? "yes" : "no",
            ];
    }
}
