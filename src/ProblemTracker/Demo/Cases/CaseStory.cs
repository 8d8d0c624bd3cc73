namespace ProblemTracker.Demo;

/// <summary>
/// Plays one generated case from opening to end, as its <see cref="DemoCase"/> says. Steps are counted in days after opening.
/// </summary>
internal sealed class CaseStory
{
    private static readonly DemoAccount[] Officers =
        [DemoCity.Officer, DemoCity.SecondOfficer, DemoPeople.Nadia, DemoPeople.Ray, DemoPeople.Beth, DemoPeople.Cole, DemoPeople.Imani];

    private static readonly Dictionary<string, string> OverrideCodes = new()
    {
        ["scanning.harms"] = "We'll know what it costs the merchants after their inventory; the rest is clear.",
        ["analysis.sources"] = "The traffic count is six weeks out. The season would be over by then.",
        ["analysis.baseline"] = "No one has counted, and the house could burn down before anyone does.",
        ["response.alternatives"] = "The stores agreed on their own. There's no alternative to compare it with.",
        ["response.evaluation"] = "We can't write the decision rule until the hospital's count arrives, and the plan shouldn't wait.",
        ["assessment.displacement"] = "No incidents in the meadows around it have a location, so there was nothing to find.",
    };

    private readonly DemoSpot _spot;
    private readonly CaseText _text;
    private readonly CaseSheets _sheets;
    private readonly CancellationToken _ct;
    private long? _manager, _affected, _agency;
    private CaseActions? _actions;

    public CaseStory(DemoCity city, DemoCase of, DemoSpot spot, CancellationToken ct)
    {
        (City, Case, _spot, _ct) = (city, of, spot, ct);
        var neighborhood = DemoMap.Named(of.Neighborhood);
        var at = neighborhood.Street(of.Street);
        var before = city.Count(spot, of.Opened + 7 * of.Weeks, of.Opened + 1);
        var next = neighborhood.Streets[(neighborhood.Streets.ToList().IndexOf(at) + 1) % neighborhood.Streets.Count];
        _text = of.Kind.Write(new(at.At(of.House).Name, of.Street, next.Name, of.Neighborhood, of.Variant, before, of.Weeks));
        _sheets = new(city, of, _text, before);
    }

    public DemoCity City { get; }
    public DemoCase Case { get; }
    public DemoStory Story { get; private set; } = null!;

    /// <summary>The lead on that day: Nadia takes over from Gina.</summary>
    public DemoAccount Lead(int daysAgo) => Case.Lead == DemoPeople.Gina && daysAgo <= DemoPeople.GinaLeft ? DemoPeople.Nadia : Case.Lead!;

    private DemoAccount Colleague =>
        Officers[(Case.Number * 3 + 1) % Officers.Length] is var one && one != Case.Lead ? one
            : Officers[(Case.Number * 3 + 2) % Officers.Length];
    private DemoAccount Analyst => Case.Number % 2 == 0 ? DemoPeople.Tomas : DemoCity.Analyst;

    /// <summary>Converts a day after opening to days before today.</summary>
    private int Ago(int day) => Case.Opened - day;

    /// <summary>True if the step is in the past and the lead had not left by then.</summary>
    private bool Happened(int day) => Ago(day) >= 1 && !(Case.Lead == DemoPeople.Walt && Ago(day) <= DemoPeople.WaltLeft);

    public async Task Tell()
    {
        await Open(Case.FirstOpened ?? Case.Opened);
        if (Case.Lead is null) return;
        if (Case.FirstOpened is { } first) await CloseTooEarly(first);
        var ended = await Scan() || await Analyze() || await Respond() || await Assess();
        if (ended && Case.FollowUp is { } finding) await Check(finding);
        if (Case.Reopened is { } day)
            await Story.Move(day, Lead(day), Stage.Analysis,
                "It's back, same as before. We should redo our first analysis, this time with the people who have come forward since.");
        if (Case.Ends is { } ends) await ends(this);
    }

