namespace ProblemTracker.Domain;

/// <summary>What a term of the trade means, and an example from a case.</summary>
public sealed record Explanation(string Meaning, string Example);

/// <summary>
/// Short help behind the terms of the worksheets. CHEERS and the triangle after the POP Center's guides; the techniques after Cornish and
/// Clarke (2003). The examples are our own.
/// </summary>
public static class Guidance
{
    /// <summary>By the name of the property in <see cref="Domain.Cheers"/>.</summary>
    public static IReadOnlyDictionary<string, Explanation> Cheers { get; } = new Dictionary<string, Explanation>
    {
        [nameof(Domain.Cheers.Community)] = new("Members of the community must be affected: residents, businesses, visitors, a school.",
            "Twelve households behind the bar and two shops that open early."),
        [nameof(Domain.Cheers.Harmful)] = new(
            "People or institutions must suffer harm. It can be fear or lost sleep, and need not be illegal.",
            "Three people hurt since May; residents avoid the alley after dark."),
        [nameof(Domain.Cheers.Expectation)] = new("Some part of the community must expect the police to act. Show it, don't assume it.",
            "41 calls in one summer, and a petition at the March meeting."),
        [nameof(Domain.Cheers.Events)] = new("The problem must consist of separate events that can be described. Most are brief.",
            "A fight in the alley, with a time and a call number; not “the bar” itself."),
        [nameof(Domain.Cheers.Recurring)] = new("The events must recur. They may be symptoms of something that lasts.",
            "Almost every weekend since the bar extended its hours."),
        [nameof(Domain.Cheers.Similarity)] = new("The events must have something in common: the place, the time, the people, the method.",
            "Same alley, same hours, patrons leaving by the same door."),
    };

    /// <summary>By the name of the property in <see cref="Triangle"/> or <see cref="Controllers"/>.</summary>
    public static IReadOnlyDictionary<string, Explanation> Sides { get; } = new Dictionary<string, Explanation>
    {
        [nameof(Triangle.Offender)] = new("Who causes the problem. Look for the few who cause most of it, and what they gain.",
            "Patrons who wait in the alley for rides; few names repeat."),
        [nameof(Triangle.Target)] = new(
            "Who or what is harmed. Look for the few who are harmed again and again, and what makes them easy targets.",
            "Residents whose bedrooms face the alley; vans with tools left in them overnight."),
        [nameof(Triangle.Place)] = new("Where it happens. Compare it with similar places that have no problem.",
            "An unlit alley with the bar's rear exit. The bar across the street has no rear exit and no calls."),
        [nameof(Controllers.Handler)] = new("Someone the offender knows and listens to, who could steer them away from trouble.",
            "A parent, a coach, a probation officer, a girlfriend."),
        [nameof(Controllers.Guardian)] = new("Someone who protects the target: the owner, a neighbor, a colleague, a guard.",
            "Neighbors who can see the parking lot, if the hedge is cut."),
        [nameof(Controllers.Manager)] = new("Whoever runs the place and can change its rules, hours or layout.",
            "The bar's owner, the landlord, the parks department."),
    };

    public static Explanation Of(Technique technique) => technique switch
    {
        Technique.HardenTargets => new("Make the target harder to break, open or take.",
            "Steering locks; a steel door at the side entrance."),
        Technique.ControlAccess => new("Keep out who has no business there.", "Entry phones; a gate across the alley at night."),
        Technique.ScreenExits => new("Check what leaves.", "Tickets needed to leave the garage; merchandise tags."),
        Technique.DeflectOffenders => new("Lead people away from where trouble happens.",
            "Separate bus stops for the two schools; closing a street."),
        Technique.ControlToolsAndWeapons => new("Keep the means of the offense away.",
            "Plastic glasses in the bar; no spray paint sold to minors."),
        Technique.ExtendGuardianship => new("Let more people watch out.",
            "Walking home in groups; neighbors who look after an empty house."),
        Technique.AssistNaturalSurveillance => new("Let people see what happens.", "Lights in the alley; a lower hedge."),
        Technique.ReduceAnonymity => new("Make people known.", "Driver's names in taxis; “How's my driving?” stickers."),
        Technique.UsePlaceManagers => new("Let those who run the place prevent the problem.",
            "Two clerks at night; the owner closes the rear exit at 11."),
        Technique.StrengthenFormalSurveillance => new("Let police, guards or cameras watch.",
            "A guard in the lot on weekends; a camera at the gate."),
        Technique.ConcealTargets => new("Hide what attracts.", "Vans parked in the yard; no valuables left in sight."),
        Technique.RemoveTargets => new("Take away what attracts.", "Tools taken out of vans at night; no cash in the register."),
        Technique.IdentifyProperty => new("Mark things so that they can be traced.",
            "Numbers engraved on bicycles; plates on catalytic converters."),
        Technique.DisruptMarkets => new("Make stolen goods hard to sell.", "Checks of pawn shops and online ads."),
        Technique.DenyBenefits => new("Make the offense pay nothing.", "Graffiti removed the next day; ink tags on clothes."),
        Technique.ReduceFrustrationAndStress => new("Remove what makes people angry.", "Shorter lines at closing; enough taxis."),
        Technique.AvoidDisputes => new("Keep those apart who fight.", "Separate stands for fans; fixed fares for taxis."),
        Technique.ReduceArousal => new("Cut what tempts or excites.", "Calmer music before closing."),
        Technique.NeutralizePeerPressure => new("Break up groups that egg each other on.",
            "Seating troublemakers apart; talking to them one by one."),
        Technique.DiscourageImitation => new("Leave nothing to copy.", "Damage repaired at once; no details of the method in the news."),
        Technique.SetRules => new("Say what is allowed.", "House rules in the lease; a registration for guests."),
        Technique.PostInstructions => new("Say it where it matters.", "“No parking after 6 PM”; “Quiet please, people live here.”"),
        Technique.AlertConscience => new("Remind people of right and wrong in the moment.",
            "A sign that shows your speed; “Shoplifting is stealing.”"),
        Technique.AssistCompliance => new("Make it easy to do right.", "Trash cans, restrooms, a place to skate."),
        Technique.ControlDrugsAndAlcohol => new("Limit drinking and drugs.", "Servers trained to stop serving; no alcohol in the park."),
        _ => throw new ArgumentOutOfRangeException(nameof(technique), technique, null),
    };
}
