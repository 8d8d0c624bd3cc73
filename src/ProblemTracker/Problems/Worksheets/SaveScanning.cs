using FluentValidation;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>Replaces the Scanning worksheet.</summary>
[Needs(Permission.WorkProblems), BodyIs(nameof(Sheet))]
public sealed record SaveScanning(long ProblemId, int Version, ScanningSheet Sheet) : ICommand<VersionedSheet<ScanningSheet>>;

internal sealed class SaveScanningValidator : AbstractValidator<SaveScanning>
{
    public SaveScanningValidator()
    {
        RuleFor(c => c.Sheet).SheetRules();
        RuleFor(c => c.Sheet.CountedSource.Count).GreaterThanOrEqualTo(0).WithMessage("A count can't be negative.");
    }
}

internal sealed class SaveScanningHandler(CaseFiles files) : IRequestHandler<SaveScanning, VersionedSheet<ScanningSheet>>
{
    public Task<VersionedSheet<ScanningSheet>> Handle(SaveScanning command, CancellationToken ct) => files.SaveSheet(
        command.ProblemId, SheetKind.Scanning, command.Version, command.Sheet.Tidy(), Permission.WorkProblems, _ => { }, ct);
}

internal static class SaveScanningEndpoint
{
    public static void MapSaveScanning(this RouteGroupBuilder problems) => problems
        .MapPut("/{id:long}/scanning", async (long id, IfMatch version, ScanningSheet body, IMediator mediator, CancellationToken ct) =>
            (await mediator.Send(new SaveScanning(id, version, body), ct)).Result())
        .WithName("SaveScanning").WithSummary("Save the Scanning worksheet").Produces<ScanningSheet>();
}
