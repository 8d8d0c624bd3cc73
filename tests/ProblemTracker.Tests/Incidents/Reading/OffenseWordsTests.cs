using FsCheck;
using FsCheck.NUnit;
using ProblemTracker.Agency;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace ProblemTracker.Tests.Incidents;

[Properties(QuietOnSuccess = true)]
public sealed class OffenseWordsTests
{
    /// <summary>The categories of a new database; the first migration writes them.</summary>
    private static readonly CategoryItem[] Seeded =
    [
        new("noise", "Noise", true), new("disorder", "Disorder", true), new("drugs", "Drugs", true), new("alcohol", "Alcohol", true),
        new("vandalism", "Vandalism", true), new("burglary", "Burglary", true), new("theft", "Theft", true),
        new("theft-from-vehicle", "Theft from vehicle", true), new("robbery", "Robbery", true), new("assault", "Assault", true),
        new("racing", "Racing and speeding", true), new("traffic-hazard", "Traffic hazard", true), new("parking", "Parking", true),
        new("neglected-property", "Neglected property", true), new("other", "Other", true),
    ];

    private static readonly string[] AgainstProperty = ["vandalism", "burglary", "theft", "theft-from-vehicle", "robbery"];

    private static readonly IReadOnlyList<(string Code, string Name)> Nibrs = [.. NibrsOffenses.GroupA, .. NibrsOffenses.GroupB];

    /// <summary>A category for each NIBRS offense, named by the agency in its own way.</summary>
    private static readonly CategoryItem[] EachOffense =
        [.. Nibrs.Select((offense, at) => new CategoryItem($"c{at}", $"Our category {at}", true, offense.Code))];

    private static readonly (string Phrase, string? Code)[] All =
    [
        .. Read(OffensePhrases.Ucr), .. Read(OffensePhrases.PoliceUk), .. Read(OffensePhrases.CallsForService),
        .. Read(OffensePhrases.LosAngeles), .. Read(OffensePhrases.Chicago), .. Read(OffensePhrases.NewYork),
        .. Read(OffensePhrases.NewOrleans), .. Read(OffensePhrases.OtherCities), .. Read(OffensePhrases.Traps),
        .. Read(MoreOffensePhrases.Negations), .. Read(MoreOffensePhrases.MoreCities),
        .. Read(MoreOffensePhrases.StillMoreCities), .. Read(ForeignOffensePhrases.French), .. Read(ForeignOffensePhrases.Spanish),
    ];

    [TestCase(OffensePhrases.Ucr, TestName = "Uniform_Crime_Reports")]
    [TestCase(OffensePhrases.PoliceUk, TestName = "British_forces")]
    [TestCase(OffensePhrases.CallsForService, TestName = "Calls_for_service")]
    [TestCase(OffensePhrases.LosAngeles, TestName = "Los_Angeles")]
    [TestCase(OffensePhrases.Chicago, TestName = "Chicago")]
    [TestCase(OffensePhrases.NewYork, TestName = "New_York")]
    [TestCase(OffensePhrases.NewOrleans, TestName = "New_Orleans")]
    [TestCase(OffensePhrases.OtherCities, TestName = "Other_cities")]
    [TestCase(OffensePhrases.Traps, TestName = "Traps")]
    [TestCase(MoreOffensePhrases.Negations, TestName = "Negations")]
    [TestCase(MoreOffensePhrases.MoreCities, TestName = "More_cities")]
    [TestCase(MoreOffensePhrases.StillMoreCities, TestName = "Still_more_cities")]
    [TestCase(ForeignOffensePhrases.French, TestName = "French")]
    [TestCase(ForeignOffensePhrases.Spanish, TestName = "Spanish")]
    public void Words_of_a_source_get_the_category_they_mean(string phrases) => Assert.That(
        Read(phrases).Select(p => $"{p.Phrase} = {OffenseWords.CategoryOf(p.Phrase, Seeded)}"),
        Is.EqualTo(Read(phrases).Select(p => $"{p.Phrase} = {p.Code}")));

    [Test]
    public void The_words_of_sources_are_many() => Assert.That(All, Has.Length.GreaterThan(1400));

