using FluentValidation;

namespace ProblemTracker.Stakeholders;

/// <summary>
/// A person or organization outside the department, as the directory shows it. It does not say who has to do with which problem.
/// </summary>
public sealed record StakeholderDetails : IVersioned
{
    public long Id { get; init; }
    public string Name { get; init; } = "";
    public StakeholderKind Kind { get; init; }
    /// <summary>For people at risk: how and when to contact them. To be read before phone and email.</summary>
    public string? SafeContact { get; init; }
    public Channel? PreferredChannel { get; init; }
    public string? Phone { get; init; }
    public string? Email { get; init; }
    public string? PostalAddress { get; init; }
    public string? Language { get; init; }
    /// <summary>What may be shown to others, in words.</summary>
    public string? Shareable { get; init; }
    public string? Remarks { get; init; }
    /// <summary>Local date on which they agreed to be written to.</summary>
    public DateOnly? ConsentOn { get; init; }
    public ConsentScope? ConsentScope { get; init; }
    /// <summary>Local date on which they took it back.</summary>
    public DateOnly? ConsentWithdrawnOn { get; init; }
    public bool HasConsent => Consent.IsGiven;
    /// <summary>The entry that stands for this one since the two were merged.</summary>
    public long? MergedIntoId { get; init; }
    public string? MergedInto { get; init; }
    public int Version { get; init; }

    internal Consent Consent => new(ConsentOn, ConsentScope, ConsentWithdrawnOn);
}

/// <summary>What one writes about a stakeholder.</summary>
public interface IStakeholderFields
{
    string Name { get; }
    StakeholderKind Kind { get; }
    bool? IsAdult { get; }
    string? SafeContact { get; }
    Channel? PreferredChannel { get; }
    string? Phone { get; }
    string? Email { get; }
    string? PostalAddress { get; }
    string? Language { get; }
    string? Shareable { get; }
    string? Remarks { get; }
}

internal abstract class StakeholderRules<T> : AbstractValidator<T> where T : IStakeholderFields
{
    protected StakeholderRules()
    {
        RuleFor(c => c.Name).NotEmpty().WithMessage("Type the name of the person or organization.").MaximumLength(200);
        RuleFor(c => c.Kind).IsInEnum();
        RuleFor(c => c.SafeContact).MaximumLength(StakeholderSql.LongestSafeContact);
        RuleFor(c => c.PreferredChannel).IsInEnum();
        RuleFor(c => c.Phone).MaximumLength(50);
        RuleFor(c => c.Email).MaximumLength(254).EmailAddress()
            .When(c => !string.IsNullOrWhiteSpace(c.Email), ApplyConditionTo.CurrentValidator)
            .WithMessage("This is not an email address.");
        RuleFor(c => c.PostalAddress).MaximumLength(500);
        RuleFor(c => c.Language).MaximumLength(50);
        RuleFor(c => c.Shareable).MaximumLength(1000);
        RuleFor(c => c.Remarks).MaximumLength(1000);
    }
}

/// <summary>SQL that several stakeholder slices share.</summary>
internal static class StakeholderSql
{
    public const int LongestSafeContact = 1000;
    /// <summary>Fewer digits are a short number of many, such as 311.</summary>
    private const int FewestDigits = 7;

    public const string Columns = """
        s.Id, s.Name, s.Kind, s.SafeContact, s.PreferredChannel, s.Phone, s.Email, s.PostalAddress, s.Language, s.Shareable, s.Remarks,
        s.ConsentOn, s.ConsentScope, s.ConsentWithdrawnOn, s.MergedIntoId, (SELECT m.Name FROM Stakeholder m
        WHERE m.Id = s.MergedIntoId) AS MergedInto, s.Version
        """;

    /// <summary>Agreed to be written to, and has not taken it back: a condition on <c>s</c>.</summary>
    public const string HasConsent = "(s.ConsentOn IS NOT NULL AND s.ConsentWithdrawnOn IS NULL)";

    /// <summary>
    /// A machine may write to them, consent given: how somebody at risk may be contacted is for a person to read, and another channel may
    /// be preferred. A condition on <c>s</c>.
    /// </summary>
    public const string TakesMail = "(s.Email IS NOT NULL AND s.SafeContact IS NULL AND COALESCE(s.PreferredChannel, 'Email') = 'Email')";

    /// <summary>
    /// Not given up for another entry. By COALESCE, since nearly every row is NULL here and an index on it would be a bad choice.
    /// </summary>
    public const string Stands = "COALESCE(s.MergedIntoId, 0) = 0";

    public static Task<StakeholderDetails?> Find(Db db, long id, CancellationToken ct) =>
        db.Find<StakeholderDetails>($"SELECT {Columns} FROM Stakeholder s WHERE s.Id = @id", new { id }, ct);

