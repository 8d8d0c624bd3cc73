using MediatR;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Problems;

/// <summary>Actions of all problems.</summary>
public sealed class AllActionsPage(IMediator mediator) : ListPage<ActionRow>(mediator)
{
    public ActionStatus? Status { get; set; }
    public ActionOwner? OwnedBy { get; set; }
    /// <summary>0 means nobody at all.</summary>
    public long? OwnerId { get; set; }
    public DateOnly? DueFrom { get; set; }
    public DateOnly? DueTo { get; set; }
    /// <summary>Of the problem.</summary>
    public bool? Open { get; set; }
    public ActionSort Sort { get; set; }

    // Filters that only links set; the page names them.
    public bool? Outside { get; set; }
    public bool? OnTime { get; set; }
    public bool? Overdue { get; set; }
    public bool? Declined { get; set; }
    public bool? Answered { get; set; }
    public bool? Dated { get; set; }
    public DateOnly? AgreedFrom { get; set; }
    public DateOnly? AgreedTo { get; set; }
    public DateOnly? OpenedFrom { get; set; }
    public DateOnly? OpenedTo { get; set; }

    public static readonly SelectListItem[] States = [new("Open and closed", ""), new("Open", "true"), new("Closed", "false")];
    public static readonly SelectListItem[] Sorts = [new("Newest", nameof(ActionSort.Newest)), new("Due first", nameof(ActionSort.Due))];

    public override string Path => "/actions";

    protected override IQuery<Page<ActionRow>> Message => new FindActions(Filter, Sort, After);

    protected override IQuery<CsvFile> Export => new ExportActions(Filter);

    protected override IEnumerable<(string Name, string? Value)> Filters() =>
    [
        ("status", Status?.ToString()), ("ownedBy", OwnedBy?.ToString()), ("ownerId", Id(OwnerId)), ("dueFrom", Day(DueFrom)), ("dueTo", Day(DueTo)),
        ("open", Flag(Open)), ("sort", Sort == ActionSort.Newest ? null : Sort.ToString()),
    ];

    protected override IEnumerable<(string Name, string? Value)> LinkFilters() =>
    [
        ("outside", Flag(Outside)), ("onTime", Flag(OnTime)), ("overdue", Flag(Overdue)), ("declined", Flag(Declined)), ("answered", Flag(Answered)), ("dated", Flag(Dated)), ("agreedFrom", Day(AgreedFrom)), ("agreedTo", Day(AgreedTo)),
        ("openedFrom", Day(OpenedFrom)), ("openedTo", Day(OpenedTo)),
    ];

    public override IEnumerable<string> SetByLink()
    {
        if (Outside is { } outside) yield return outside ? "Owned outside the police" : "Not owned outside the police";
        if (OnTime is { } onTime) yield return onTime ? "Done on time" : "Done late";
        if (Overdue is { } overdue) yield return overdue ? "Late" : "Not late";
        if (Declined is { } declined) yield return declined ? "Declined" : "Not declined";
        if (Answered is { } answered) yield return answered ? "Answered" : "Not answered";
        if (Dated is { } dated) yield return dated ? "With a due date" : "Without a due date";
        if (DateText.Period(new() { From = AgreedFrom, To = AgreedTo }) is { } agreed) yield return $"Agreed {agreed}";
        if (DateText.Period(new() { From = OpenedFrom, To = OpenedTo }) is { } opened) yield return $"Problem opened {opened}";
    }

    private ActionFilter Filter => new()
    {
        Status = Status,
        OwnedBy = OwnedBy,
        OwnerId = OwnerId,
        Outside = Outside,
        DueFrom = DueFrom,
        DueTo = DueTo,
        OnTime = OnTime,
        Overdue = Overdue,
        Declined = Declined,
        Answered = Answered,
        Dated = Dated,
        AgreedFrom = AgreedFrom,
        AgreedTo = AgreedTo,
        Open = Open,
        NeighborhoodId = NeighborhoodId,
        CategoryCode = CategoryCode,
        LeadId = LeadId,
        OpenedFrom = OpenedFrom,
        OpenedTo = OpenedTo,
    };
}
