using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Bulk;

/// <summary>Changes lead, priority, due date or hold of several problems.</summary>
public sealed class BulkProblemsPage(IMediator mediator, Actor actor) : BulkPage<ListProblems, ProblemRow>(mediator, actor)
{
    public sealed class ChangeForm
    {
        public long? LeadId { get; set; }
        public Priority? Priority { get; set; }
        public DateOnly? DueOn { get; set; }
        public DateOnly? HoldUntil { get; set; }
        public string? Reason { get; set; }
    }

    [BindProperty] public ChangeForm Form { get; set; } = new();

    private AgencyDay _day = null!;

    public IReadOnlyList<SelectListItem> Leads { get; private set; } = [];

    public bool Decides => Actor.Might(Permission.DecideProblems);

    /// <summary>The one lead of everything chosen; null if there are several or none.</summary>
    public long? OneLead => Rows.Select(row => row.LeadId).Distinct().ToList() is [{ } only] ? only : null;

    public string HandoverHref(long from) => $"~/people/{from}/handover/part"
        + new QueryBuilder(Rows.Select(row => KeyValuePair.Create("ProblemIds", $"{row.Id}")));

    /// <summary>What will change, line by line.</summary>
    public IEnumerable<string> InWords()
    {
        if (Form.Priority is { } priority) yield return $"Priority: {Wording.Of(priority)}";
        if (Form.LeadId is { } lead) yield return $"Lead officer: {Leads.FirstOrDefault(one => one.Value == $"{lead}")?.Text}";
        if (Form.DueOn is { } due)
            yield return $"{(Decides ? "Extend to" : "Request extension to")} {DueWords.WorkingDay(due, _day.Holidays)}";
        if (Form.HoldUntil is { } until)
        {
            var days = until.DayNumber - _day.Today.DayNumber;
            var adds = days > 0 ? $", which adds {(days == 1 ? "1 day" : $"{days} days")} to the due date" : "";
            yield return $"{(Decides ? "On hold until" : "Request hold until")} {DateText.LongDate(until)}{adds}";
            var overdue = Rows.Count(row => row.IsOverdue && IsChosen(row));
            if (overdue > 0 && Form.DueOn is null)
                yield return $"{(overdue == 1 ? "1 problem is" : $"{overdue} problems are")} overdue. {DueWords.HoldOnOverdue}";
        }
        if (!string.IsNullOrWhiteSpace(Form.Reason)) yield return $"Reason: {Form.Reason}";
    }

    public override string Key(ProblemRow row) => $"{row.Id}:{row.Version}";

    protected override string List => "~/problems";

    protected override IQuery<Page<ProblemRow>> ReadChosen(IReadOnlyList<long> ids) => new ListChosenProblems(ids);

    protected override IQuery<CsvFile> Export() => Everything ? new ExportProblems(Filter) : new ExportChosenProblems(Ids);

    protected override ListProblems FirstPage() => Filter with { After = null, Size = ProblemTracker.Shared.Page.LargestSize };

    protected override IRequest<BulkResult> Message(IReadOnlyList<BulkItem> items) =>
        new ChangeProblems(items, Form.LeadId, Form.Priority, Form.DueOn, Form.HoldUntil, Form.Reason);

    protected override async Task ReadChoices(CancellationToken ct)
    {
        _day = await Mediator.Send(new ReadAgencyDay(), ct);
        if (Decides) Leads = [.. (await Mediator.Leads(Actor.PersonId, "", ct)).Where(one => one.Value.Length > 0)];
    }
}
