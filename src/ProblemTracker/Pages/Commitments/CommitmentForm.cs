using MediatR;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Accounts;
using ProblemTracker.Engagement;

namespace ProblemTracker.Pages.Commitments;

/// <summary>The fields of a commitment.</summary>
public sealed class CommitmentForm
{
    public string? Description { get; set; }
    public long? OwnerId { get; set; }
    public DateOnly? DueOn { get; set; }

    public CommitmentFacts Facts => new() { Description = Description ?? "", OwnerId = OwnerId, DueOn = DueOn };

    /// <summary>Who can own a commitment: active people in the department, the reader first.</summary>
    internal static async Task<IReadOnlyList<SelectListItem>> Owners(IMediator mediator, long? me, CancellationToken ct)
    {
        var people = (await mediator.Send(new ListPeople(Active: true), ct)).Items
            .Where(person => Permissions.MightAllow(new HashSet<Role>(person.Roles), Permission.WriteNotes)).ToList();
        return
        [
            .. people.Where(person => person.Id == me).Select(person => new SelectListItem($"Me ({person.Name})", $"{person.Id}")),
            .. people.Where(person => person.Id != me).Select(person => new SelectListItem(person.Name, $"{person.Id}")),
        ];
    }
}

/// <summary>Model of <c>_Commitments</c>: what was promised at a meeting or after a contact, and the form for another one.</summary>
/// <param name="Commitment">The fields of the form.</param>
/// <param name="IsPrimary">Whether its button is the page's primary one.</param>
public sealed record CommitmentSection(IReadOnlyList<CommitmentRow> Items, CommitmentForm Commitment, IReadOnlyList<SelectListItem> Owners,
    DateOnly Today, bool IsPrimary);

/// <summary>Where commitments stand, in words.</summary>
internal static class CommitmentWords
{
    public static string State(CommitmentRow commitment, DateOnly today) => commitment switch
    {
        { IsAction: true, ActionStatus: null } => "Action of a problem",
        { ActionStatus: { } action } => $"Action: {Wording.Of(action).ToLowerInvariant()}",
        { DoneAt: not null } => "Done",
        _ when commitment.DueOn < today => "Overdue",
        _ => "Open",
    };
}
