using FluentValidation;

namespace ProblemTracker.Stakeholders;

/// <summary>
/// A person or organization outside the department, as the directory shows it. It does not show which problems they are attached to.
/// </summary>
public sealed record StakeholderDetails : IVersioned
{
    public long Id { get; init; }
    public string Name { get; init; } = "";
    public StakeholderKind Kind { get; init; }
    /// <summary>For people at risk: how and when to contact them safely. Must be read before phone and email.</summary>
    public string? SafeContact { get; init; }
    public Channel? PreferredChannel { get; init; }
    public string? Phone { get; init; }
    public string? Email { get; init; }
    public string? PostalAddress { get; init; }
    /// <summary>What they speak, as free text.</summary>
    public string? Language { get; init; }
    /// <summary>The code of the language of emails to them and of the pages behind their links; null if nobody chose one.</summary>
    public string? EmailLanguage { get; init; }
    /// <summary>What may be shared with others, as free text.</summary>
    public string? Shareable { get; init; }
    public string? Remarks { get; init; }
    /// <summary>Local date on which they agreed to be contacted.</summary>
    public DateOnly? ConsentOn { get; init; }
    public ConsentScope? ConsentScope { get; init; }
    /// <summary>Local date on which they withdrew consent.</summary>
    public DateOnly? ConsentWithdrawnOn { get; init; }
    public bool HasConsent => Consent.IsGiven;
    /// <summary>The entry that this one was merged into.</summary>
    public long? MergedIntoId { get; init; }
    public string? MergedInto { get; init; }
    public int Version { get; init; }

    internal Consent Consent => new(ConsentOn, ConsentScope, ConsentWithdrawnOn);
}

/// <summary>The editable fields of a stakeholder.</summary>
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
    string? EmailLanguage { get; }
    string? Shareable { get; }
    string? Remarks { get; }
}

internal abstract class StakeholderRules<T> : AbstractValidator<T> where T : IStakeholderFields
{
    protected StakeholderRules()
    {
        RuleFor(c => c.Name).NotEmpty().WithMessage("Enter the name of the person or organization.").MaximumLength(200);
        RuleFor(c => c.Kind).IsInEnum();
        RuleFor(c => c.SafeContact).MaximumLength(StakeholderSql.LongestSafeContact);
        RuleFor(c => c.PreferredChannel).IsInEnum();
        RuleFor(c => c.Phone).MaximumLength(50);
        RuleFor(c => c.Email).MaximumLength(254).EmailAddress();
        RuleFor(c => c.PostalAddress).MaximumLength(500);
        RuleFor(c => c.Language).MaximumLength(50);
        RuleFor(c => c.EmailLanguage).Must(code => string.IsNullOrWhiteSpace(code) || Languages.All.Any(known => known.Name == code))
            .WithMessage($"Choose one of: {string.Join(", ", Languages.All.Select(known => known.Name))}.");
        RuleFor(c => c.Shareable).MaximumLength(1000);
        RuleFor(c => c.Remarks).MaximumLength(1000);
    }
}

/// <summary>SQL shared by the stakeholder slices.</summary>
internal static class StakeholderSql
{
    public const int LongestSafeContact = 1000;
    /// <summary>Numbers with fewer digits, such as 311, are shared by many people.</summary>
    private const int FewestDigits = 7;
    /// <summary>Digits by which a number is searched; with fewer, too many would be found.</summary>
    private const int FewestOfPart = 4;

    public const string Columns = """
        s.Id, s.Name, s.Kind, s.SafeContact, s.PreferredChannel, s.Phone, s.Email, s.PostalAddress, s.Language, s.EmailLanguage,
        s.Shareable, s.Remarks, s.ConsentOn, s.ConsentScope, s.ConsentWithdrawnOn, s.MergedIntoId,
        (SELECT m.Name FROM Stakeholder m WHERE m.Id = s.MergedIntoId) AS MergedInto, s.Version
        """;

    /// <summary>A condition on <c>s</c>: agreed to be contacted and has not withdrawn consent.</summary>
    public const string HasConsent = "(s.ConsentOn IS NOT NULL AND s.ConsentWithdrawnOn IS NULL)";

    /// <summary>
    /// A condition on <c>s</c>: may get automatic email, if consent is given. Excludes entries with instructions for safe contact, which a
    /// person must read, and entries that prefer another channel.
    /// </summary>
    public const string TakesMail = "(s.Email IS NOT NULL AND s.SafeContact IS NULL AND COALESCE(s.PreferredChannel, 'Email') = 'Email')";

    /// <summary>The kinds that are never one person: values of the parameter of <see cref="PublicAddress"/>.</summary>
    public static IReadOnlyList<string> Organizations { get; } =
        [.. Enum.GetValues<StakeholderKind>().Where(kind => !kind.MayBePerson()).Select(kind => kind.ToString())];

