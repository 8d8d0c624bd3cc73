using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Evidence;

namespace ProblemTracker.PublicRecords;

/// <summary>
/// A problem's report without what the public may not read, by the rules of public-records requests. Each time is recorded, since it
/// leaves the department.
/// </summary>
[Needs(Permission.ReleaseRecords)]
public sealed record MakePublicReport(long ProblemId) : ICommand<ProblemReport>;

/// <summary>Keeps the report that was made before the transaction, since counting incidents must not hold the writer.</summary>
internal sealed class PreparedReport
{
    public ProblemReport? Made { get; set; }
}

internal sealed class MakePublicReportHandler(Db db, Actor actor, ReportReader reports, DossierReader dossiers, RecordsReader records,
    AgencySettings agency, PreparedReport prepared, TimeProvider clock)
    : IPrepare<MakePublicReport>, IRequestHandler<MakePublicReport, ProblemReport>
{
    /// <summary>People who reported a concern that is part of the problem, also by other channels than the public site.</summary>
    private const string Reporters = """
        SELECT c.ReporterName AS Name FROM Concern c WHERE c.ProblemId = @ProblemId AND c.ReporterName IS NOT NULL
        UNION SELECT m.ReporterName FROM Concern m JOIN Concern c ON c.Id = m.MergedIntoId
        WHERE c.ProblemId = @ProblemId AND m.ReporterName IS NOT NULL
        """;

    public async Task<ProblemReport> Handle(MakePublicReport command, CancellationToken ct)
    {
        await db.Record(actor, clock.GetUtcNow(), "report.public", command.ProblemId, command.ProblemId, "Made the public report.",
            null, null, ct);
        return prepared.Made!;
    }

    public async Task Prepare(MakePublicReport command, CancellationToken ct)
    {
        var dossier = await dossiers.Read(command.ProblemId, ct);
        // What one does not see, one can't take out.
        if (dossier.Problem.Stakeholders.Any(row => row.IsHidden)) throw new NotFound();
        if (dossier.Problem.Confidential)
            throw new RuleBroken("report.confidential", "This problem is confidential, so it has no public report.", "confidential");
        var zone = (await agency.Calendar(ct)).Zone;
        var words = new PublicWords(dossier, await db.List<string>(Reporters, new { command.ProblemId }, ct),
            await Decided(command.ProblemId, ct), at => TimeZoneInfo.ConvertTime(at, zone));
        var report = await reports.Read(command.ProblemId, isPublic: true, ct);
        prepared.Made = (report with
        {
            Sections = [.. report.Sections.Select(part => part with { SheetText = null, EditedBy = null, EditedAt = null, Version = 0 })],
        }).With(words.Of);
    }

    /// <summary>What reviewers withheld of this problem in public-records requests, where the value is still the same.</summary>
    private async Task<IReadOnlyList<Withheld>> Decided(long problemId, CancellationToken ct)
    {
        List<Withheld> decided = [];
        foreach (var request in await db.List<long>(
            "SELECT q.RequestId FROM RecordsRequestProblem q WHERE q.ProblemId = @problemId ORDER BY q.RequestId", new { problemId }, ct))
            foreach (var field in (await records.Gather(request, problemId, ct)).Fields)
                if (field is { Decision: { } decision, Field.Kind: FieldKind.Text or FieldKind.Name or FieldKind.Staff })
                    decided.AddRange(Redaction.Apply(field.Field.Value, decision).Withheld);
        return decided;
    }
}
