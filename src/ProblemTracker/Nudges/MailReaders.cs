using ProblemTracker.Accounts;
using ProblemTracker.Stakeholders;
using ProblemTracker.Updates;

namespace ProblemTracker.Nudges;

/// <summary>The people that emails about nudges and updates go to, and what they may read and want to hear by email.</summary>
internal static class MailReaders
{
    public sealed record Row
    {
        public long Id { get; init; }
        public string Email { get; init; } = "";
        public string Name { get; init; } = "";
        public bool Active { get; init; }
        public EmailChoice EmailChoice { get; init; }
        public long? StakeholderId { get; init; }
        /// <summary>The stakeholder they work for consented to be emailed.</summary>
        public bool Consents { get; init; }
        public string? EmailLanguage { get; init; }
    }

    /// <summary>Fills a <see cref="Row"/>; a condition on <c>w</c> follows.</summary>
    public const string Select = $"""
        SELECT w.Id, w.Email, w.Name, w.Active, w.EmailChoice, w.StakeholderId, IIF({StakeholderSql.HasConsent}, 1, 0) AS Consents,
            s.EmailLanguage
        FROM Person w LEFT JOIN Stakeholder s ON s.Id = w.StakeholderId
        """;

    /// <summary>The reader as they would be signed in now: roles may have changed since they were told.</summary>
    public static async Task<MailReader> Read(Db db, Row person, CancellationToken ct)
    {
        var actor = Actor.Person(person.Id, person.Name, await PersonSql.Roles(db, person.Id, ct), "job");
        var isPartner = !actor.Might(Permission.ReadProblems);
        var to = new MorningReader(person.Id, person.Email, isPartner, isPartner ? person.StakeholderId : null,
            isPartner ? person.EmailLanguage : null);
        return new(actor, to,
            person.Active && (!isPartner || person.Consents), person.EmailChoice, await UpdateWays.ChosenBy(db, person.Id, ct));
    }
}

/// <param name="MayBeWrittenTo">The account is active, and for a partner the stakeholder consents.</param>
internal sealed record MailReader(
    Actor Actor, MorningReader To, bool MayBeWrittenTo, EmailChoice Choice, IReadOnlyDictionary<UpdateKind, UpdateWay> Chosen)
{
    /// <summary>How they hear of a kind: only on the page unless they want all emails.</summary>
    public UpdateWay WayOf(UpdateKind kind) => Choice != EmailChoice.Digest ? UpdateWay.PageOnly
        : Chosen.TryGetValue(kind, out var way) ? way : kind.DefaultWay(Actor.Roles);

    /// <summary>Their updates that are in no email yet, oldest first; none unless they may be written to.</summary>
    /// <param name="before">Later ones can still be undone.</param>
    public async Task<IReadOnlyList<UpdateSql.Row>> Unmailed(Db db, DateTimeOffset before, CancellationToken ct) =>
        !MayBeWrittenTo ? [] : await db.List<UpdateSql.Row>($"""
            SELECT {UpdateSql.Columns} FROM {UpdateSql.From} {UpdateSql.Names}
            WHERE u.PersonId = @ActorId AND u.MailedAt IS NULL AND e.At <= @before AND {UpdateSql.VisibleTo(Actor)} ORDER BY u.Id
            """, new { ActorId = Actor.PersonId, before }, ct);
}
