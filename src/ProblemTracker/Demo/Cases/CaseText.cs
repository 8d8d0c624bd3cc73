namespace ProblemTracker.Demo;

/// <summary>Where one of the generated cases plays, and its numbers: what the texts of its kind are filled with.</summary>
/// <param name="Variant">Counts the cases of a kind, so that no two of them read the same.</param>
/// <param name="Before">Incidents in the weeks before the problem was opened.</param>
internal sealed record Scene(string Place, string Street, string NextStreet, string Neighborhood, int Variant, int Before, int Weeks)
{
    private static readonly string[] Surnames =
        ["Ashgrove", "Belling", "Carrow", "Dunmore", "Ellery", "Farthing", "Gannet", "Holloway", "Ivers", "Jessop", "Kestrel", "Lorimer",
            "Marchbank", "Norring", "Oakes", "Pellam"];

    /// <summary>The one of these that is this case's turn.</summary>
    public T Pick<T>(params T[] choices) => choices[Variant % choices.Length];

    /// <summary>A name for a shop, a hall or a landlord; the same in all texts of the case.</summary>
    public string Family => Surnames[(Variant * 5 + Place.Sum(c => c)) % Surnames.Length];

    public int Households => 8 + Place.Sum(c => c) % 19;
}

/// <summary>Somebody outside the police who has to do with a case.</summary>
internal sealed record Party(string Name, StakeholderKind Kind, StakeholderRole Role, string Says);

/// <summary>Something that can be done about it.</summary>
internal sealed record Deed(string What, Technique Technique, TriangleSide Side);

/// <summary>Everything that officers write about one case, from the first report to the last lesson.</summary>
internal sealed record CaseText
{
    public required string Title { get; init; }
    public required string Description { get; init; }

    public required string Statement { get; init; }
    public required string Community { get; init; }
    public required string Harmful { get; init; }
    public required string Expectation { get; init; }
    public required string Events { get; init; }
    public required string Recurring { get; init; }
    public required string Similarity { get; init; }
    public required string Harms { get; init; }

    public required string Offender { get; init; }
    public required string Target { get; init; }
    public required string Where { get; init; }
    /// <summary>Null: nobody has a hold on those who do it.</summary>
    public string? Handler { get; init; }
    public required string Guardian { get; init; }
    public required string Manager { get; init; }
    public required string Records { get; init; }
    public required string OutsideSource { get; init; }
    public required string OutsideShows { get; init; }
    public required string CurrentResponse { get; init; }
    public required string Hypothesis { get; init; }

    public required Party PlaceManager { get; init; }
    public required Party Affected { get; init; }
    public required string Agency { get; init; }

    /// <summary>What is counted, for after "Reports of".</summary>
    public required string Counted { get; init; }
    public required MeasureKind Measure { get; init; }
    public required Deed ByPlaceManager { get; init; }
    public required Deed ByAgency { get; init; }
    public required Deed ByPolice { get; init; }
    public required Deed Enforcement { get; init; }
    public required string EnforcementWeighed { get; init; }
    public required string ChosenWeighed { get; init; }
    public required string Note { get; init; }
    public required string Lesson { get; init; }
}

/// <summary>A kind of case: what keeps happening, and how it is written about.</summary>
internal sealed record CaseKind(string Category, DemoHabit Habit, Func<Scene, CaseText> Write);
