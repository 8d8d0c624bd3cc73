using ProblemTracker.Stakeholders;

namespace ProblemTracker.Demo;

/// <summary>
/// Directory entries for the stakeholders in the stories. No one is real; phone numbers and email addresses are reserved for
/// examples.
/// </summary>
internal static class DemoDirectory
{
    public const string PublicWorks = "Public Works, traffic engineering";
    public const string Parks = "Parks Department";
    public const string CodeEnforcement = "Code Enforcement Office";

    private sealed record Entry(string? Phone = null, string? Email = null, Channel? Channel = null,
        string? Language = null, string? Address = null)
    {
        public string? SafeContact { get; init; }
        public string? EmailLanguage { get; init; }
        public string? Shareable { get; init; }
        public string? Remarks { get; init; }
        public ConsentScope? Consent { get; init; }
        /// <summary>Days after which they withdraw consent.</summary>
        public int? WithdrawsAfter { get; init; }
    }

    private static readonly Dictionary<string, Entry> Entries = new()
    {
        ["The Copper Anchor (owner)"] = new("(585) 555-0142", "owner@copper-anchor.example", Channel.Phone, Address: "12 Ropewalk")
        {
            Shareable = "That the bar is taking part, by name.",
            Remarks = "Afternoons only; the bar opens at four.",
            Consent = ConsentScope.OwnActions,
        },
        ["Tanner Street neighbors"] = new("(585) 555-0117", "tanner.street@neighbors.example", Channel.Email)
        {
            Shareable = "What they saw, without house numbers.",
            Remarks = "Ask for the block captain at number 40.",
            Consent = ConsentScope.WholeProblem,
        },
        ["Harbor night bus"] = new("(585) 555-0160", "dispatch@night-bus.example", Channel.Email) { Consent = ConsentScope.OwnActions },
        ["Harbor Night-Bus Co."] = new("585-555-0160", Channel: Channel.Phone),
        ["Millrace School"] = new("(585) 555-0128", "office@millrace.example", Channel.Phone)
        {
            Remarks = "The principal's office. Speaks for the students, who are not listed here.",
            Consent = ConsentScope.WholeProblem,
        },
        ["Meridian gas station"] = new("(585) 555-0175", "meridian@stations.example", Channel.InPerson)
        {
            Consent = ConsentScope.OwnActions,
            WithdrawsAfter = 40,
        },
        [Parks] = new("(585) 555-0190", "parks@city.example", Channel.Email) { Consent = ConsentScope.OwnActions },
        [PublicWorks] = new("(585) 555-0191", "traffic@city.example", Channel.Email) { Consent = ConsentScope.OwnActions },
        [CodeEnforcement] = new("(585) 555-0192", "code@city.example", Channel.Email) { Consent = ConsentScope.WholeProblem },
        ["Friends of the Heron Trail"] = new("(585) 555-0147", "amigos@heron-trail.example", Channel.Email, Language: "Spanish")
        {
            EmailLanguage = "es",
            Remarks = "Volunteers who walk the trail on weekends.",
            Consent = ConsentScope.OwnActions,
        },
        ["Landlord of the house"] = new("(585) 555-0133", Channel: Channel.Mail, Address: "P.O. Box 88")
        {
            Shareable = "Nothing, not even that we talked.",
        },
        ["Ilse Varga"] = new("(585) 555-0109", Channel: Channel.InPerson, Language: "Hungarian")
        {
            SafeContact = "Never at home and never by text. Ask for her at the library desk, weekdays before noon, out of uniform.",
            Shareable = "Nothing.",
        },
        ["Sable Court housing company"] = new("(585) 555-0184", "service@sable-court.example", Channel.Email)
        {
            Shareable = "Everything about the garages.",
        },
    };

    /// <summary>Adds the entry, dated by the city's clock.</summary>
    public static async Task<StakeholderDetails> Add(DemoCity city, DemoAccount by, string name, StakeholderKind kind,
        int daysAgo, CancellationToken ct)
    {
        var entry = Entries.GetValueOrDefault(name) ?? Usual(name, kind);
        var made = await city.Send(by,
            new CreateStakeholder(name, kind, kind.MayBePerson() ? true : null, entry.SafeContact, entry.Channel, entry.Phone, entry.Email,
                entry.Address, entry.Language, entry.Shareable, entry.Remarks, entry.EmailLanguage), ct);
        if (entry.Consent is { } scope) made = await city.Send(by, new RecordConsent(made.Id, made.Version, city.Day(daysAgo), scope), ct);
        if (entry.WithdrawsAfter is { } days)
            city.Timeline.Begin(daysAgo - days, 15, 30, () => city.Send(by, new WithdrawConsent(made.Id, made.Version), ct));
        return made;
    }

    /// <summary>
    /// The default entry. Organizations have an email address and, except the media, have consented to emails about their own actions.
    /// Residents and landlords are contacted in person.
    /// </summary>
    private static Entry Usual(string name, StakeholderKind kind)
    {
        if (kind is StakeholderKind.Resident or StakeholderKind.Landlord) return new(Channel: Channel.InPerson);
        var mailbox = string.Concat(name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        while (mailbox.Contains("--", StringComparison.Ordinal)) mailbox = mailbox.Replace("--", "-", StringComparison.Ordinal);
        return new(Email: $"office@{mailbox}.example", Channel: Channel.Email)
        {
            Consent = kind == StakeholderKind.Media ? null : ConsentScope.OwnActions,
        };
    }
}
