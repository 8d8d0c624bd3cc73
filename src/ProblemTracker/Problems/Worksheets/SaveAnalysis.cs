using FluentValidation;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>Replaces the Analysis worksheet.</summary>
[Needs(Permission.WorkEvidence), BodyIs(nameof(Sheet))]
public sealed record SaveAnalysis(long ProblemId, int Version, AnalysisSheet Sheet) : ICommand<VersionedSheet<AnalysisSheet>>;

internal sealed class SaveAnalysisValidator : AbstractValidator<SaveAnalysis>
{
    public SaveAnalysisValidator() => RuleFor(c => c.Sheet).SheetRules();
}

internal sealed class SaveAnalysisHandler(CaseFiles files, Db db) : IRequestHandler<SaveAnalysis, VersionedSheet<AnalysisSheet>>
{
    public async Task<VersionedSheet<AnalysisSheet>> Handle(SaveAnalysis command, CancellationToken ct)
    {
        var sheet = command.Sheet.Tidy();
        // Include detached stakeholders: they may have been consulted earlier.
        var attached = (await db.List<long>("SELECT Id FROM ProblemStakeholder WHERE ProblemId = @ProblemId", command, ct)).ToHashSet();
        return await files.SaveSheet(command.ProblemId, SheetKind.Analysis, command.Version, sheet, Permission.WorkEvidence, _ =>
        {
            for (var i = 0; i < sheet.Consulted.Count; i++)
                if (sheet.Consulted[i].AttachmentId is { } id && !attached.Contains(id))
                    throw new Invalid($"consulted[{i}].attachmentId",
                        "This is not the attachmentId of a stakeholder on this problem.");
        }, ct);
    }
}

internal static class SaveAnalysisEndpoint
{
    public static void MapSaveAnalysis(this RouteGroupBuilder problems) => problems
        .MapPut("/{id:long}/analysis", async (long id, IfMatch version, AnalysisSheet body, IMediator mediator, CancellationToken ct) =>
            (await mediator.Send(new SaveAnalysis(id, version, body), ct)).Result())
        .WithName("SaveAnalysis").WithSummary("Save the Analysis worksheet").Produces<AnalysisSheet>();
}
