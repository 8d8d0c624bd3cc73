using System.Collections.Frozen;

namespace ProblemTracker.Domain;

/// <summary>
/// The Group A and Group B offenses of the FBI's National Incident-Based Reporting System. Codes and names come from the FBI's
/// <i>NIBRS User Manual</i> (Criminal Justice Information Services Division) and include those only federal and tribal agencies report.
/// </summary>
public static class NibrsOffenses
{
    public static readonly IReadOnlyList<(string Code, string Name)> GroupA =
    [
        ("09A", "Murder and Nonnegligent Manslaughter"), ("09B", "Negligent Manslaughter"), ("09C", "Justifiable Homicide"),
        ("100", "Kidnapping/Abduction"), ("101", "Treason"), ("103", "Espionage"),
        ("11A", "Rape"), ("11B", "Sodomy"), ("11C", "Sexual Assault With an Object"), ("11D", "Fondling"),
        ("120", "Robbery"), ("13A", "Aggravated Assault"), ("13B", "Simple Assault"), ("13C", "Intimidation"),
        ("200", "Arson"), ("210", "Extortion/Blackmail"), ("220", "Burglary/Breaking and Entering"),
        ("23A", "Pocket-picking"), ("23B", "Purse-snatching"), ("23C", "Shoplifting"), ("23D", "Theft From Building"),
        ("23E", "Theft From Coin-Operated Machine or Device"), ("23F", "Theft From Motor Vehicle"),
        ("23G", "Theft of Motor Vehicle Parts or Accessories"), ("23H", "All Other Larceny"),
        ("240", "Motor Vehicle Theft"), ("250", "Counterfeiting/Forgery"),
        ("26A", "False Pretenses/Swindle/Confidence Game"), ("26B", "Credit Card/Automated Teller Machine Fraud"), ("26C", "Impersonation"),
        ("26D", "Welfare Fraud"), ("26E", "Wire Fraud"), ("26F", "Identity Theft"), ("26G", "Hacking/Computer Invasion"),
        ("26H", "Money Laundering"),
        ("270", "Embezzlement"), ("280", "Stolen Property Offenses"), ("290", "Destruction/Damage/Vandalism of Property"),
        ("30A", "Illegal Entry into the United States"), ("30B", "False Citizenship"), ("30C", "Smuggling Aliens"),
        ("30D", "Re-entry after Deportation"),
        ("35A", "Drug/Narcotic Violations"), ("35B", "Drug Equipment Violations"),
        ("360", "Failure to Register as a Sex Offender"), ("36A", "Incest"), ("36B", "Statutory Rape"),
        ("370", "Pornography/Obscene Material"),
        ("39A", "Betting/Wagering"), ("39B", "Operating/Promoting/Assisting Gambling"), ("39C", "Gambling Equipment Violations"),
        ("39D", "Sports Tampering"),
        ("40A", "Prostitution"), ("40B", "Assisting or Promoting Prostitution"), ("40C", "Purchasing Prostitution"),
        ("49A", "Harboring Escapee/Concealing From Arrest"), ("49B", "Flight to Avoid Prosecution"), ("49C", "Flight to Avoid Deportation"),
        ("510", "Bribery"), ("520", "Weapon Law Violations"), ("521", "Violation of National Firearm Act of 1934"),
        ("522", "Weapons of Mass Destruction"), ("526", "Explosives"),
        ("58A", "Import Violations"), ("58B", "Export Violations"), ("61A", "Federal Liquor Offenses"), ("61B", "Federal Tobacco Offenses"),
        ("620", "Wildlife Trafficking"),
        ("64A", "Human Trafficking, Commercial Sex Acts"), ("64B", "Human Trafficking, Involuntary Servitude"), ("720", "Animal Cruelty"),
    ];

    public static readonly IReadOnlyList<(string Code, string Name)> GroupB =
    [
        ("90B", "Curfew/Loitering/Vagrancy Violations"), ("90C", "Disorderly Conduct"), ("90D", "Driving Under the Influence"),
        ("90F", "Family Offenses, Nonviolent"), ("90G", "Liquor Law Violations"), ("90J", "Trespass of Real Property"),
        ("90K", "Failure to Appear"), ("90L", "Federal Resource Violations"), ("90M", "Perjury"), ("90Z", "All Other Offenses"),
    ];

    private static readonly FrozenDictionary<string, string> Names = GroupA.Concat(GroupB).ToFrozenDictionary(o => o.Code, o => o.Name);

    /// <summary>Null for an unknown code.</summary>
    public static string? NameOf(string code) => Names.GetValueOrDefault(code);
}