    private async Task Open(int daysAgo)
    {
        var at = DemoMap.Named(Case.Neighborhood).Street(Case.Street).At(Case.House);
        var by = Case.Lead ?? Case.Supervisor;
        Story = await DemoStory.Open(City, daysAgo, by,
            new(_text.Title, _text.Description, Case.Kind.Category, (ProblemSource)(Case.Number % 6), Priority(),
            Case.Confidential, City.Neighborhood(Case.Neighborhood), at.Name, at.Latitude, at.Longitude,
            Case.Lead is null ? null : City.IdOf(Case.Lead)), _ct);
        await Story.Link(daysAgo - 1, by, _spot);
    }

    private Priority Priority() =>
        Case.Kind.Category is "robbery" or "assault" or "drugs" ? Domain.Priority.High
            : (Priority)(Case.Number * 5 % 3 + (Case.Number % 7 == 0 ? 1 : 0));

    private async Task CloseTooEarly(int opened)
    {
        await Story.Save(opened - 3, Lead(opened), _sheets.HalfScanned());
        await Story.Move(opened - 10, Case.Supervisor, Stage.Closed,
            "Two reports in a month, from the same person. Not a recurring problem.", ClosingReason.NotAProblem);
        await Story.Move(Case.Opened, Lead(Case.Opened), Stage.Scanning,
            "Three other parents have come forward since, and the crossing guard has kept a list. We were too quick.");
    }

    /// <returns>True if it was closed in this stage.</returns>
    private async Task<bool> Scan()
    {
        if (Case.IsDraft && Case.Reaches == Stage.Scanning)
        {
            await Story.Save(Ago(3), Lead(Ago(3)), _sheets.HalfScanned());
            return false;
        }
        await Story.Save(Ago(3), Lead(Ago(3)), _sheets.Scanning());
        if (Case.Reaches == Stage.Scanning) return false;
        if (Case.ClosedFrom == Stage.Scanning)
        {
            await CloseEarly(10);
            return true;
        }
        if (Case.Number % 2 == 0) await Story.Join(Ago(5), Case.Supervisor, Lead(Ago(5)), Colleague);
        if (Case.Number % 5 == 0)
            await Story.Ask(Ago(8), Lead(Ago(8)), RequestKind.Hold, "The person who reported it is on vacation.",
                untilOn: City.Day(Ago(8) - 20));
        await Advance(9, Stage.Analysis, "scanning.", "It's one problem, and it's ours.");
        return false;
    }

    private async Task<bool> Analyze()
    {
        if (Case.Reaches < Stage.Analysis) return false;
        await Attach(11);
        if (!Happened(14)) return false;
        await Story.Note(Ago(14), Case.Number % 2 == 0 ? Colleague : Lead(Ago(14)), _text.Note);
        if (Case.ClosedFrom == Stage.Analysis)
        {
            await Story.Save(Ago(18), Lead(Ago(18)), _sheets.HalfAnalyzed());
            await CloseEarly(28);
            return true;
        }
        if (Case.IsDraft && Case.Reaches == Stage.Analysis) await Story.Save(Ago(18), Lead(Ago(18)), _sheets.HalfAnalyzed());
        if (Case.GoesBackFrom == Stage.Analysis)
        {
            await Story.Move(Ago(20), Lead(Ago(20)), Stage.Scanning,
                "Two of the reports belong to something else. We'll sort them out before we ask why.");
            await Story.Move(Ago(26), Lead(Ago(26)), Stage.Analysis, "Sorted out: what's left is one problem.");
        }
        if (!Happened(Case.AnalysisDone) || (Case.IsDraft && Case.Reaches == Stage.Analysis)) return false;
        await Story.Save(Ago(Case.AnalysisDone), Case.Number % 3 == 0 ? Analyst : Lead(Ago(Case.AnalysisDone)),
            _sheets.Analysis(_manager, _affected));
        if (Case.Reaches == Stage.Analysis) return false;
        await Advance(Case.InResponse, Stage.Response, "analysis.", "We think we know why. Now for what we can do about it.");
        return false;
    }

