using ProblemTracker.Stakeholders;

namespace ProblemTracker.Demo;

/// <summary>What the demo city's directory says about those whom its stories attach. Nobody is real: numbers and addresses are reserved for examples.</summary>
internal static class DemoDirectory
{
    private sealed record Entry(string? Phone = null, string? Email = null, Channel? Channel = null, string? Language = null, string? Address = null)
    {
        public string? SafeContact { get; init; }
        public string? Shareable { get; init; }
        public string? Remarks { get; init; }
        public ConsentScope? Consent { get; init; }
        /// <summary>After how many days they took it back.</summary>
        public int? WithdrawsAfter { get; init; }
    }

    private static readonly Dictionary<string, Entry> Entries = new()
    {
        ["The Copper Anchor (owner)"] = new("(585) 555-0142", "owner@copper-anchor.example", Channel.Phone, Address: "12 Ropewalk")
        {
            Shareable = "That the bar takes part, by name.",
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
            Remarks = "The principal's office; stands for the students, none of whom is entered here.",
            Consent = ConsentScope.WholeProblem,
        },
        ["Meridian gas station"] = new("(585) 555-0175", "meridian@stations.example", Channel.InPerson) { Consent = ConsentScope.OwnActions, WithdrawsAfter = 40 },
        ["Parks Department"] = new("(585) 555-0190", "parks@city.example", Channel.Email) { Consent = ConsentScope.OwnActions },
        ["Public Works, traffic engineering"] = new("(585) 555-0191", "traffic@city.example", Channel.Email) { Consent = ConsentScope.OwnActions },
        ["Landlord of the house"] = new("(585) 555-0133", Channel: Channel.Mail, Address: "P.O. Box 88") { Shareable = "Nothing: not even that we talked." },
        ["Ilse Varga"] = new("(585) 555-0109", Channel: Channel.InPerson, Language: "Hungarian")
        {
            SafeContact = "Never at home and never by text. Ask for her at the library desk, weekdays before noon; out of uniform.",
            Shareable = "Nothing.",
        },
        ["Sable Court housing company"] = new("(585) 555-0184", "service@sable-court.example", Channel.Email) { Shareable = "Everything about the garages." },
    };

    /// <summary>Adds the entry at the time the clock shows, and leaves it there.</summary>
    public static async Task<StakeholderAnswer> Add(DemoCity city, DemoAccount by, string name, StakeholderKind kind, int daysAgo, CancellationToken ct)
    {
        var entry = Entries.GetValueOrDefault(name, new());
        var made = await city.Send(by, new CreateStakeholder(name, kind, kind.MayBePerson() ? true : null, entry.SafeContact, entry.Channel, entry.Phone, entry.Email,
            entry.Address, entry.Language, entry.Shareable, entry.Remarks), ct);
        if (entry.Consent is { } scope) made = await city.Send(by, new RecordConsent(made.Id, made.Version, city.Day(daysAgo), scope), ct);
        if (entry.WithdrawsAfter is { } days)
        {
            city.SetClock(daysAgo - days, 15, 30);
            made = await city.Send(by, new WithdrawConsent(made.Id, made.Version), ct);
            city.SetClock(daysAgo, 11, 10);
        }
        return made;
    }
}