    /// <summary>
    /// A condition on <c>s</c>: an organization with an address that maps and look-ups may show. Its parameter is
    /// <c>@Organizations</c>.
    /// </summary>
    public const string PublicAddress = "(s.PostalAddress IS NOT NULL AND s.SafeContact IS NULL AND s.Kind IN @Organizations)";

    /// <summary>
    /// A condition on <c>s</c>: not merged into another entry. COALESCE keeps the database from choosing the index on this column, where
    /// nearly every row is NULL.
    /// </summary>
    public const string Stands = "COALESCE(s.MergedIntoId, 0) = 0";

    public static Task<StakeholderDetails?> Find(Db db, long id, CancellationToken ct) =>
        db.Find<StakeholderDetails>($"SELECT {Columns} FROM Stakeholder s WHERE s.Id = @id", new { id }, ct);

    /// <summary>Reads an entry for a command that changes it.</summary>
    /// <exception cref="NotFound">There is no such entry.</exception>
    /// <exception cref="RuleBroken">The entry was merged into another.</exception>
    /// <exception cref="Stale">The entry is no longer at this version.</exception>
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
            throw new RuleBroken("stakeholder.merged", $"This entry was merged into {row.MergedInto} ({into}). Use that entry.", field);
    }

    /// <summary>No one under 18 can be in the directory. The answer is not stored, since everyone in the directory is an adult.</summary>
    /// <exception cref="RuleBroken">The entry may be a person and was not confirmed to be an adult.</exception>
    public static void MustBeAdult(IStakeholderFields fields)
    {
        if (fields.Kind.MayBePerson() && fields.IsAdult is not true)
            throw new RuleBroken("stakeholder.minor",
                "Confirm that this person is 18 or older. Don't enter anyone under 18; enter their school or program instead.", "isAdult");
    }

    /// <summary>Saves a <see cref="Row"/> if the entry is still at its version.</summary>
    public const string Update = """
        UPDATE Stakeholder SET Name = @Name, NameKey = @NameKey, Kind = @Kind, SafeContact = @SafeContact,
            PreferredChannel = @PreferredChannel, Phone = @Phone, PhoneKey = @PhoneKey, Email = @Email, EmailKey = @EmailKey,
            PostalAddress = @PostalAddress, Language = @Language, EmailLanguage = @EmailLanguage,
            Shareable = @Shareable, Remarks = @Remarks, Version = Version + 1
        WHERE Id = @Id AND Version = @Version
        """;

    /// <summary>The fields as stored: trimmed, null if blank, enums by name.</summary>
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
        EmailLanguage = Text(fields.EmailLanguage),
        Shareable = Text(fields.Shareable),
        Remarks = Text(fields.Remarks),
    };

    /// <summary>The digits of a text that can be a phone number or part of one, without the country code 1; null for others.</summary>
    public static string? Digits(string text)
    {
        if (text.Any(c => !char.IsAsciiDigit(c) && !" ()+-./".Contains(c, StringComparison.Ordinal))) return null;
        var digits = new string([.. text.Where(char.IsAsciiDigit)]);
        return digits.Length < FewestOfPart ? null : PhoneKey(text) ?? digits;
    }

    /// <summary>The digits, without the country code 1; null if there are too few to identify anyone.</summary>
    public static string? PhoneKey(string? phone)
    {
        var digits = new string([.. (phone ?? "").Where(char.IsAsciiDigit)]);
        if (digits.Length == 11 && digits[0] == '1') digits = digits[1..];
        return digits.Length >= FewestDigits ? digits : null;
    }

    public static string? EmailKey(string? email) => string.IsNullOrWhiteSpace(email) ? null : SearchKey.Of(email);

    /// <summary>
    /// Discards a stakeholder's queued and failed email, so that nothing is sent or retried. An email that is being sent at this moment
    /// can't be stopped; it ends up marked as both discarded and sent.
    /// </summary>
    public static Task<int> DiscardMail(Db db, TrackerClock clock, long stakeholderId, CancellationToken ct) => db.Execute("""
        UPDATE Outbox SET DiscardedAt = @Now, Secret = NULL WHERE StakeholderId = @stakeholderId AND SentAt IS NULL AND DiscardedAt IS NULL
        """, new { stakeholderId, Now = clock.Real.GetUtcNow() }, ct);

    /// <summary>Withdraws the links that were emailed to a stakeholder.</summary>
    public static Task<int> WithdrawLinks(Db db, long stakeholderId, DateTimeOffset now, CancellationToken ct) => db.Execute("""
        UPDATE OneTimeLink SET WithdrawnAt = @now
        WHERE Purpose = 'ActionOwner' AND WithdrawnAt IS NULL
            AND HolderId IN (SELECT a.Id FROM ProblemStakeholder a WHERE a.StakeholderId = @stakeholderId)
        """, new { stakeholderId, now }, ct);

    private static string? Text(string? text) => text.IsBlank() ? null : text.Trim();
}
