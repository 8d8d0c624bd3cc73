using MediatR;
using ProblemTracker.Problems;
using ProblemTracker.Settings;

namespace ProblemTracker.Pages;

public sealed class ScanningPage(IMediator mediator, Agency agency) : SheetPage<ScanningSheet>(mediator, agency)
{
    public override SheetKind Kind => SheetKind.Scanning;
    public override bool MayEdit => Case.Allowed.Work;
    protected override ScanningSheet Current => Case.Scanning;
    protected override int CurrentVersion => Case.SheetVersions.Scanning;

    protected override Task<SheetAnswer<ScanningSheet>?> Save(CancellationToken ct) =>
        this.TrySend(Mediator, new SaveScanning(Id, Version, Sheet), nameof(Sheet));
}
