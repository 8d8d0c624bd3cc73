using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Accounts;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Bulk;

/// <summary>Changes owner or due date of several actions.</summary>
public sealed class BulkActionsPage(IMediator mediator, Actor actor) : BulkPage<FindActions, ActionRow>(mediator, actor)
{
    public sealed class ChangeForm
    {
        public long? OwnerId { get; set; }
        public DateOnly? DueOn { get; set; }
        public string? Reason { get; set; }
    }

    [BindProperty] public ChangeForm Form { get; set; } = new();

    public IReadOnlyList<SelectListItem> Owners { get; private set; } = [];

    /// <summary>What will change, line by line.</summary>
    public IEnumerable<string> InWords()
    {
        if (Form.OwnerId is { } owner) yield return $"Owner: {Owners.FirstOrDefault(one => one.Value == $"{owner}")?.Text}";
        if (Form.DueOn is { } due) yield return $"Due date: {DateText.LongDate(due)}";
        if (!string.IsNullOrWhiteSpace(Form.Reason)) yield return $"Reason: {Form.Reason}";
    }

    public override string Key(ActionRow row) => $"{row.Id}:{row.Version}";

    protected override string List => "~/actions";

    protected override IQuery<Page<ActionRow>> ReadChosen(IReadOnlyList<long> ids) => new ListChosenActions(ids);

    protected override IQuery<CsvFile> Export() => Everything ? new ExportActions(Filter) : new ExportChosenActions(Ids);

    protected override FindActions FirstPage() => Filter with { After = null, Size = ProblemTracker.Shared.Page.LargestSize };

    protected override IRequest<BulkResult> Message(IReadOnlyList<BulkItem> items) =>
        new ChangeActions(items, Form.OwnerId, Form.DueOn, Form.Reason);

    protected override async Task ReadChoices(CancellationToken ct) =>
        Owners = [.. (await Mediator.Send(new ListPeople(Active: true), ct)).Items.Where(person => !person.Roles.Contains(Role.Partner))
            .Select(person => new SelectListItem(person.Id == Actor.PersonId ? $"Me ({person.Name})" : person.Name, $"{person.Id}"))];
}
