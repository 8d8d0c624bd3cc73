namespace ProblemTracker.Demo;

/// <summary>A fictional person with an account in the demo city.</summary>
public sealed record DemoAccount(string Email, string Name, Role Role);

/// <summary>Everyone in the demo city who has an account.</summary>
internal static class DemoPeople
{
    public static readonly DemoAccount Nadia = new("kowalczyk@demo.example", "Nadia Kowalczyk", Role.Officer);
    public static readonly DemoAccount Ray = new("oyelaran@demo.example", "Ray Oyelaran", Role.Officer);
    public static readonly DemoAccount Beth = new("sandoval@demo.example", "Beth Sandoval", Role.Officer);
    public static readonly DemoAccount Cole = new("whitaker@demo.example", "Cole Whitaker", Role.Officer);
    public static readonly DemoAccount Imani = new("brooks@demo.example", "Imani Brooks", Role.Officer);

    /// <summary>Retired; no one has taken over yet.</summary>
    public static readonly DemoAccount Walt = new("deering@demo.example", "Walt Deering", Role.Officer);
    public const int WaltLeft = 24;

    /// <summary>Moved to another city; Nadia took over.</summary>
    public static readonly DemoAccount Gina = new("prescott@demo.example", "Gina Prescott", Role.Officer);
    public const int GinaLeft = 190;

    public static readonly DemoAccount Owen = new("farraday@demo.example", "Owen Farraday", Role.Supervisor);
    public static readonly DemoAccount Marisol = new("quintero@demo.example", "Marisol Quintero", Role.Supervisor);
    public static readonly DemoAccount Tomas = new("reyes@demo.example", "Tomas Reyes", Role.Analyst);

    public static readonly DemoAccount ParksPartner = new("parks@demo.example", "Lena Hobart", Role.Partner);
    public static readonly DemoAccount CodePartner = new("code@demo.example", "Glen Abara", Role.Partner);

    public static readonly IReadOnlyList<DemoAccount> All =
        [.. DemoCity.Accounts, Nadia, Ray, Beth, Cole, Imani, Walt, Gina, Owen, Marisol, Tomas, ParksPartner, CodePartner];

    /// <summary>The agency each partner account acts for.</summary>
    public static readonly IReadOnlyDictionary<DemoAccount, string> Agencies = new Dictionary<DemoAccount, string>
    {
        [DemoCity.Partner] = DemoDirectory.PublicWorks,
        [ParksPartner] = DemoDirectory.Parks,
        [CodePartner] = DemoDirectory.CodeEnforcement,
    };

    /// <summary>Who is assigned to what: a neighborhood, or null for the program. From and to in days ago.</summary>
    public static readonly IReadOnlyList<(DemoAccount Person, string? Neighborhood, int From, int? To)> Assignments =
    [
        (Nadia, null, 400, null),
        (Nadia, "Lantern Quay", 400, null),
        (Ray, "Ferry Point", 320, null),
        (Beth, "Union Yards", 250, null),
        (Cole, "Eastgate", 380, 100),
        (Imani, "Eastgate", 99, null),
        (DemoCity.Officer, "Gull Ridge", 300, null),
        (DemoCity.SecondOfficer, "Old Millrace", 300, null),
    ];

    /// <summary>The names that the public may read.</summary>
    public static readonly IReadOnlyList<(DemoAccount Person, string PublicName)> PublicNames =
    [
        (Nadia, "Officer N. Kowalczyk"), (Ray, "Officer R. Oyelaran"), (Beth, "Officer B. Sandoval"),
        (DemoCity.Officer, "Officer D. Merrow"), (DemoCity.SecondOfficer, "Officer T. Brandvold"),
        (DemoCity.Supervisor, "Sergeant R. Castellane"),
    ];

    /// <summary>The supervisor of each neighborhood.</summary>
    public static readonly IReadOnlyDictionary<string, DemoAccount> Supervisors = new Dictionary<string, DemoAccount>
    {
        ["Lantern Quay"] = DemoCity.Supervisor,
        ["Old Millrace"] = DemoCity.Supervisor,
        ["Gull Ridge"] = DemoCity.Supervisor,
        ["Bellfounders Hill"] = DemoCity.Supervisor,
        ["Ferry Point"] = Owen,
        ["Orchard Terrace"] = Owen,
        ["Saltmarsh Landing"] = Owen,
        ["Weir Meadows"] = Owen,
        ["Union Yards"] = Marisol,
        ["Tidewater Gardens"] = Marisol,
        ["Eastgate"] = Marisol,
        ["Quarry Bank"] = Marisol,
    };
}
