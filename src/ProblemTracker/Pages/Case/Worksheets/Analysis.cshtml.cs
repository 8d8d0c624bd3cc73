using MediatR;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

public sealed class AnalysisPage(IMediator mediator) : SheetPage<AnalysisSheet>(mediator)
{
    public override SheetKind Kind => SheetKind.Analysis;
    public override bool MayEdit => Case.Allowed.WorkEvidence;
    protected override AnalysisSheet Current => Case.Analysis;
    protected override int CurrentVersion => Case.WorksheetVersions.Analysis;

    public IEnumerable<ActionDetails> UrgentSafetyMeasures => Case.Actions.Where(action => action.UrgentSafetyMeasure);

    protected override AnalysisSheet Tidied(AnalysisSheet sheet) => sheet.Tidy();

    protected override IReadOnlyList<(string Id, string Title, string[] Fields)> Sections =>
    [
        ("triangle", "Problem analysis triangle", ["analysis.triangle", "analysis.controllers"]),
        ("sources", "Sources of information", ["analysis.sources"]),
        ("consulted", "People consulted", ["analysis.consulted"]),
        ("current", "Current response", ["analysis.currentResponse"]),
        ("hypothesis", "Working hypothesis", ["analysis.hypothesis"]),
        ("baseline", "Baseline", ["analysis.baselines"]),
    ];

    protected override Task<VersionedSheet<AnalysisSheet>?> Save(CancellationToken ct) =>
        this.TrySend(Mediator, new SaveAnalysis(Id, Version, Sheet), nameof(Sheet));

    protected override AnalysisSheet ForForm(AnalysisSheet sheet) => sheet with
    {
        Sources = WithSpareRow(nameof(sheet.Sources), sheet.Sources),
        Consulted = WithSpareRow(nameof(sheet.Consulted), sheet.Consulted),
        Baselines = WithSpareRow(nameof(sheet.Baselines), sheet.Baselines),
    };
}
