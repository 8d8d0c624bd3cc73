namespace ProblemTracker.Demo;

/// <summary>What a partner agency does about the action that it was given.</summary>
internal enum PartnerHabit
{
    /// <summary>Accepts, reports it done, and the team confirms.</summary>
    Agreeable,
    /// <summary>Says nothing; the team sees that it is done.</summary>
    Silent,
    /// <summary>Declines, and in the end the team drops it.</summary>
    Declines,
    /// <summary>Reports it done a week late.</summary>
    Late,
    /// <summary>Reports it done too early; the team returns it once.</summary>
    Returned,
    /// <summary>Reports it done, and nobody has confirmed it yet.</summary>
    Unconfirmed,
}

/// <summary>One of the generated problems: which, where, since when, and how far it came.</summary>
/// <param name="Opened">Days before today.</param>
/// <param name="Before">Incidents in the weeks before.</param>
/// <param name="Reaches">The stage in which it is today.</param>
internal sealed record DemoCase(CaseKind Kind, string Neighborhood, string Street, int House, int Opened, int Before,
    DemoAccount? Lead, Stage Reaches)
{
    /// <summary>Its place in the list, which varies people and phrases.</summary>
    public int Number { get; init; }
    public int Variant { get; init; }

    /// <summary>With an assessment; of a problem that was closed without one there is none.</summary>
    public Verdict? Verdict { get; init; }
    public ClosingReason? Reason { get; init; }
    /// <summary>For an early closing: the stage from which it was closed.</summary>
    public Stage? ClosedFrom { get; init; }
    /// <summary>A duplicate's other problem, by its title.</summary>
    public string? DuplicateOf { get; init; }
    public FollowUpFinding? FollowUp { get; init; }
    /// <summary>Compared with the same season of the year before instead of with the weeks before.</summary>
    public bool IsLong { get; init; }
    /// <summary>The stage that it left backward, once.</summary>
    public Stage? GoesBackFrom { get; init; }
    /// <summary>The code of a shortfall that a supervisor overridden.</summary>
    public string? Overridden { get; init; }
    public bool Confidential { get; init; }
    public bool EnforcementOnly { get; init; }
    /// <summary>The police did their own part before the plan was started: there was no test set before.</summary>
    public bool IsHasty { get; init; }
    public PartnerHabit Partner { get; init; }
    /// <summary>It was closed too early the first time: opened on this day, closed, and reopened where <see cref="Opened"/> says.</summary>
    public int? FirstOpened { get; init; }
    /// <summary>Days before today on which it was reopened after its last closing.</summary>
    public int? Reopened { get; init; }
    /// <summary>The worksheet of the present stage is filled in halfway at most.</summary>
    public bool IsDraft { get; init; }
    /// <summary>How it stands today: what waits, what was granted.</summary>
    public Func<CaseStory, Task>? Ends { get; init; }
    /// <summary>A pattern that is there already; otherwise the case has one of its own.</summary>
    public DemoSpot? Planted { get; init; }

    public DemoAccount Supervisor => DemoPeople.Supervisors[Neighborhood];

    // Days after the opening.
    public int Weeks => IsLong ? 13 : 8;
    public int AnalysisDone => GoesBackFrom == Stage.Analysis ? 30 : 24;
    public int InResponse => AnalysisDone + 7;
    public int Started => InResponse + 7 + (GoesBackFrom == Stage.Response ? 14 : 0);
    public int InAssessment => Started + 40 + (GoesBackFrom == Stage.Assessment ? 36 : 0);
    public int AfterBegins => IsLong ? 273 : InAssessment + 2;
    public int AfterEnds => AfterBegins + 7 * Weeks - 1;
    public int Closed => AfterEnds + 8;

    /// <summary>What became of the numbers, as a share of those before.</summary>
    private double Change => Verdict switch
    {
        Domain.Verdict.Improved => 0.38,
        Domain.Verdict.PartlyImproved => 0.66,
        Domain.Verdict.NoChange => 0.97,
        Domain.Verdict.Worse => 1.34,
        Domain.Verdict.CannotTell => 0.74,
        _ => 0.8,
    };

    /// <summary>What keeps happening there: as often before as the case says, and afterwards as its verdict says.</summary>
    public DemoSpot Spot()
    {
        if (Planted is not null) return Planted;
        var place = DemoMap.Named(Neighborhood).Street(Street).At(House);
        var days = 7 * Weeks;
        List<Spell> spells = [new(Opened + 2, Math.Min(DemoIncidents.Days, Opened + days), Before)];
        // A year of it before, and the same until something was done.
        Add(spells, Opened + days + 2, Math.Min(DemoIncidents.Days, Opened + days + 240), 0.8);
        Add(spells, Opened - InAssessment + 8, Opened - 1, 1);
        Add(spells, Opened - AfterBegins + 2, Opened - InAssessment + 7, Change);
        if (Opened - AfterEnds >= 2) spells.Add(new(Opened - AfterEnds + 1, Opened - AfterBegins, (int)Math.Round(Before * Change)));
        Add(spells, 2, Opened - AfterEnds - 1, FollowUp == FollowUpFinding.Recurred ? 1 : Change);
        return new(Neighborhood, Kind.Habit, [place], 0.00025, [.. spells.Where(spell => spell.From <= spell.To && spell.Count > 0)]);
    }

    private void Add(List<Spell> spells, int from, int to, double rate)
    {
        from = Math.Max(2, from);
        if (to - from >= 6) spells.Add(new(from, to, (int)Math.Round(Before * rate * (to - from + 1) / (7.0 * Weeks))));
    }
}
