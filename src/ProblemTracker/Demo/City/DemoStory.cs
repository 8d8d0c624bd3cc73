using ProblemTracker.Evidence;
using ProblemTracker.Incidents;
using ProblemTracker.Partners;
using ProblemTracker.Problems;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.Demo;

/// <summary>One problem's history in the demo city. Each step sends the message a person would have sent on that day.</summary>
internal sealed class DemoStory
{
    private readonly DemoCity _city;
    private readonly CancellationToken _ct;
    private readonly long _id;
    private readonly Dictionary<SheetKind, int> _sheets = [];

    private DemoStory(DemoCity city, ProblemOpened opened, CancellationToken ct) => (_city, _id, _ct) = (city, opened.Id, ct);

    public static async Task<DemoStory> Open(DemoCity city, int daysAgo, DemoAccount by, OpenProblem message, CancellationToken ct)
    {
        await city.Timeline.Until(daysAgo, 9, 20);
        var opened = await city.Send(by, message, ct);
        city.Problems[message.Title] = opened.Id;
        return new(city, opened, ct);
    }

    /// <summary>Links the incidents that had happened by that day.</summary>
    public async Task Link(int daysAgo, DemoAccount by, DemoSpot spot)
    {
        await _city.Timeline.Until(daysAgo, 9, 40);
        await _city.Send(by, new LinkIncidents(_id, [.. _city.History(spot).Where(i => i.DaysAgo > daysAgo).Select(i => i.Id)]), _ct);
    }

    /// <returns>Id of the attachment, for worksheets and actions.</returns>
    public async Task<long> Attach(int daysAgo, DemoAccount by, string name, StakeholderKind kind, StakeholderRole role)
    {
        await _city.Timeline.Until(daysAgo, 11, 10);
        if (!_city.Stakeholders.TryGetValue(name, out var known))
        {
            _city.Stakeholders[name] = known = (await DemoDirectory.Add(_city, by, name, kind, daysAgo, _ct)).Id;
            foreach (var (partner, agency) in DemoPeople.Agencies)
                if (agency == name) await _city.Employ(partner, name, _ct);
        }
        return (await _city.Send(by, new AttachStakeholder(_id, known, role), _ct)).Id;
    }

    /// <summary>Saves the title and the summary that partners read.</summary>
    public async Task Tell(int daysAgo, DemoAccount by, string summary, string? title = null)
    {
        await _city.Timeline.Until(daysAgo, 10, 50);
        await _city.Send(by, new SavePartnerSummary(_id, await Version(), summary, title), _ct);
    }

    /// <summary>The partner accepts their action and comments on it.</summary>
    public async Task Accept(int daysAgo, PlannedAction action, string comment, DemoAccount? partner = null)
    {
        await _city.Timeline.Until(daysAgo, 12, 5);
        await _city.Send(partner ?? DemoCity.Partner, new AnswerAction(action.Id, await VersionOf(action), OwnerAnswer.Accepted), _ct);
        await _city.Send(partner ?? DemoCity.Partner, new CommentOnAction(action.Id, comment), _ct);
    }

    public async Task Decline(int daysAgo, PlannedAction action, string because, DemoAccount partner)
    {
        await _city.Timeline.Until(daysAgo, 12, 5);
        await _city.Send(partner, new AnswerAction(action.Id, await VersionOf(action), OwnerAnswer.Declined, because), _ct);
    }

    /// <summary>The partner reports their action done.</summary>
    public async Task Report(int daysAgo, PlannedAction action, string note, DemoAccount partner)
    {
        await _city.Timeline.Until(daysAgo, 12, 20);
        await _city.Send(partner, new ReportActionDone(action.Id, await VersionOf(action), _city.Day(daysAgo), note), _ct);
    }

    public async Task Confirm(int daysAgo, DemoAccount by, PlannedAction action)
    {
        await _city.Timeline.Until(daysAgo, 14, 30);
        await _city.Send(by, new ConfirmAction(action.Id, await VersionOf(action)), _ct);
    }

    public async Task Return(int daysAgo, DemoAccount by, PlannedAction action, string because)
    {
        await _city.Timeline.Until(daysAgo, 14, 30);
        await _city.Send(by, new ReturnAction(action.Id, await VersionOf(action), because), _ct);
    }