    [Test]
    public void Every_NIBRS_code_and_name_means_the_category_with_that_code() => Assert.Multiple(() =>
    {
        foreach (var ((code, name), category) in Nibrs.Zip(EachOffense))
            foreach (var word in new[] { code, name, $"{code} - {name}", $"{name} ({code})", $"NIBRS {code}" })
                Assert.That(OffenseWords.CategoryOf(word, EachOffense), Is.EqualTo(category.Code), word);
    });

    [TestCase("PICKPOCKET", "23A")]
    [TestCase("PURSE SNATCHING", "23B")]
    [TestCase("SHOPLIFTER", "23C")]
    [TestCase("LARCENY FROM BLDG", "23D")]
    [TestCase("THEFT FROM VENDING MACHINE", "23E")]
    [TestCase("BURGLARY FROM VEHICLE", "23F")]
    [TestCase("THEFT OF AUTO PARTS", "23G")]
    [TestCase("LARCENY", "23H")]
    [TestCase("STOLEN BICYCLE", "23H")]
    [TestCase("GRAND LARCENY OF MOTOR VEHICLE", "240")]
    [TestCase("ASSAULT W/ FIREARM", "13A")]
    [TestCase("SIMPLE BATTERY", "13B")]
    [TestCase("HARRASSMENT 2", "13C")]
    [TestCase("DOMESTIC BATTERY", "13B")]
    [TestCase("ATTEMPTED MURDER", "13A")]
    [TestCase("VEHICULAR MANSLAUGHTER", "09B")]
    [TestCase("IDENTITY THEFT", "26F")]
    [TestCase("THEFT OF SERVICES", "26A")]
    [TestCase("WORTHLESS CHECK", "26A")]
    [TestCase("CHECK FRAUD", "26A")]
    [TestCase("FORGED CHECK", "250")]
    [TestCase("RETAIL FRAUD", "23C")]
    [TestCase("BURGLARY - CONVEYANCE", "23F")]
    [TestCase("A&B WITH DANGEROUS WEAPON", "13A")]
    [TestCase("STOLEN PROPERTY", "280")]
    [TestCase("DRUG PARAPHERNALIA", "35B")]
    [TestCase("NARCOTICS", "35A")]
    [TestCase("SHOTS FIRED", "520")]
    [TestCase("SEX OFFENDER REGISTRATION VIOLATION", "360")]
    [TestCase("POSSESSION OF BURGLARY TOOLS", "90Z")]
    [TestCase("TRESPASS", "90J")]
    [TestCase("DUI", "90D")]
    [TestCase("PANHANDLING", "90B")]
    [TestCase("GRAFFITI", "290")]
    [TestCase("ASSAULT", null)]
    [TestCase("SEX OFFENSE", null)]
    [TestCase("SEX OFFENDER REGISTRATION", null)]
    [TestCase("VEHICLE CRIME", null)]
    public void Words_mean_the_offense_of_NIBRS_if_the_agency_has_it(string word, string? code) =>
        Assert.That(EachOffense.SingleOrDefault(c => c.Code == OffenseWords.CategoryOf(word, EachOffense))?.Nibrs, Is.EqualTo(code));

    [TestCase("BURGLARY", "Break-ins")]
    [TestCase("B&E", "Burglaries")]
    [TestCase("LARCENY FROM AUTO", "Car break-ins")]
    [TestCase("AUTO THEFT", "Stolen cars")]
    [TestCase("GRAND LARCENY", "Stealing")]
    [TestCase("CRIMINAL MISCHIEF", "Criminal damage")]
    [TestCase("LOUD PARTY", "Noise complaints")]
    [TestCase("DWI", "Drunk driving")]
    [TestCase("DOG BITE", "Animals")]
    [TestCase("BURGLARY ALARM", "Alarms")]
    [TestCase("SUSPICIOUS PERSON", "Suspicious activity")]
    [TestCase("WELFARE CHECK", "Welfare checks")]
    [TestCase("NARCOTICS", "Alcohol & drugs")]
    [TestCase("OPEN CONTAINER", "Alcohol & drugs")]
    [TestCase("BURGLARY - RESIDENTIAL", "Residential burglary")]
    [TestCase("SKATEBOARDING COMPLAINT", "Skateboarding")]
    [TestCase("skatebording", "Skateboarding")]
    public void A_category_is_known_by_its_name_whatever_its_code(string word, string name) =>
        Assert.That(OffenseWords.CategoryOf(word, [new("x", "Traffic", true), new("c", name, true)]), Is.EqualTo("c"));

