using ProblemTracker.Incidents;
using ProblemTracker.Problems;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.Demo;

/// <summary>One problem's life in the demo city: each step is the message that a person would have sent on that day.</summary>
internal sealed class DemoStory
{
    private readonly DemoCity _city;
    private readonly CancellationToken _ct;
    private readonly long _id;
    private readonly Dictionary<SheetKind, int> _sheets = [];
    private int _version;

    private DemoStory(DemoCity city, ProblemOpened opened, CancellationToken ct) => (_city, _id, _version, _ct) = (city, opened.Id, opened.Version, ct);

    public static async Task<DemoStory> Open(DemoCity city, int daysAgo, DemoAccount by, OpenProblem message, CancellationToken ct)
    {
        city.SetClock(daysAgo, 9, 20);
        return new(city, await city.Send(by, message, ct), ct);
    }

    /// <summary>Links what had happened by that day.</summary>
    public async Task Link(int daysAgo, DemoAccount by, DemoPattern pattern)
    {
        _city.SetClock(daysAgo, 9, 40);
        await _city.Send(by, new LinkIncidents(_id, [.. _city.History.Where(i => i.Pattern == pattern && i.DaysAgo > daysAgo).Select(i => i.Id)]), _ct);
    }

    /// <returns>The attachment's id, for worksheets and actions.</returns>
    public async Task<long> Attach(int daysAgo, DemoAccount by, string name, StakeholderKind kind, StakeholderRole role)
    {
        _city.SetClock(daysAgo, 11, 10);
        if (!_city.Stakeholders.TryGetValue(name, out var known))
            _city.Stakeholders[name] = known = (await _city.Send(by, new CreateStakeholder(name, kind), _ct)).Id;
        return (await _city.Send(by, new AttachStakeholder(_id, known, role), _ct)).Id;
    }

    /// <summary>What the problem's partners read about it.</summary>
    public async Task Tell(int daysAgo, DemoAccount by, string summary)
    {
        _city.SetClock(daysAgo, 10, 50);
        _version = (await _city.Send(by, new SavePartnerSummary(_id, _version, summary), _ct)).Version;
    }

    /// <summary>The partner accepts an action of theirs, and says something.</summary>
    public async Task Accept(int daysAgo, PlannedAction action, string comment)
    {
        _city.SetClock(daysAgo, 12, 5);
        await _city.Send(DemoCity.Partner, new AnswerAction(action.Answer.Id, action.Answer.Version, OwnerAnswer.Accepted), _ct);
        await _city.Send(DemoCity.Partner, new CommentOnAction(action.Answer.Id, comment), _ct);
    }

    /// <summary>A colleague joins the team; the lead stays.</summary>
    public async Task Join(int daysAgo, DemoAccount by, DemoAccount lead, DemoAccount colleague)
    {
        _city.SetClock(daysAgo, 11, 40);
        _version = (await _city.Send(by, new AssignProblem(_id, _version, _city.IdOf(lead), [_city.IdOf(colleague)]), _ct)).Version;
    }

    public async Task Note(int daysAgo, DemoAccount by, string text)
    {
        _city.SetClock(daysAgo, 17, 20);
        await _city.Send(by, new WriteNote(_id, text), _ct);
    }

    public async Task Save(int daysAgo, DemoAccount by, ScanningSheet sheet) =>
        await Saved(daysAgo, by, SheetKind.Scanning, version => new SaveScanning(_id, version, sheet));

    public async Task Save(int daysAgo, DemoAccount by, AnalysisSheet sheet) =>
        await Saved(daysAgo, by, SheetKind.Analysis, version => new SaveAnalysis(_id, version, sheet));

    public async Task Save(int daysAgo, DemoAccount by, ResponseSheet sheet) =>
        await Saved(daysAgo, by, SheetKind.Response, version => new SaveResponse(_id, version, sheet));

    public async Task Save(int daysAgo, DemoAccount by, AssessmentSheet sheet) =>
        await Saved(daysAgo, by, SheetKind.Assessment, version => new SaveAssessment(_id, version, sheet));

    public async Task Amend(int daysAgo, DemoAccount by, string reason, ResponseSheet sheet) =>
        await Saved(daysAgo, by, SheetKind.Response, version => new AmendResponse(_id, version, reason, sheet));

    public async Task Move(int daysAgo, DemoAccount by, Stage to, string note, ClosingReason? reason = null, Override? waived = null)
    {
        _city.SetClock(daysAgo, 15, 5);
        _version = (await _city.Send(by, new AdvanceStage(_id, _version, to, note, reason, Override: waived), _ct)).Version;
    }

    public async Task Start(int daysAgo, DemoAccount by, string note)
    {
        _city.SetClock(daysAgo, 16, 30);
        _version = (await _city.Send(by, new StartResponse(_id, _version, note), _ct)).Version;
    }

    public async Task<PlannedAction> Plan(int daysAgo, DemoAccount by, ActionFields fields)
    {
        _city.SetClock(daysAgo, 13, 15);
        return new(await _city.Send(by, new AddAction(_id, fields), _ct), fields);
    }

    public async Task Finish(int daysAgo, DemoAccount by, PlannedAction action)
    {
        _city.SetClock(daysAgo, 14, 45);
        await _city.Send(by, new ChangeAction(action.Answer.Id, action.Answer.Version, action.Fields with { Status = ActionStatus.Done, DoneOn = _city.Day(daysAgo) }), _ct);
    }

    public async Task Drop(int daysAgo, DemoAccount by, PlannedAction action, string because)
    {
        _city.SetClock(daysAgo, 14, 50);
        await _city.Send(by, new ChangeAction(action.Answer.Id, action.Answer.Version, action.Fields with { Status = ActionStatus.Dropped, DroppedBecause = because }), _ct);
    }

    private async Task Saved<T>(int daysAgo, DemoAccount by, SheetKind kind, Func<int, ICommand<SheetAnswer<T>>> message)
    {
        _city.SetClock(daysAgo, 10, 30);
        _sheets[kind] = (await _city.Send(by, message(_sheets.GetValueOrDefault(kind)), _ct)).Version;
    }
}

/// <summary>An action with what was asked of it, so that it can be reported done without being amended.</summary>
internal sealed record PlannedAction(ActionAnswer Answer, ActionFields Fields);
