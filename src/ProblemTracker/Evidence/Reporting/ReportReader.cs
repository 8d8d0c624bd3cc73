using ProblemTracker.Agency;
using ProblemTracker.Problems;

namespace ProblemTracker.Evidence;

/// <summary>Reads a problem's report for the current actor: what people wrote, and everything else from the records.</summary>
internal sealed class ReportReader(Db db, FullProblems problems, AgencySettings agency, ReportCounts counts, ReportFigures figures,
    CaseFiles files, EvaluationReader evaluation, OtherExplanations others)
{
    private const string Edited = """
        SELECT r.Section, r.Text, r.Version, COALESCE(w.Name, 'System') AS EditedBy, r.ChangedAt AS EditedAt
        FROM ProblemReport r LEFT JOIN Person w ON w.Id = r.ChangedBy WHERE r.ProblemId = @problemId
        """;

    private sealed record Row
    {
        public ReportSection Section { get; init; }
        public string? Text { get; init; }
        public int Version { get; init; }
        public string EditedBy { get; init; } = "";
        public DateTimeOffset EditedAt { get; init; }
    }

    /// <param name="isPublic">
    /// Counts by block, without small numbers and without names of people. The texts still have to be redacted.
    /// </param>
    /// <exception cref="NotFound">It does not exist, or the actor can't view it.</exception>
    public async Task<ProblemReport> Read(long problemId, bool isPublic, CancellationToken ct)
    {
        var problem = await problems.Read(problemId, ct);
        var calendar = await agency.Calendar(ct);
        var today = await agency.Today(ct);
        var until = problem.ClosedAt is { } closed && calendar.DateOf(closed).AddMonths(Ladder.FollowUpMonths) is var end && end < today
            ? end : today;
        var counted = await counts.Read(problem, until, isPublic, ct);
        var rows = (await db.List<Row>(Edited, new { problemId }, ct)).ToDictionary(row => row.Section);
        var (names, parts) = (new ReportNames(problem, isPublic), new ReportParts(problem, counted, isPublic, calendar.DateOf));
        var test = await Test(problemId, ct);
        var walks = await ChecklistSql.Walks(db, problemId, ct);
        var map = await figures.OfPlaces(counted, isPublic, ct);
        return new()
        {
            ProblemId = problem.Id,
            Number = problem.Number,
            Title = problem.Title,
            Facts = [.. parts.Facts()],
            AsOf = today,
            IsPublic = isPublic,
            Sections = [.. Enum.GetValues<ReportSection>().Select(section =>
                Words(section, SheetTexts.Of(section, problem, names), rows.GetValueOrDefault(section)) with
                {
                    Statements =
                    [
                        .. parts.Statements(section),
                        .. section == ReportSection.Assessment ? ReportTest.Statements(test, isPublic) : [],
                        .. section == ReportSection.Assessment ? ChecklistPanel.Statements(walks, isPublic) : [],
                    ],
                    Tables =
                    [
                        .. parts.Tables(section, names), .. section == ReportSection.Assessment ? ReportTest.Tables(test, isPublic) : [],
                    ],
                    Figures = section switch
                    {
                        ReportSection.Analysis when map is not null => [map],
                        ReportSection.Assessment when parts.Months() is { } months => [months],
                        _ => [],
                    },
                })],
            Sources = ReportTables.Sources(problem.Analysis, counted),
            Plans = [.. problem.Plans.Select(plan => ReportTables.Plan(plan, problem, names, isPublic, calendar.DateOf))],
        };
    }

    /// <summary>What the program computed from the frozen test; null without one.</summary>
    private async Task<TestEvaluation?> Test(long problemId, CancellationToken ct)
    {
        var file = await files.Read(problemId, ct);
        if (file.Dossier.Plan is null || await evaluation.Of(file, ct) is not { } found) return null;
        return await others.Of(file, found, ct);
    }

    private static ReportPart Words(ReportSection section, string sheetText, Row? row) => row?.Text is { } text
        ? new()
        {
            Section = section,
            Text = text,
            IsEdited = true,
            SheetText = sheetText,
            Version = row.Version,
            EditedBy = row.EditedBy,
            EditedAt = row.EditedAt,
        }
        : new() { Section = section, Text = sheetText, Version = row?.Version ?? 0 };
}
