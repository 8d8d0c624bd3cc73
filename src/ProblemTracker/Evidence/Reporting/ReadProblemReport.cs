using MediatR;

namespace ProblemTracker.Evidence;

/// <summary>A problem's report: sections as edited or as the worksheets give them, figures, sources and frozen plans.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadProblemReport(long ProblemId) : IQuery<ProblemReport>;

internal sealed class ReadProblemReportHandler(ReportReader reader) : IRequestHandler<ReadProblemReport, ProblemReport>
{
    public Task<ProblemReport> Handle(ReadProblemReport query, CancellationToken ct) => reader.Read(query.ProblemId, isPublic: false, ct);
}
