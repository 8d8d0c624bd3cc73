using FluentValidation;
using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Stakeholders;

/// <summary>
/// Merges two entries for the same person or organization. Everything attached to the first moves to the second, and the second's blank
/// fields are filled in from the first. The first can still be read and refers to the second.
/// </summary>
/// <param name="StakeholderId">The entry to merge into the other.</param>
/// <param name="Version">The version of the entry to merge.</param>
/// <param name="IntoId">The entry to keep.</param>
[Needs(Permission.Supervise)]
public sealed record MergeStakeholders(long StakeholderId, int Version, long IntoId, string Reason) : ICommand<StakeholderDetails>;

internal sealed class MergeStakeholdersValidator : AbstractValidator<MergeStakeholders>
{
    public MergeStakeholdersValidator() =>
        RuleFor(c => c.Reason).NotEmpty().WithMessage("Explain how you know that the two entries are the same.").MaximumLength(1000);
}

internal sealed class MergeStakeholdersHandler(Db db, Actor actor, CaseFiles caseFiles, TrackerClock clock)
    : IRequestHandler<MergeStakeholders, StakeholderDetails>
{
    /// <summary>Both entries are currently attached to the same problem in the same role. Only one of the attachments stays.</summary>
    private sealed record SharedAttachment
    {
        public long ProblemId { get; init; }
        public StakeholderRole Role { get; init; }
        public long OneId { get; init; }
        public long OtherId { get; init; }
        // Ids increase over time.
        public long Older => Math.Min(OneId, OtherId);
        public long Newer => Math.Max(OneId, OtherId);
    }

    public async Task<StakeholderDetails> Handle(MergeStakeholders command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (command.IntoId == command.StakeholderId)
            throw new RuleBroken("stakeholder.mergeSelf", "An entry can't be merged into itself. Choose another entry.", "intoId");
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
        // Lock both entries, or two nodes could merge each into the other at the same time.
        await db.Execute("UPDATE Stakeholder SET Version = Version WHERE Id IN (@StakeholderId, @IntoId)", both, ct);
        var gone = await StakeholderSql.FindToChange(db, command.StakeholderId, command.Version, ct);
        var stays = await StakeholderSql.Find(db, command.IntoId, ct)
            ?? throw new Invalid("intoId", "There is no stakeholder with this ID. Choose one from the directory.");
        StakeholderSql.MustStand(stays, "intoId");

        await db.Execute(StakeholderSql.Update, StakeholderSql.Row(Together(stays, gone), stays.Id, stays.Version, now), ct);
        // Also redirect entries merged into this one earlier, so that each refers to the entry that is kept.
        await db.Execute(
            "UPDATE Stakeholder SET MergedIntoId = @IntoId, Version = Version + 1 "
                + "WHERE Id = @StakeholderId OR MergedIntoId = @StakeholderId", both, ct);
        await db.Execute(
            "UPDATE ProblemStakeholder SET StakeholderId = @IntoId, Version = Version + 1 WHERE StakeholderId = @StakeholderId", both, ct);
        await db.Execute("UPDATE Person SET StakeholderId = @IntoId, Version = Version + 1 WHERE StakeholderId = @StakeholderId", both, ct);
        foreach (var pair in shared) MergeAttachments(files[pair.ProblemId], pair);
        foreach (var file in files.Values) await caseFiles.Save(file, ct);
        await MergeConsent(stays, gone, now, ct);

        var after = (await StakeholderSql.Find(db, stays.Id, ct))!;
        await StakeholderTexts.Keep(db, after, ct);
        await LadderMark.ResetStakeholder(db, stays.Id, ct);
        await db.Record(actor, now, "stakeholder.merged", null, gone.Id, null, new { Gone = gone, Stays = stays },
            new { Reason = command.Reason.Trim(), Stays = after, Joined = shared }, ct);
        return after;
    }

    private static ChangeStakeholder Together(StakeholderDetails stays, StakeholderDetails gone) =>
        new(stays.Id, stays.Version, stays.Name, stays.Kind,
            IsAdult: null, SafeContact(stays.SafeContact, gone.SafeContact), stays.PreferredChannel ?? gone.PreferredChannel,
            stays.Phone ?? gone.Phone, stays.Email ?? gone.Email, stays.PostalAddress ?? gone.PostalAddress,
            stays.Language ?? gone.Language, stays.Shareable ?? gone.Shareable, stays.Remarks ?? gone.Remarks,
            stays.EmailLanguage ?? gone.EmailLanguage);

    // A person's safety may depend on either text, so keep both.
    private static string? SafeContact(string? one, string? other)
    {
        if (one is null || other is null || one == other) return one ?? other;
        var both = $"{one}\n{other}";
        return both.Length <= StakeholderSql.LongestSafeContact ? both : throw new RuleBroken("stakeholder.safeContactTooLong",
            "Both entries have instructions for safe contact, and together they are too long. Shorten one of them first.", "intoId");
    }

    /// <summary>
    /// Ends the newer attachment and moves its planned actions, with their comments, photos, links and reminders, to the older one. Done
    /// actions stay where they are. The timeline shows an ordinary detachment, since the time of the merge could reveal who is in a
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
        file.Record("stakeholder.detached", pair.Newer, AttachmentSql.Line("Detached", pair.Role),
            new { AttachmentId = pair.Newer, pair.Role }, null);
    }

    /// <summary>Moves the rows that refer to both an action and its owner's attachment.</summary>
    private static readonly string[] MovesToOlder =
    [
        "UPDATE ActionComment SET AttachmentId = @Older WHERE AttachmentId = @Newer "
            + "AND ActionId IN (SELECT Id FROM ProblemAction WHERE OwnerAttachmentId = @Older)",
        "UPDATE ActionPhoto SET AttachmentId = @Older WHERE AttachmentId = @Newer "
            + "AND ActionId IN (SELECT Id FROM ProblemAction WHERE OwnerAttachmentId = @Older)",
        "UPDATE OneTimeLink SET HolderId = @Older WHERE Purpose = 'ActionOwner' AND HolderId = @Newer "
            + "AND SubjectId IN (SELECT Id FROM ProblemAction WHERE OwnerAttachmentId = @Older)",
        "UPDATE Nudge SET AttachmentId = @Older WHERE AttachmentId = @Newer "
            + "AND ActionId IN (SELECT Id FROM ProblemAction WHERE OwnerAttachmentId = @Older)",
    ];

    /// <summary>
    /// Keeps the stricter consent (see <see cref="Consent.With"/>) and discards queued email that doesn't match it or the kept address.
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
        // Move queued email to the kept entry, so that a later withdrawal of consent finds it.
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
        .WithSummary("Merge an entry into another for the same person or organization; returns the kept entry");
}
