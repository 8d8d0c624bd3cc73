using MediatR;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

public sealed class ScanningPage(IMediator mediator) : SheetPage<ScanningSheet>(mediator)
{
    public override SheetKind Kind => SheetKind.Scanning;
    public override bool MayEdit => Case.Allowed.Work;
    protected override ScanningSheet Current => Case.Scanning;
    protected override int CurrentVersion => Case.WorksheetVersions.Scanning;

    protected override Task<VersionedSheet<ScanningSheet>?> Save(CancellationToken ct) =>
        this.TrySend(Mediator, new SaveScanning(Id, Version, Sheet), nameof(Sheet));
}