    [TestCase("BURGLARY - COMMERCIAL", "Residential burglary")]
    [TestCase("BURGLARY", "Residential burglary")]
    [TestCase("LARCENY", "Package theft")]
    [TestCase("THEFT OF LICENSE PLATE", "Catalytic converter theft")]
    [TestCase("DOG STOLEN", "Boat theft")]
    [TestCase("BURGLARY ALARM", "False alarms")]
    [TestCase("CRIMINAL MISCHIEF", "Graffiti")]
    [TestCase("SKATEBOARD ALARM", "Skateboard")]
    [TestCase("N", "Noise")]
    public void A_category_that_is_narrower_or_something_else_is_not_proposed(string word, string name) =>
        Assert.That(OffenseWords.CategoryOf(word, [new("c", name, true)]), Is.Null);

    [Test]
    public void The_most_specific_category_is_proposed_and_none_of_two_equal_ones()
    {
        CategoryItem[] categories =
        [
            new("res", "Residential burglary", true, "220"), new("com", "Commercial burglary", true, "220"), new("theft", "Theft", true),
            new("package", "Package theft", true), new("mvt", "Vehicle theft", true, "240"),
        ];

        Assert.That(OffenseWords.CategoryOf("BURG RES", categories), Is.EqualTo("res"));
        Assert.That(OffenseWords.CategoryOf("BURGLARY COMM", categories), Is.EqualTo("com"));
        Assert.That(OffenseWords.CategoryOf("BURGLARY", categories), Is.Null);
        Assert.That(OffenseWords.CategoryOf("PORCH PIRATE", categories), Is.EqualTo("package"));
        Assert.That(OffenseWords.CategoryOf("BIKE THEFT", categories), Is.EqualTo("theft"));
        Assert.That(OffenseWords.CategoryOf("GTA", categories), Is.EqualTo("mvt"));
    }

    [Test]
    public void The_agencys_own_name_or_code_comes_first()
    {
        CategoryItem[] categories = [new("0640", "Burglary alarm", true), new("b", "Burglary", true), new("t", "Theft from vehicle", true)];

        Assert.That(OffenseWords.CategoryOf("burglary ALARM", categories), Is.EqualTo("0640"));
        Assert.That(OffenseWords.CategoryOf("0640", categories), Is.EqualTo("0640"));
    }

    [Property]
    public void A_word_with_ALARM_is_no_offense_against_property(NonNegativeInt at, bool before)
    {
        var (phrase, _) = Any(at);
        Assert.That(AgainstProperty, Does.Not.Contain(OffenseWords.CategoryOf(before ? $"ALARM {phrase}" : $"{phrase} ALARM", Seeded)),
            phrase);
    }

    [TestCase("BURGLARY: NO")]
    [TestCase("ROBBERY? NOT")]
    [TestCase("IT WASN'T A ROBBERY")]
    [TestCase("NO BURGLARY/NO THEFT")]
    [TestCase("THEFT (DOES NOT INCLUDE SHOPLIFTING) - NOT FOUNDED")]
    [TestCase("BURGLARY OTHER THAN IN A DWELLING - ALARM")]
    public void An_offense_that_is_denied_at_the_end_is_none(string word) =>
        Assert.That(OffenseWords.CategoryOf(word, Seeded), Is.Null);

    [Property]
    public void A_report_that_is_not_founded_is_no_offense_against_property(NonNegativeInt at, NonNegativeInt how)
    {
        string[] denials = ["{0} - NOT FOUNDED", "UNFOUNDED {0}", "{0} (NOT A CRIME)", "{0}: no crime committed", "{0}: unfounded"];
        var (phrase, _) = Any(at);
        var word = denials[how.Get % denials.Length].Replace("{0}", phrase, StringComparison.Ordinal);
        Assert.That(AgainstProperty, Does.Not.Contain(OffenseWords.CategoryOf(word, Seeded)), word);
    }

    [Property]
    public void A_word_after_a_negation_is_no_offense(NonNegativeInt at, NonNegativeInt how)
    {
        string[] denials = ["NO ", "NOT ", "NOT A ", "NON-", "WITHOUT ", "W/O ", "NEVER "];
        var (phrase, code) = Any(at);
        if (code is null || phrase.Any(c => !char.IsAsciiLetter(c))) return;
        var word = denials[how.Get % denials.Length] + phrase;
        Assert.That(OffenseWords.CategoryOf(word, Seeded), Is.Null, word);
    }

