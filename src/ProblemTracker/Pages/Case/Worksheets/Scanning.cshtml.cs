using MediatR;
using ProblemTracker.Evidence;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

public sealed class ScanningPage(IMediator mediator) : SheetPage<ScanningSheet>(mediator)
{
    public override SheetKind Kind => SheetKind.Scanning;
    public override bool MayEdit => Case.Allowed.Work;
    protected override ScanningSheet Current => Case.Scanning;
    protected override int CurrentVersion => Case.WorksheetVersions.Scanning;

    /// <summary>The figures that the worksheet cites.</summary>
    public IReadOnlyList<CitationDetails> Cited { get; private set; } = [];

    public CitedView CitedIn(CitedField field) => new(Id, Cited, field);

    protected override async Task ReadCase(CancellationToken ct)
    {
        await base.ReadCase(ct);
        Cited = await Mediator.Send(new ListCitations(Id, Kind), ct);
    }

    protected override ScanningSheet Tidied(ScanningSheet sheet) => sheet.Tidy();

    protected override IReadOnlyList<(string Id, string Title, string[] Fields)> Sections =>
    [
        ("statement", "Problem statement", ["scanning.statement"]),
        ("cheers", "CHEERS test", ["scanning.cheers"]),
        ("extent", "Extent", ["scanning.harms"]),
        ("counted", "Events counted elsewhere", []),
    ];

    protected override Task<VersionedSheet<ScanningSheet>?> Save(CancellationToken ct) =>
        this.TrySend(Mediator, new SaveScanning(Id, Version, Sheet), nameof(Sheet));
}
