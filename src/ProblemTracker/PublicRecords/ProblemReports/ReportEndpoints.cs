using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Evidence;

namespace ProblemTracker.PublicRecords;

/// <summary>Which report is asked for.</summary>
public enum ReportVariant { Full, Public }

/// <summary>
/// The addresses of a problem's report. They are here because only this capability may make the public variant.
/// </summary>
internal static class ReportEndpoints
{
    public static void MapReadProblemReport(this RouteGroupBuilder problems)
    {
        problems.MapGet("/{id:long}/report", (long id, ReportVariant? variant, IMediator mediator, CancellationToken ct) =>
                mediator.Send(Message(id, variant), ct))
            .WithName("ReadProblemReport")
            .WithSummary("Read a problem's report; variant=public leaves out what the public may not read, which is recorded");
        problems.MapGet("/{id:long}/report.docx", async (long id, ReportVariant? variant, IMediator mediator, CancellationToken ct) =>
            {
                var report = await mediator.Send(Message(id, variant), ct);
                return Results.Bytes(ReportDocument.Write(report, await mediator.Send(new ReadLetterhead(), ct)),
                    ReportDocument.ContentType, ReportDocument.FileName(report));
            })
            .WithName("DownloadProblemReport").WithMetadata(new NeedsAttribute(Permission.ReadProblems))
            .WithSummary("Download a problem's report as a Word document").Produces<byte[]>(200, ReportDocument.ContentType);
    }

    /// <summary>The message that reads the variant.</summary>
    public static IRequest<ProblemReport> Message(long problemId, ReportVariant? variant) =>
        variant == ReportVariant.Public ? new MakePublicReport(problemId) : new ReadProblemReport(problemId);
}