    [Property]
    public void An_attempt_is_the_offense(NonNegativeInt at, bool before)
    {
        // Attempted murder is an aggravated assault. A number is only a code if it is alone.
        if (Any(at) is not ({ } phrase, not null and var code) || !phrase.Any(char.IsLetter)) return;
        Assert.That(OffenseWords.CategoryOf(before ? $"ATTEMPTED {phrase}" : $"{phrase} (ATT)", Seeded), Is.EqualTo(code), phrase);
    }

    [Property]
    public void Case_spacing_accents_and_what_is_around_do_not_matter(NonNegativeInt at, bool lower)
    {
        var (phrase, code) = Any(at);
        var written = (lower ? phrase.ToLowerInvariant() : phrase.ToUpperInvariant()).Replace(" ", "   ", StringComparison.Ordinal)
            .Replace("e", "é", StringComparison.Ordinal);
        Assert.That(OffenseWords.CategoryOf($" -({written}); ", Seeded), Is.EqualTo(code), phrase);
    }

    [Property]
    public void A_retired_category_is_not_proposed_and_a_renamed_one_is_followed(NonNegativeInt at)
    {
        if (Any(at) is not ({ } phrase, not null and var code)) return;
        CategoryItem[] retired = [.. Seeded.Select(c => c.Code == code ? c with { Active = false } : c)];
        Assert.That(OffenseWords.CategoryOf(phrase, retired), Is.Not.EqualTo(code), phrase);
        CategoryItem[] renumbered = [.. Seeded.Select(c => c with { Code = $"new-{c.Code}", Name = $"{c.Name} complaints" })];
        Assert.That(OffenseWords.CategoryOf(phrase, renumbered), Is.EqualTo($"new-{code}"), phrase);
    }

    [Property]
    public void Any_text_is_read(string text) => Assert.DoesNotThrow(() => OffenseWords.CategoryOf(text ?? "", Seeded));

    [Test]
    public void Every_phrase_of_the_table_means_its_heading()
    {
        var wrong = new List<string>();
        var heading = "";
        foreach (var line in Meanings())
        {
            if (line[0] != ' ') heading = line.Split(" < ")[0];
            else
                wrong.AddRange(line.Trim().Split("; ").SelectMany(Spoken)
                    .Select(phrase => (Phrase: phrase, OffenseTable.Meaning(OffenseTable.Words(phrase))?.Id))
                    .Where(read => read.Id != heading).Select(read => $"{read.Phrase}: {read.Id}, not {heading}"));
        }
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Wider_meanings_are_headings_or_NIBRS_codes()
    {
        var headings = Meanings().Where(line => line[0] != ' ').Select(line => line.Split(" < ")).ToList();
        var known = headings.Select(heading => heading[0]).Concat(Nibrs.Select(offense => offense.Code)).ToHashSet();
        Assert.That(headings.SelectMany(heading => heading.Skip(1)).SelectMany(wider => wider.Split(", ")).Except(known), Is.Empty);
    }

    private static IEnumerable<string> Meanings() => Repository.Read("src/ProblemTracker/Incidents/Proposing/OffenseWords.txt")
        .Split("[meanings]")[1].Split('\n').Where(line => line.Length > 0 && line[0] != '#');

    /// <summary>The phrase with the first of its alternatives, the second, and so on. Names of NIBRS have a test of their own.</summary>
    private static IEnumerable<string> Spoken(string phrase)
    {
        var words = phrase.TrimStart('=', '~').Split(' ', '>').Select(word => word.Split('/')).ToList();
        return Enumerable.Range(0, words.Max(word => word.Length))
            .Select(at => string.Join(' ', words.Select(word => word[at % word.Length])))
            .Where(spoken => !Nibrs.Any(offense => offense.Name.Equals(spoken, StringComparison.OrdinalIgnoreCase)));
    }

    private static (string Phrase, string? Code) Any(NonNegativeInt at) => All[at.Get * 31 % All.Length];

    private static IEnumerable<(string Phrase, string? Code)> Read(string phrases) => phrases.Split('\n')
        .Select(line => line.Split(": ", 2))
        .SelectMany(line => line[1].Split(" | ").Select(phrase => (phrase, line[0] == "-" ? null : (string?)line[0])));
}
