namespace ProblemTracker.Demo;

/// <summary>The place and numbers of a generated case, filled into the texts of its kind.</summary>
/// <param name="Variant">Index among the cases of a kind, so that no two read the same.</param>
/// <param name="Before">Incidents in the <paramref name="Weeks"/> before the problem was opened.</param>
internal sealed record Scene(string Place, string Street, string NextStreet, string Neighborhood, int Variant, int Before, int Weeks)
{
    private static readonly string[] Surnames =
        ["Ashgrove", "Belling", "Carrow", "Dunmore", "Ellery", "Farthing", "Gannet", "Holloway", "Ivers", "Jessop", "Kestrel", "Lorimer",
            "Marchbank", "Norring", "Oakes", "Pellam"];

    /// <summary>Picks this case's alternative by its variant.</summary>
    public T Pick<T>(params T[] choices) => choices[Variant % choices.Length];

    /// <summary>The name of a store, a hall or a landlord; the same in all texts of the case.</summary>
    public string Family => Surnames[(Variant * 5 + Place.Sum(c => c)) % Surnames.Length];

    public int Households => 8 + Place.Sum(c => c) % 19;
}

/// <summary>A stakeholder of a case, and what they told the team.</summary>
internal sealed record Party(string Name, StakeholderKind Kind, StakeholderRole Role, string Says);

/// <summary>A possible action.</summary>
internal sealed record Deed(string What, Technique Technique, TriangleSide Side);

/// <summary>Everything officers write about one case, from the first report to the lessons learned.</summary>
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
    /// <summary>Null if no handler is known.</summary>
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

    /// <summary>What is counted; follows "Reports of".</summary>
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

/// <summary>A kind of case: its incident pattern and its texts.</summary>
internal sealed record CaseKind(string Category, DemoHabit Habit, Func<Scene, CaseText> Write);
