using FluentValidation;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>Replaces the Assessment worksheet.</summary>
[Needs(Permission.WorkEvidence), BodyIs(nameof(Sheet))]
public sealed record SaveAssessment(long ProblemId, int Version, AssessmentSheet Sheet) : ICommand<VersionedSheet<AssessmentSheet>>;

internal sealed class SaveAssessmentValidator : AbstractValidator<SaveAssessment>
{
    public SaveAssessmentValidator()
    {
        RuleFor(c => c.Sheet).SheetRules();
        RuleFor(c => c.Sheet.Scores.Scanning.Points).Must(IsScore).WithMessage(Range);
        RuleFor(c => c.Sheet.Scores.Analysis.Points).Must(IsScore).WithMessage(Range);
        RuleFor(c => c.Sheet.Scores.Response.Points).Must(IsScore).WithMessage(Range);
        RuleFor(c => c.Sheet.Scores.Assessment.Points).Must(IsScore).WithMessage(Range);
    }

    private static readonly string Range = $"A score must be a whole number from {SelfScores.Lowest} to {SelfScores.Highest}.";

    private static bool IsScore(int? points) => points is null or (>= SelfScores.Lowest and <= SelfScores.Highest);
}

internal sealed class SaveAssessmentHandler(CaseFiles files) : IRequestHandler<SaveAssessment, VersionedSheet<AssessmentSheet>>
{
    public Task<VersionedSheet<AssessmentSheet>> Handle(SaveAssessment command, CancellationToken ct)
    {
        var sheet = command.Sheet.Tidy();
        return files.SaveSheet(command.ProblemId, SheetKind.Assessment, command.Version, sheet, Permission.WorkEvidence, file =>
        {
            for (var i = 0; i < sheet.Process.Count; i++)
                if (sheet.Process[i].ActionId is { } id && file.Dossier.Actions.All(a => a.Id != id))
                    throw new Invalid($"process[{i}].actionId", "This is not the id of an action on this problem.");
            for (var i = 0; i < sheet.Outcomes.Count; i++)
                if (sheet.Outcomes[i].ObjectiveKey is { } key && file.Dossier.Response.Objectives.All(o => o.Key != key))
                    throw new Invalid($"outcomes[{i}].objectiveKey", "This is not the key of an objective in the Response worksheet.");
        }, ct);
    }
}

internal static class SaveAssessmentEndpoint
{
    public static void MapSaveAssessment(this RouteGroupBuilder problems) => problems
        .MapPut("/{id:long}/assessment", async (long id, IfMatch version, AssessmentSheet body, IMediator mediator, CancellationToken ct) =>
            (await mediator.Send(new SaveAssessment(id, version, body), ct)).Result())
        .WithName("SaveAssessment").WithSummary("Save the Assessment worksheet").Produces<AssessmentSheet>();
}