    private async Task<bool> Respond()
    {
        if (Case.Reaches < Stage.Response || Case.ClosedFrom < Stage.Response) return false;
        var from = Case.InResponse;
        _actions = new(this, _text, _agency, _manager, _affected);
        if (Case.GoesBackFrom == Stage.Response)
        {
            await Story.Move(Ago(from + 3), Lead(Ago(from + 3)), Stage.Analysis,
                "The building's log shows it's the other entrance. Back to asking why.");
            await Story.Save(Ago(from + 10), Analyst, _sheets.Analysis(_manager, _affected));
            await Story.Move(Ago(from + 14), Lead(Ago(from + 14)), Stage.Response, "Now it fits.");
        }
        var planned = Case.Started - 4;
        await Story.Save(Ago(planned), Lead(Ago(planned)), _sheets.Response(DemoMap.Named(Case.Neighborhood)));
        await _actions.Plan(Ago(planned + 1));
        if (Case.IsDraft && Case.Reaches == Stage.Response) return false;
        await Start(Case.Started);
        await _actions.CarryOut();
        if (Case.ClosedFrom == Stage.Response)
        {
            await CloseEarly(Case.Started + 42);
            return true;
        }
        if (Case.Reaches == Stage.Response) return false;
        if (Case.GoesBackFrom == Stage.Assessment) await RespondAgain();
        await Story.Move(Ago(Case.InAssessment), Lead(Ago(Case.InAssessment)), Stage.Assessment,
            "Everything we agreed on is done. Now we count.");
        return false;
    }

    private async Task RespondAgain()
    {
        var first = Case.Started + 40;
        await Story.Move(Ago(first), Lead(Ago(first)), Stage.Assessment, "Done as planned.");
        await Story.Move(Ago(first + 10), Lead(Ago(first + 10)), Stage.Response,
            "The door was fixed and is broken again. Nothing to assess yet.");
        await _actions!.AddOne(Ago(first + 11), Ago(first + 30));
        await Story.Start(Ago(first + 14), Case.Supervisor, "A steel door this time. Go ahead.");
        await _actions.FinishLast(Ago(first + 28));
    }

    private async Task Start(int day)
    {
        if (Case.Overridden?.StartsWith("response.", StringComparison.Ordinal) == true)
            await Story.Start(Ago(day), Case.Supervisor, "This shouldn't wait.", new([Case.Overridden], OverrideCodes[Case.Overridden]));
        else if (Case.Number % 4 == 0)
            await Story.Start(Ago(day), Case.Supervisor, "Read it. Everyone who has to act was asked. Go ahead.");
        else
        {
            var request = await Story.Ask(Ago(day - 1), Lead(Ago(day - 1)), RequestKind.Start,
                "Everyone with an action has agreed to a due date.");
            await Story.Approve(Ago(day), Case.Supervisor, request, "Good plan. Keep me posted on the partner.");
        }
    }

    private async Task<bool> Assess()
    {
        if (Case.Reaches < Stage.Assessment || Case.ClosedFrom is not null) return false;
        var day = Case.AfterEnds + 4;
        if (Case.IsDraft && Happened(Case.AfterEnds + 3)) await Story.Save(Ago(day), Lead(Ago(day)), _sheets.HalfAssessed(_actions!.Done));
        if (Case.IsDraft || !Happened(day + 1)) return false;
        var (from, to) = (Case.Opened - Case.AfterBegins, Case.Opened - Case.AfterEnds);
        var after = City.Count(_spot, from, to);
        var elsewhere = (City.CountAround(_spot, Case.Kind.Category, Case.Opened + 7 * Case.Weeks, Case.Opened + 1),
            City.CountAround(_spot, Case.Kind.Category, from, to));
        await Story.Save(Ago(day + 1), Case.Number % 2 == 0 ? Analyst : Lead(Ago(day + 1)),
            _sheets.Assessment(_actions!.Done, after, elsewhere));
        if (Case.Reaches != Stage.Closed) return false;
        await Advance(Case.Closed, Stage.Closed, "assessment.", "Counted, reported back to everyone who took part, and written up.",
            Case.Reason);
        return true;
    }

