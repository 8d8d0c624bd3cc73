using FluentValidation;
using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Portal;

/// <summary>
/// Publishes a problem on the public site, or changes what is published of it. Also possible after it is closed, since that is when there
/// is most to say.
/// </summary>
/// <param name="Version">Of the publication; 0 before the first.</param>
/// <param name="ObjectiveKey">The objective whose values before and after are shown; null for none.</param>
/// <param name="IsNews">Whether a change is told to those who follow the neighborhood. The first publication always is.</param>
[Needs(Permission.WorkProblems)]
public sealed record PublishProblem(
    long ProblemId, int Version, IReadOnlyList<PublicText> Texts, string? ObjectiveKey = null, bool IsNews = false)
    : ICommand<PublicationDetails>;

/// <summary>Takes a problem off the public site.</summary>
[Needs(Permission.WorkProblems)]
public sealed record WithdrawPublication(long ProblemId, int Version) : ICommand<PublicationDetails>;

internal sealed class PublishProblemValidator : AbstractValidator<PublishProblem>
{
    public PublishProblemValidator()
    {
        RuleFor(c => c.Texts).OnePerLanguage();
        RuleFor(c => c.ObjectiveKey).MaximumLength(50);
        RuleForEach(c => c.Texts).NotNull().SetValidator(new PublicTextRules());
        RuleForEach(c => c.Texts).Must(text => text is null || !text.Measure.IsBlank()).When(c => !c.ObjectiveKey.IsBlank())
            .OverridePropertyName("texts.measure").WithMessage("Say what the figures count, since you show them.");
    }
}

internal sealed class PublishProblemHandler(Db db, Actor actor, CaseFiles files)
    : IRequestHandler<PublishProblem, PublicationDetails>, IRequestHandler<WithdrawPublication, PublicationDetails>
{
    public async Task<PublicationDetails> Handle(PublishProblem command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.WorkProblems, ct);
        if (file.Problem.Confidential)
            throw new RuleBroken("publication.confidential", "This problem is confidential, so it can't be published.", "confidential");
        if (file.Problem is { Stage: Stage.Closed, ClosingReason: ClosingReason.Duplicate or ClosingReason.NotAProblem })
            throw new RuleBroken("publication.nothing", "This problem was closed as a duplicate or as no problem, so there is nothing to "
                + "publish.", "closingReason");
        if (!command.ObjectiveKey.IsBlank() && file.Dossier.Response.Objectives.All(o => o.Key != command.ObjectiveKey))
            throw new Invalid("objectiveKey", "Choose an objective of this problem's plan.");
        var before = await PublicationSql.At(db, command.ProblemId, command.Version, ct);
        var texts = command.Texts.Select(text => text.Trimmed()).ToList();
        file.Write(before is null
            ? """
                INSERT INTO Publication (ProblemId, Texts, ObjectiveKey, PublishedAt, NewsAt, ChangedAt, ChangedBy, Version)
                VALUES (@ProblemId, @Texts, @ObjectiveKey, @Now, @Now, @Now, @PersonId, 1)
                """
            : """
                UPDATE Publication SET Texts = @Texts, ObjectiveKey = @ObjectiveKey, ChangedAt = @Now, ChangedBy = @PersonId,
                    PublishedAt = IIF(WithdrawnAt IS NULL, PublishedAt, @Now),
                    NewsAt = IIF(WithdrawnAt IS NOT NULL OR @IsNews = 1, @Now, NewsAt), WithdrawnAt = NULL, Version = Version + 1
                WHERE ProblemId = @ProblemId
                """, new
            {
                command.ProblemId,
                Texts = PublicTexts.Write(texts),
                ObjectiveKey = command.ObjectiveKey.IsBlank() ? null : command.ObjectiveKey,
                command.IsNews,
                file.Now,
                actor.PersonId,
            });
        var isNew = before?.WithdrawnAt is not null || before is null;
        file.Record(isNew ? "publication.published" : "publication.changed", null,
            isNew ? "Published the problem on the public site." : "Changed what residents read on the public site.",
            before?.Texts, texts);
        await files.Save(file, ct);
        return await PublicationSql.Read(db, command.ProblemId, ct);
    }

    public async Task<PublicationDetails> Handle(WithdrawPublication command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.WorkProblems, ct);
        var before = await PublicationSql.At(db, command.ProblemId, command.Version, ct);
        if (before is null or { WithdrawnAt: not null })
            throw new RuleBroken("publication.none", "This problem is not on the public site.", "publication");
        file.Write("UPDATE Publication SET WithdrawnAt = @Now, ChangedBy = @PersonId, Version = Version + 1 WHERE ProblemId = @ProblemId",
            new { command.ProblemId, file.Now, actor.PersonId });
        file.Record("publication.withdrawn", null, "Took the problem off the public site.", null, null);
        await files.Save(file, ct);
        return await PublicationSql.Read(db, command.ProblemId, ct);
    }
}

internal static class PublishProblemEndpoint
{
    public sealed record Body(IReadOnlyList<PublicText> Texts, string? ObjectiveKey = null, bool IsNews = false);

    public static void MapPublishProblem(this RouteGroupBuilder problems)
    {
        problems.MapPut("/{id:long}/publication", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new PublishProblem(id, version, body.Texts, body.ObjectiveKey, body.IsNews), ct))
            .WithName("PublishProblem").WithSummary("Publish a problem on the public site, or change what residents read of it");
        problems.MapPost("/{id:long}/publication/withdraw", (long id, IfMatch version, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new WithdrawPublication(id, version), ct))
            .WithName("WithdrawPublication").WithSummary("Take a problem off the public site");
    }
}