    /// <summary>A colleague joins the team; the lead stays.</summary>
    public async Task Join(int daysAgo, DemoAccount by, DemoAccount lead, DemoAccount colleague)
    {
        await _city.Timeline.Until(daysAgo, 11, 40);
        await _city.Send(by, new AssignProblem(_id, await Version(), _city.IdOf(lead), [_city.IdOf(colleague)]), _ct);
    }

    public async Task Note(int daysAgo, DemoAccount by, string text, params IReadOnlyList<FileUpload> files)
    {
        await _city.Timeline.Until(daysAgo, 17, 20);
        await _city.Send(by, new WriteNote(_id, text, files), _ct);
    }

    /// <summary>Adds files to the problem, or to one of its actions.</summary>
    public async Task Files(int daysAgo, DemoAccount by, string caption, PlannedAction? action, params IReadOnlyList<FileUpload> files)
    {
        await _city.Timeline.Until(daysAgo, 17, 40);
        await _city.Send(by, new AddFiles(_id, files, caption, ActionId: action?.Id), _ct);
    }

    /// <summary>Fills the site checklist after an evening's walk with residents.</summary>
    /// <param name="extents">An answer for each item, in order.</param>
    public async Task Walk(int daysAgo, DemoAccount by, string site, int residents, string note,
        params IReadOnlyList<DisorderExtent> extents)
    {
        await _city.Timeline.Until(daysAgo, 20, 15);
        var items = (await _city.Send(by, new ReadChecklistItems(), _ct)).Value.Items.Where(item => item.Active);
        await _city.Send(by, new FillChecklist(_id, new()
        {
            Site = site,
            Residents = residents,
            Note = note,
            Items = [.. items.Zip(extents, (item, extent) => new WalkAnswer(item.Id!.Value, extent))],
        }), _ct);
    }

    /// <summary>Adds photos to a walk.</summary>
    /// <param name="walk">Its number.</param>
    public async Task Photos(int daysAgo, DemoAccount by, int walk, string caption, params IReadOnlyList<FileUpload> files)
    {
        await _city.Timeline.Until(daysAgo, 20, 45);
        await _city.Send(by, new AddChecklistFiles(_id, walk, files, null, caption), _ct);
    }

    /// <summary>Cites the last score in the Analysis worksheet.</summary>
    public async Task CiteChecklist(int daysAgo, DemoAccount by)
    {
        await _city.Timeline.Until(daysAgo, 11, 20);
        await _city.Send(by, new CiteEvidence(_id, EvidencePanel.SiteChecklist), _ct);
        _sheets[SheetKind.Analysis]++;
    }

    public Task Save(int daysAgo, DemoAccount by, ScanningSheet sheet) =>
        Saved(daysAgo, by, SheetKind.Scanning, version => new SaveScanning(_id, version, sheet));

    public Task Save(int daysAgo, DemoAccount by, AnalysisSheet sheet) =>
        Saved(daysAgo, by, SheetKind.Analysis, version => new SaveAnalysis(_id, version, sheet));

    public Task Save(int daysAgo, DemoAccount by, ResponseSheet sheet) =>
        Saved(daysAgo, by, SheetKind.Response, version => new SaveResponse(_id, version, sheet));

    public Task Save(int daysAgo, DemoAccount by, AssessmentSheet sheet) =>
        Saved(daysAgo, by, SheetKind.Assessment, version => new SaveAssessment(_id, version, sheet));

    /// <summary>Plans the test that the program carries out.</summary>
    public Task Test(int daysAgo, DemoAccount by, ResponseTest test) =>
        Saved(daysAgo, by, SheetKind.Response, version => new PlanTest(_id, version, test));

    /// <summary>Computes the frozen test, as the night does.</summary>
    public async Task Evaluate(int daysAgo, DemoAccount by)
    {
        await _city.Timeline.Until(daysAgo, 9, 10);
        await _city.Send(by, new EvaluateTest(_id), _ct);
        _sheets[SheetKind.Assessment] = _sheets.GetValueOrDefault(SheetKind.Assessment) + 1;
    }

    /// <summary>An outcome that the Assessment worksheet has already, to save the sheet with it.</summary>
    public async Task<Outcome> Outcome(string objective) =>
        (await _city.Send(DemoCity.Analyst, new ReadProblem(_id), _ct)).Assessment.Outcomes.Single(row => row.ObjectiveKey == objective);

    public Task Amend(int daysAgo, DemoAccount by, string reason, ResponseSheet sheet) =>
        Saved(daysAgo, by, SheetKind.Response, version => new AmendResponse(_id, version, reason, sheet));