    private async Task Attach(int day)
    {
        var by = Lead(Ago(day));
        _manager = await Story.Attach(Ago(day), by, _text.PlaceManager.Name, _text.PlaceManager.Kind, _text.PlaceManager.Role);
        _affected = await Story.Attach(Ago(day), by, _text.Affected.Name, _text.Affected.Kind, _text.Affected.Role);
        if (Case.EnforcementOnly) return;
        _agency = await Story.Attach(Ago(day), by, _text.Agency, StakeholderKind.Agency, StakeholderRole.Partner);
        if (!Case.Confidential) await Story.Tell(Ago(day), by, $"{_text.Description} We're working out why and will ask for your help.");
    }

    /// <summary>Passes a gate; a supervisor does it where a requirement is overridden.</summary>
    private async Task Advance(int day, Stage to, string codes, string note, ClosingReason? reason = null)
    {
        if (Case.Overridden is not { } code || !code.StartsWith(codes, StringComparison.Ordinal))
            await Story.Move(Ago(day), Lead(Ago(day)), to, note, reason);
        else if (to == Stage.Response)
        {
            var request = await Story.Ask(Ago(day), Lead(Ago(day)), RequestKind.Override, OverrideCodes[code],
                gate: Gate.Response, codes: [code]);
            await Story.Approve(Ago(day), Case.Supervisor, request, "Go ahead, but enter the number as soon as you have one.");
        }
        else await Story.Move(Ago(day), Case.Supervisor, to, note, reason, new([code], OverrideCodes[code]));
    }

    private async Task CloseEarly(int day)
    {
        var reason = Case.Reason!.Value;
        if (reason == ClosingReason.FurtherEffortUnlikelyToHelp && Case.FirstOpened is null)
        {
            var request = await Story.Ask(Ago(day - 1), Lead(Ago(day - 1)), RequestKind.Closing,
                "The property was sold and will be torn down, so there's nothing left to do.", closing: reason);
            await Story.Approve(Ago(day), Case.Supervisor, request, "Agreed. Thank everyone who helped.");
            return;
        }
        await Story.Move(Ago(day), Case.Supervisor, Stage.Closed, reason switch
        {
            ClosingReason.NotAProblem => "Looked into it: separate incidents with nothing in common, and none for a month.",
            ClosingReason.ReferredElsewhere => "This belongs to another city office, which has taken it over along with our file.",
            ClosingReason.Duplicate => "Same problem as one we're already working. What we found here goes in that file.",
            _ => "Construction at the corner starts in spring and will change everything. We're stopping here.",
        }, reason, duplicateOf: Case.DuplicateOf is { } other ? City.Problems[other] : null);
    }

    private async Task Check(FollowUpFinding finding)
    {
        // Six months after closing, which can be up to 184 days, plus about a week to do the check.
        var day = Ago(Case.Closed + 192);
        await Story.Check(day, Lead(day) == DemoPeople.Walt ? Case.Supervisor : Lead(day), finding, finding switch
        {
            FollowUpFinding.Sustained =>
                "Fewer reports than in the last weeks before closing, and two visits turned up nothing. Residents agree.",
            FollowUpFinding.Recurred =>
                "As many reports as before we started. Residents say it crept back once no one was keeping an eye on it.",
            _ => "The street was torn up most of the time, so the numbers don't tell us anything.",
        });
    }
}
