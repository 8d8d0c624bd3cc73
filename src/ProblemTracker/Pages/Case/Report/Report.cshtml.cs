using MediatR;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Agency;
using ProblemTracker.Evidence;
using ProblemTracker.Problems;
using ProblemTracker.PublicRecords;

namespace ProblemTracker.Pages.Case;

/// <summary>Model of <c>_ReportCounted</c>.</summary>
/// <param name="Csv">The address of the numbers behind the part's figures, without the figure.</param>
public sealed record CountedPart(ReportPart Part, string Csv);

/// <summary>A problem's report for reading and printing, and as a Word document.</summary>
[Needs(Permission.ReadProblems)]
public sealed class ProblemReportPage(IMediator mediator, Actor actor) : CaseHeadPage(mediator)
{
    [FromQuery]
    public ReportVariant? Variant { get; set; }

    public ProblemReport Report { get; private set; } = new();

    public bool MayEdit => MayEditReport(actor, Case);

    public bool MayMakePublic => actor.Might(Permission.ReleaseRecords) && !Case.Confidential;

    /// <summary>The address of the Word document.</summary>
    public string Document => $"/problems/{Id}/report?handler=Document{(Report.IsPublic ? "&variant=Public" : "")}";

    /// <summary>A closed problem's report can be edited too: that is when most are written.</summary>
    internal static bool MayEditReport(Actor actor, ProblemHead problem) =>
        actor.May(Permission.WorkEvidence, new(problem.Allowed.OnTeam, problem.Lead?.Id == actor.PersonId));

    public async Task OnGetAsync(CancellationToken ct)
    {
        await Open(ct);
        Report = await Mediator.Send(ReportEndpoints.Message(Id, Variant), ct);
    }

    public CountedPart Counted(ReportPart part) =>
        new(part, $"/problems/{Id}/report?handler=Csv{(Report.IsPublic ? "&variant=Public" : "")}");

    /// <param name="figure">A figure's code.</param>
    public async Task<IActionResult> OnGetCsvAsync(string? figure, CancellationToken ct)
    {
        var report = await Mediator.Send(ReportEndpoints.Message(Id, Variant), ct);
        var shown = report.Sections.SelectMany(part => part.Figures).FirstOrDefault(one => one.Code == figure)
            ?? throw new ProblemTracker.Shared.NotFound();
        var file = new CsvFile($"{report.Number}-{shown.Code}-{report.AsOf:yyyy-MM-dd}.csv", [shown.Code == "months" ? "month" : "place",
            "incidents"], shown.Points.Select(point => (IReadOnlyList<object?>)[point.Name, point.Incidents]).ToAsyncEnumerable())
        {
            ProblemId = Id,
        };
        await file.ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    public async Task<IActionResult> OnGetDocumentAsync(CancellationToken ct)
    {
        var report = await Mediator.Send(ReportEndpoints.Message(Id, Variant), ct);
        return File(ReportDocument.Write(report, await Mediator.Send(new ReadLetterhead(), ct)), ReportDocument.ContentType,
            ReportDocument.FileName(report));
    }
}
