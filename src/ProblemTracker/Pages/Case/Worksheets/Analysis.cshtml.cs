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

    protected override Task<VersionedSheet<AnalysisSheet>?> Save(CancellationToken ct) =>
        this.TrySend(Mediator, new SaveAnalysis(Id, Version, Sheet), nameof(Sheet));

    protected override AnalysisSheet ForForm(AnalysisSheet sheet) => sheet with
    {
        Sources = WithBlankRows(sheet.Sources),
        Consulted = WithBlankRows(sheet.Consulted),
        Baselines = WithBlankRows(sheet.Baselines),
    };
}
