using FluentValidation;
using MediatR;
using Microsoft.Extensions.Localization;
using ProblemTracker.Problems;

namespace ProblemTracker.Concerns;

/// <summary>The reporter writes to the department, by their private link.</summary>
[AllowEveryone]
public sealed record ReplyAsReporter(string Token, string? Text) : ICommand<Done>;

/// <summary>The reporter confirms that the email address is theirs, by a link that was mailed there.</summary>
[AllowEveryone]
public sealed record ConfirmReporter(string Token) : ICommand<Done>;

/// <summary>The reporter wants no more emails about the concern.</summary>
[AllowEveryone]
public sealed record StopConcernEmails(string Token) : ICommand<Done>;

internal sealed class ReplyAsReporterValidator : AbstractValidator<ReplyAsReporter>
{
    public ReplyAsReporterValidator(IStringLocalizer<ConcernTexts> words) => RuleFor(c => c.Text).NotEmpty()
        .WithMessage(_ => words["Follow.ReplyNeeded"]).MaximumLength(4000).WithMessage(_ => words["TooLong", 4000]);
}

internal sealed class ActOnFollowedConcernHandler(Db db, CaseFiles files, TimeProvider clock, IStringLocalizer<ConcernTexts> words)
    : IRequestHandler<ReplyAsReporter, Done>, IRequestHandler<ConfirmReporter, Done>, IRequestHandler<StopConcernEmails, Done>
{
    /// <summary>Replies of a reporter without an answer in between: enough to add something, too few to flood.</summary>
    private const int MostInARow = 10;

    public async Task<Done> Handle(ReplyAsReporter command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var concern = await Lock(command.Token, now, ct);
        var inARow = await db.Single<int>("""
            SELECT COUNT(*) FROM ConcernMessage m WHERE m.ConcernId = @Id AND m.PersonId IS NULL AND m.Id > COALESCE((
                SELECT MAX(x.Id) FROM ConcernMessage x WHERE x.ConcernId = @Id AND x.PersonId IS NOT NULL), 0)
            """, new { concern.Id }, ct);
        if (inARow >= MostInARow) throw new RuleBroken("concern.replies", words["Follow.TooMany"], "text");
        await db.Execute(
        [
            ConcernSql.Message(concern.Id, null, command.Text!.Trim(), now),
            new("UPDATE Concern SET AwaitsReply = 1 WHERE Id = @Id", new { concern.Id }),
            Audit.Entry(ConcernSql.Resident, now, "concern.replied", null, concern.Id, null, null, null),
        ], ct);
        await ConcernTextIndex.Keep(db, [concern.Id], ct);
        await TellTheLead(concern, ct);
        return Done.Instance;
    }

    public async Task<Done> Handle(ConfirmReporter command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (!(await ConcernLinks.Find(db, command.Token, now, ct)).ByMail) throw new NotFound();
        var concern = await Lock(command.Token, now, ct);
        if (concern.VerifiedAt is not null || concern.Email is null) return Done.Instance;
        await db.Execute(
        [
            new("UPDATE Concern SET VerifiedAt = @now WHERE Id = @Id", new { now, concern.Id }),
            Audit.Entry(ConcernSql.Resident, now, "concern.confirmed", null, concern.Id, null, null, null),
        ], ct);
        return Done.Instance;
    }

    public async Task<Done> Handle(StopConcernEmails command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var concern = await Lock(command.Token, now, ct);
        await db.Execute(
        [
            new("UPDATE Concern SET MayAnswer = 0 WHERE Id = @Id", new { concern.Id }),
            Audit.Entry(ConcernSql.Resident, now, "concern.emailsStopped", null, concern.Id, null, null, null),
        ], ct);
        return Done.Instance;
    }

    /// <summary>The lead of the problem that it is part of, alone or with the concern into which it was merged, hears of it.</summary>
    private async Task TellTheLead(TakenConcern concern, CancellationToken ct)
    {
        if (await db.Find<long?>("""
            SELECT COALESCE(o.ProblemId, c.ProblemId) FROM Concern c LEFT JOIN Concern o ON o.Id = c.MergedIntoId WHERE c.Id = @Id
            """, new { concern.Id }, ct) is not { } problemId) return;
        var file = await files.TakeUnseen(problemId, ConcernSql.Resident, ct);
        file.Record("problem.concern.replied", concern.Id, $"The reporter of {concern.Number} wrote to the department.", null, null);
        file.Tell(UpdateKind.ResidentWrote, file.Problem.LeadId);
        await files.Save(file, ct);
    }

    private async Task<TakenConcern> Lock(string token, DateTimeOffset now, CancellationToken ct) =>
        await ConcernSql.LockOwn(db, (await ConcernLinks.Find(db, token, now, ct)).ConcernId, now, ct);
}
