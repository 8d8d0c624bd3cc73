using FluentValidation;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>Replaces the Response worksheet while it is a draft. After the response has started, use <see cref="AmendResponse"/>.</summary>
[Needs(Permission.WorkProblems), BodyIs(nameof(Sheet))]
public sealed record SaveResponse(long ProblemId, int Version, ResponseSheet Sheet) : ICommand<VersionedSheet<ResponseSheet>>;

internal sealed class SaveResponseValidator : AbstractValidator<SaveResponse>
{
    public SaveResponseValidator() => RuleFor(c => c.Sheet).ResponseRules();
}

internal static class ResponseShape
{
    public static void ResponseRules<T>(this IRuleBuilder<T, ResponseSheet> rule)
    {
        rule.SheetRules();
        rule.Custom((sheet, context) =>
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            for (var i = 0; i < sheet.Objectives.Count; i++)
            {
                var key = sheet.Objectives[i]?.Key?.Trim();
                if (!string.IsNullOrEmpty(key) && !seen.Add(key))
                    context.AddFailure(new FluentValidation.Results.ValidationFailure(
                        $"{context.PropertyPath}.Objectives[{i}].Key", $"The key {key} is used twice. Give each objective its own key."));
            }
        });
    }
}

internal sealed class SaveResponseHandler(CaseFiles files) : IRequestHandler<SaveResponse, VersionedSheet<ResponseSheet>>
{
    public Task<VersionedSheet<ResponseSheet>> Handle(SaveResponse command, CancellationToken ct) => files.SaveSheet(
        command.ProblemId, SheetKind.Response, command.Version, command.Sheet.Tidy(), Permission.WorkProblems, file =>
        {
            if (file.Dossier.Plan is { } plan)
                throw new RuleBroken("response.frozen",
                    $"The plan was frozen when the response started on {plan.StartedOn:MMMM d, yyyy}. Amend it with a reason instead.",
                    "response");
        }, ct);
}

internal static class SaveResponseEndpoint
{
    public static void MapSaveResponse(this RouteGroupBuilder problems) => problems
        .MapPut("/{id:long}/response", async (long id, IfMatch version, ResponseSheet body, IMediator mediator, CancellationToken ct) =>
            (await mediator.Send(new SaveResponse(id, version, body), ct)).Result())
        .WithName("SaveResponse").WithSummary("Save the Response worksheet while it is a draft").Produces<ResponseSheet>();
}
