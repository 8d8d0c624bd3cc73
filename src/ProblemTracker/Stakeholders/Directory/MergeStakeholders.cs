using FluentValidation;
using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Stakeholders;

/// <summary>
/// Two entries are one person or organization: the first is given up, and everything that hangs on it goes to the second. What the second
/// lacks is taken over. The first stays readable and names the second.
/// </summary>
/// <param name="StakeholderId">The entry that is given up.</param>
/// <param name="Version">Its version.</param>
/// <param name="IntoId">The entry that stays.</param>
[Needs(Permission.DecideProblems)]
public sealed record MergeStakeholders(long StakeholderId, int Version, long IntoId, string Reason) : ICommand<StakeholderDetails>;

internal sealed class MergeStakeholdersValidator : AbstractValidator<MergeStakeholders>
{
    public MergeStakeholdersValidator() =>
        RuleFor(c => c.Reason).NotEmpty().WithMessage("Say how you know that the two are the same.").MaximumLength(1000);
}

internal sealed class MergeStakeholdersHandler(Db db, Actor actor, CaseFiles caseFiles, TrackerClock clock)
    : IRequestHandler<MergeStakeholders, StakeholderDetails>
{
    /// <summary>Both attached now to one problem in one role; only one of the two attachments goes on.</summary>
    private sealed record SharedAttachment
    {
        public long ProblemId { get; init; }
        public StakeholderRole Role { get; init; }
        public long OneId { get; init; }
        public long OtherId { get; init; }
        // Ids rise with time.
        public long Older => Math.Min(OneId, OtherId);
        public long Newer => Math.Max(OneId, OtherId);
    }

    public async Task<StakeholderDetails> Handle(MergeStakeholders command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (command.IntoId == command.StakeholderId)
            throw new RuleBroken("stakeholder.mergeSelf", "An entry can't be merged into itself. Choose the other one.", "intoId");
        var both = new { command.StakeholderId, command.IntoId };
        var shared = await db.List<SharedAttachment>("""
            SELECT a.ProblemId, a.Role, a.Id AS OneId, b.Id AS OtherId
            FROM ProblemStakeholder a JOIN ProblemStakeholder b ON b.StakeholderId = @IntoId AND b.ProblemId = a.ProblemId
                AND b.Role = a.Role AND b.DetachedAt IS NULL
            WHERE a.StakeholderId = @StakeholderId AND a.DetachedAt IS NULL ORDER BY a.ProblemId, a.Id
            """, both, ct);
        var files = new Dictionary<long, CaseFile>();
        foreach (var problemId in shared.Select(d => d.ProblemId).Distinct())
            files[problemId] = await caseFiles.Take(problemId, Permission.WorkProblems, ct);
        // Locks the two, or on two nodes each could be merged into the other at once.
        await db.Execute("UPDATE Stakeholder SET Version = Version WHERE Id IN (@StakeholderId, @IntoId)", both, ct);
        var gone = await StakeholderSql.FindToChange(db, command.StakeholderId, command.Version, ct);
        var stays = await StakeholderSql.Find(db, command.IntoId, ct)
            ?? throw new Invalid("intoId", "There is no stakeholder with this id. GET /api/v1/stakeholders lists them.");
        StakeholderSql.MustStand(stays, "intoId");

        await db.Execute(StakeholderSql.Update, StakeholderSql.Row(Together(stays, gone), stays.Id, stays.Version, now), ct);
        // Entries that were merged into this one before follow it, so that each names the one that stands.
        await db.Execute(
            "UPDATE Stakeholder SET MergedIntoId = @IntoId, Version = Version + 1 WHERE Id = @StakeholderId "
                + "OR MergedIntoId = @StakeholderId", both, ct);
        await db.Execute(
            "UPDATE ProblemStakeholder SET StakeholderId = @IntoId, Version = Version + 1 WHERE StakeholderId = @StakeholderId", both, ct);
        await db.Execute("UPDATE Person SET StakeholderId = @IntoId, Version = Version + 1 WHERE StakeholderId = @StakeholderId", both, ct);
        foreach (var pair in shared) MergeAttachments(files[pair.ProblemId], pair);
        foreach (var file in files.Values) await caseFiles.Save(file, ct);
        await MergeConsent(stays, gone, now, ct);

        var after = (await StakeholderSql.Find(db, stays.Id, ct))!;
        await StakeholderTexts.Keep(db, after, ct);
        await LookAgain.AboutStakeholder(db, stays.Id, ct);
        await db.Record(actor, now, "stakeholder.merged", null, gone.Id, null, new { Gone = gone, Stays = stays },
            new { Reason = command.Reason.Trim(), Stays = after, Joined = shared }, ct);
        return after;
    }

    private static ChangeStakeholder Together(StakeholderDetails stays, StakeholderDetails gone) =>
        new(stays.Id, stays.Version, stays.Name, stays.Kind,
        IsAdult: null, SafeContact(stays.SafeContact, gone.SafeContact), stays.PreferredChannel ?? gone.PreferredChannel,
        stays.Phone ?? gone.Phone,
        stays.Email ?? gone.Email, stays.PostalAddress ?? gone.PostalAddress, stays.Language ?? gone.Language,
        stays.Shareable ?? gone.Shareable,
        stays.Remarks ?? gone.Remarks);

    // Somebody's safety may hang on either, so this alone is never dropped for the other.
    private static string? SafeContact(string? one, string? other)
    {
        if (one is null || other is null || one == other) return one ?? other;
        var both = $"{one}\n{other}";
        return both.Length <= StakeholderSql.LongestSafeContact ? both : throw new RuleBroken("stakeholder.safeContactTooLong",
            "Both entries say how to contact this person safely, and together that is too long to keep. Shorten one of them first.",
            "intoId");
    }

    /// <summary>
    /// Ends the newer attachment; what is still to be done, with what was said about it, goes on under the older. What was done stays where
    /// it was. The problem's record reads like any other detaching: that two entries became one at this moment could tell who stands in a
    /// protected role.
    /// </summary>
    private static void MergeAttachments(CaseFile file, SharedAttachment pair)
    {
        var args = new { pair.ProblemId, pair.Older, pair.Newer, file.Now };
        file.Write("UPDATE ProblemStakeholder SET DetachedAt = @Now WHERE Id = @Newer", args);
        file.Write("""
            UPDATE ProblemAction SET OwnerAttachmentId = @Older, Version = Version + 1
            WHERE ProblemId = @ProblemId AND OwnerAttachmentId = @Newer AND Status = 'Planned'
            """, args);
        foreach (var move in MovesToOlder) file.Write(move, args);
        file.Record("stakeholder.detached", pair.Newer, AttachmentSql.Line("Detached", pair.Role, pair.Newer),
            new { AttachmentId = pair.Newer, pair.Role }, null);
    }

    /// <summary>What hangs on an action and on its owner's attachment.</summary>
    private static readonly string[] MovesToOlder =
    [
        "UPDATE ActionComment SET AttachmentId = @Older WHERE AttachmentId = @Newer AND ActionId IN (SELECT Id FROM ProblemAction "
            + "WHERE OwnerAttachmentId = @Older)",
        "UPDATE ActionPhoto SET AttachmentId = @Older WHERE AttachmentId = @Newer AND ActionId IN (SELECT Id FROM ProblemAction "
            + "WHERE OwnerAttachmentId = @Older)",
        "UPDATE OneTimeLink SET HolderId = @Older WHERE Purpose = 'ActionOwner' AND HolderId = @Newer"
            + " AND SubjectId IN (SELECT Id FROM ProblemAction WHERE OwnerAttachmentId = @Older)",
        "UPDATE Nudge SET AttachmentId = @Older WHERE AttachmentId = @Newer AND ActionId IN (SELECT Id FROM ProblemAction "
            + "WHERE OwnerAttachmentId = @Older)",
    ];

    /// <summary>
    /// The stricter consent holds (see <see cref="Consent.With"/>), and mail that waits must fit it and the address that stays.
    /// </summary>
    private async Task MergeConsent(StakeholderDetails stays, StakeholderDetails gone, DateTimeOffset now, CancellationToken ct)
    {
        var sameAddress = gone.Email is not null
            && StakeholderSql.EmailKey(stays.Email ?? gone.Email) == StakeholderSql.EmailKey(gone.Email);
        var consent = stays.Consent.With(gone.Consent, sameAddress);
        var args = new { IntoId = stays.Id, StakeholderId = gone.Id, consent.On, Scope = consent.Scope?.ToString(), consent.WithdrawnOn };
        await db.Execute(
            "UPDATE Stakeholder SET ConsentOn = @On, ConsentScope = @Scope, ConsentWithdrawnOn = @WithdrawnOn WHERE Id = @IntoId",
            args, ct);
        if (!consent.IsGiven) await StakeholderSql.DiscardMail(db, clock, stays.Id, ct);
        if (!consent.IsGiven || !sameAddress) await StakeholderSql.DiscardMail(db, clock, gone.Id, ct);
        // So that a later withdrawal finds what still waits.
        else
            await db.Execute("UPDATE Outbox SET StakeholderId = @IntoId WHERE StakeholderId = @StakeholderId AND SentAt IS NULL", args, ct);
        if (consent.WithdrawnOn is not null) await StakeholderSql.WithdrawLinks(db, stays.Id, now, ct);
    }
}

internal static class MergeStakeholdersEndpoint
{
    public sealed record Body(long IntoId, string Reason);

    public static void MapMergeStakeholders(this RouteGroupBuilder stakeholders) => stakeholders
        .MapPost("/{id:long}/merge", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new MergeStakeholders(id, version, body.IntoId, body.Reason), ct))
        .WithName("MergeStakeholders")
        .WithSummary("Give up an entry for another one that means the same person or organization; answers with the one that stays");
}