    public async Task Move(int daysAgo, DemoAccount by, Stage to, string note, ClosingReason? reason = null, Override? overridden = null,
        long? duplicateOf = null)
    {
        await _city.Timeline.Until(daysAgo, 15, 5);
        await _city.Send(by, new AdvanceStage(_id, await Version(), to, note, reason, duplicateOf, overridden), _ct);
    }

    public async Task Start(int daysAgo, DemoAccount by, string note, Override? overridden = null)
    {
        await _city.Timeline.Until(daysAgo, 16, 30);
        await _city.Send(by, new StartResponse(_id, await Version(), note, overridden), _ct);
    }

    public async Task Hold(int daysAgo, DemoAccount by, DateOnly until, string reason)
    {
        await _city.Timeline.Until(daysAgo, 16, 40);
        await _city.Send(by, new HoldProblem(_id, await Version(), until, reason), _ct);
    }

    public async Task Check(int daysAgo, DemoAccount by, FollowUpFinding finding, string evidence)
    {
        await _city.Timeline.Until(daysAgo, 10, 10);
        await _city.Send(by, new RecordFollowUp(_id, finding, evidence), _ct);
    }

    /// <returns>The request, to be approved, returned, withdrawn or left waiting.</returns>
    public async Task<RequestDetails> Ask(int daysAgo, DemoAccount by, RequestKind kind, string reason,
        DateOnly? dueOn = null, Gate? gate = null,
        IReadOnlyList<string>? codes = null, DateOnly? untilOn = null, ClosingReason? closing = null)
    {
        await _city.Timeline.Until(daysAgo, 16, 10);
        return await _city.Send(by, new CreateRequest(_id, kind, reason, gate, codes, closing, DueOn: dueOn, UntilOn: untilOn), _ct);
    }

    public async Task Approve(int daysAgo, DemoAccount by, RequestDetails request, string note)
    {
        await _city.Timeline.Until(daysAgo, 16, 50);
        await _city.Send(by, new ApproveRequest(request.Id, request.Version, note), _ct);
    }

    public async Task Refuse(int daysAgo, DemoAccount by, RequestDetails request, string note)
    {
        await _city.Timeline.Until(daysAgo, 16, 50);
        await _city.Send(by, new ReturnRequest(request.Id, request.Version, note), _ct);
    }

    public async Task Withdraw(int daysAgo, DemoAccount by, RequestDetails request)
    {
        await _city.Timeline.Until(daysAgo, 17, 0);
        await _city.Send(by, new WithdrawRequest(request.Id, request.Version), _ct);
    }

    public async Task<PlannedAction> Plan(int daysAgo, DemoAccount by, ActionFields fields)
    {
        await _city.Timeline.Until(daysAgo, 13, 15);
        return new((await _city.Send(by, new AddAction(_id, fields), _ct)).Id, fields);
    }

    public Task Finish(int daysAgo, DemoAccount by, PlannedAction action) =>
        Changed(daysAgo, by, action, action.Fields with { Status = ActionStatus.Done, DoneOn = _city.Day(daysAgo) });

    public Task Drop(int daysAgo, DemoAccount by, PlannedAction action, string because) =>
        Changed(daysAgo, by, action, action.Fields with { Status = ActionStatus.Dropped, DroppedReason = because });

    private async Task Changed(int daysAgo, DemoAccount by, PlannedAction action, ActionFields fields)
    {
        await _city.Timeline.Until(daysAgo, 14, 45);
        await _city.Send(by, new ChangeAction(action.Id, await VersionOf(action), fields), _ct);
    }

    private async Task Saved<T>(int daysAgo, DemoAccount by, SheetKind kind, Func<int, ICommand<VersionedSheet<T>>> message)
    {
        await _city.Timeline.Until(daysAgo, 10, 30);
        _sheets[kind] = (await _city.Send(by, message(_sheets.GetValueOrDefault(kind)), _ct)).Version;
    }

    // Read each time, because others change the row between steps, for example by handing over a caseload or answering an action.
    private Task<int> Version() => _city.Read(db => db.Single<int>("SELECT Version FROM Problem WHERE Id = @_id", new { _id }, _ct));

    private Task<int> VersionOf(PlannedAction action) =>
        _city.Read(db => db.Single<int>("SELECT Version FROM ProblemAction WHERE Id = @Id", action, _ct));
}

/// <summary>An action with its fields as planned, so that it can be marked done without amending the plan.</summary>
internal sealed record PlannedAction(long Id, ActionFields Fields);
