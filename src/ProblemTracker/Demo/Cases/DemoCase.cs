namespace ProblemTracker.Demo;

/// <summary>How a partner agency handles its action.</summary>
internal enum PartnerHabit
{
    /// <summary>Accepts and reports it done; the team confirms.</summary>
    Agreeable,
    /// <summary>Doesn't answer; the team records it as done.</summary>
    Silent,
    /// <summary>Declines; the team eventually drops it.</summary>
    Declines,
    /// <summary>Reports it done a week after the due date.</summary>
    Late,
    /// <summary>Reports it done before it is; the team returns it once.</summary>
    Returned,
    /// <summary>Reports it done; no one has confirmed it yet.</summary>
    Unconfirmed,
}

/// <summary>One generated problem: kind, place, opening day and current stage.</summary>
/// <param name="Opened">Days before today.</param>
/// <param name="Before">Incidents in the weeks before opening, see <see cref="Weeks"/>.</param>
/// <param name="Reaches">The stage it is in today, apart from a reopening.</param>
internal sealed record DemoCase(CaseKind Kind, string Neighborhood, string Street, int House, int Opened, int Before,
    DemoAccount? Lead, Stage Reaches)
{
    /// <summary>Index in the list; varies people and phrases.</summary>
    public int Number { get; init; }
    public int Variant { get; init; }

    /// <summary>Null if the problem has no assessment.</summary>
    public Verdict? Verdict { get; init; }
    public ClosingReason? Reason { get; init; }
    /// <summary>The stage it was closed from, for an early closure.</summary>
    public Stage? ClosedFrom { get; init; }
    /// <summary>Title of the problem it duplicates.</summary>
    public string? DuplicateOf { get; init; }
    public FollowUpFinding? FollowUp { get; init; }
    /// <summary>Measured over 13 weeks a year later, in the same season, instead of 8 weeks right after the response.</summary>
    public bool IsLong { get; init; }
    /// <summary>The stage it was once moved back from.</summary>
    public Stage? GoesBackFrom { get; init; }
    /// <summary>Code of the requirement that a supervisor overrode.</summary>
    public string? Overridden { get; init; }
    public bool Confidential { get; init; }
    public bool EnforcementOnly { get; init; }
    /// <summary>The police did their action before the response was started, so there is no pre-set test.</summary>
    public bool IsHasty { get; init; }
    public PartnerHabit Partner { get; init; }
    /// <summary>
    /// Days before today of the first opening, for a case that was closed too early and reopened on the day in <see cref="Opened"/>.
    /// </summary>
    public int? FirstOpened { get; init; }
    /// <summary>Days before today when it was reopened after its last closing.</summary>
    public int? Reopened { get; init; }
    /// <summary>The worksheet of the current stage is at most half filled in.</summary>
    public bool IsDraft { get; init; }
    /// <summary>Plays the last steps up to today, such as a waiting request.</summary>
    public Func<CaseStory, Task>? Ends { get; init; }
    /// <summary>A pattern from <see cref="DemoSpots"/>; null if the case has one of its own.</summary>
    public DemoSpot? Planted { get; init; }

    public DemoAccount Supervisor => DemoPeople.Supervisors[Neighborhood];

    // Apart from Weeks, all in days after opening.
    public int Weeks => IsLong ? 13 : 8;
    public int AnalysisDone => GoesBackFrom == Stage.Analysis ? 30 : 24;
    public int InResponse => AnalysisDone + 7;
    public int Started => InResponse + 7 + (GoesBackFrom == Stage.Response ? 14 : 0);
    public int InAssessment => Started + 40 + (GoesBackFrom == Stage.Assessment ? 36 : 0);
    public int AfterBegins => IsLong ? 273 : InAssessment + 2;
    public int AfterEnds => AfterBegins + 7 * Weeks - 1;
    public int Closed => AfterEnds + 8;

    /// <summary>Incidents after the response, as a share of those before.</summary>
    private double Change => Verdict switch
    {
        Domain.Verdict.Improved => 0.38,
        Domain.Verdict.PartlyImproved => 0.66,
        Domain.Verdict.NoChange => 0.97,
        Domain.Verdict.Worse => 1.34,
        Domain.Verdict.CannotTell => 0.74,
        _ => 0.8,
    };

    /// <summary>
    /// The incident pattern: <see cref="Before"/> incidents before opening, and a share of that afterward, depending on the verdict.
    /// </summary>
    public DemoSpot Spot()
    {
        if (Planted is not null) return Planted;
        var place = DemoMap.Named(Neighborhood).Street(Street).At(House);
        var days = 7 * Weeks;
        List<Spell> spells = [new(Opened + 2, Math.Min(DemoIncidents.Days, Opened + days), Before)];
        // About eight more months before that at 80%, then the full rate until the response shows.
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