    /// <summary>For a command on one entry.</summary>
    /// <exception cref="NotFound">There is none.</exception>
    /// <exception cref="RuleBroken">It was merged into another.</exception>
    /// <exception cref="Stale">Somebody changed it.</exception>
    public static async Task<StakeholderDetails> FindToChange(Db db, long id, int version, CancellationToken ct)
    {
        var row = await Find(db, id, ct) ?? throw new NotFound();
        MustStand(row, "stakeholderId");
        return row.Version == version ? row : throw new Stale(row.Version);
    }

    /// <exception cref="RuleBroken">The entry was merged into another.</exception>
    public static void MustStand(StakeholderDetails row, string field)
    {
        if (row.MergedIntoId is { } into)
            throw new RuleBroken("stakeholder.merged", $"This entry was merged into {row.MergedInto} ({into}). Use that one.", field);
    }

    /// <summary>Nobody under 18 is entered. The answer is not kept: who stands in the directory is of age.</summary>
    /// <exception cref="RuleBroken">A person may be meant, and nobody said that they are of age.</exception>
    public static void MustBeAdult(IStakeholderFields fields)
    {
        if (fields.Kind.MayBePerson() && fields.IsAdult is not true)
            throw new RuleBroken("stakeholder.minor",
                "Say that this person is 18 or older. No one under 18 is entered in the directory: a school or program stands for them.",
                "isAdult");
    }

    /// <summary>Writes a <see cref="Row"/> over the version it was made from.</summary>
    public const string Update = """
        UPDATE Stakeholder SET Name = @Name, NameKey = @NameKey, Kind = @Kind, SafeContact = @SafeContact,
            PreferredChannel = @PreferredChannel,
            Phone = @Phone, PhoneKey = @PhoneKey, Email = @Email, EmailKey = @EmailKey, PostalAddress = @PostalAddress,
                Language = @Language,
            Shareable = @Shareable, Remarks = @Remarks, Version = Version + 1
        WHERE Id = @Id AND Version = @Version
        """;

    /// <summary>The fields as they are kept: trimmed, blank ones null, enums by name.</summary>
    public static object Row(IStakeholderFields fields, long id, int version, DateTimeOffset now) => new
    {
        Id = id,
        Version = version,
        Now = now,
        Name = fields.Name.Trim(),
        NameKey = SearchKey.Of(fields.Name),
        Kind = fields.Kind.ToString(),
        SafeContact = Text(fields.SafeContact),
        PreferredChannel = fields.PreferredChannel?.ToString(),
        Phone = Text(fields.Phone),
        PhoneKey = PhoneKey(fields.Phone),
        Email = Text(fields.Email),
        EmailKey = EmailKey(fields.Email),
        PostalAddress = Text(fields.PostalAddress),
        Language = Text(fields.Language),
        Shareable = Text(fields.Shareable),
        Remarks = Text(fields.Remarks),
    };

    /// <summary>The digits, without the country's own 1; null where there are too few to tell anybody apart.</summary>
    public static string? PhoneKey(string? phone)
    {
        var digits = new string([.. (phone ?? "").Where(char.IsAsciiDigit)]);
        if (digits.Length == 11 && digits[0] == '1') digits = digits[1..];
        return digits.Length >= FewestDigits ? digits : null;
    }

    public static string? EmailKey(string? email) => string.IsNullOrWhiteSpace(email) ? null : SearchKey.Of(email);

    /// <summary>
    /// Takes back the mail to somebody outside that waits or was given up; nothing is left to send or to try again. An email that is being
    /// handed over at this moment can't be called back: it is marked too, and then bears both marks.
    /// </summary>
    public static Task<int> DiscardMail(Db db, TrackerClock clock, long stakeholderId, CancellationToken ct) => db.Execute("""
        UPDATE Outbox SET DiscardedAt = @Now, Secret = NULL WHERE StakeholderId = @stakeholderId AND SentAt IS NULL AND DiscardedAt IS NULL
        """, new { stakeholderId, Now = clock.Real.GetUtcNow() }, ct);

    /// <summary>Links in mail that went out already open nothing from now on.</summary>
    public static Task<int> WithdrawLinks(Db db, long stakeholderId, DateTimeOffset now, CancellationToken ct) => db.Execute("""
        UPDATE OneTimeLink SET WithdrawnAt = @now
        WHERE Purpose = 'ActionOwner' AND WithdrawnAt IS NULL AND HolderId IN (SELECT a.Id FROM ProblemStakeholder a
        WHERE a.StakeholderId = @stakeholderId)
        """, new { stakeholderId, now }, ct);

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
