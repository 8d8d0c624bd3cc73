using MediatR;
using ProblemTracker.Accounts;
using ProblemTracker.Agency;

namespace ProblemTracker.Pages.People;

/// <summary>Model of <c>_EmailChange</c>: a change of an email address that waits for confirmation.</summary>
/// <param name="Email">The present address.</param>
/// <param name="Path">The page whose handler <c>Cancel</c> cancels it.</param>
public sealed record EmailChangeView(string Email, EmailChangeDetails Change, string Path, AgencyDay Day)
{
    public string Local(DateTimeOffset at) => DateText.Time(Day.Local(at));

    /// <summary>Each address that must be confirmed, with the time when it was; null if it was not.</summary>
    public IEnumerable<(string Email, DateTimeOffset? ConfirmedAt)> Addresses
    {
        get
        {
            if (Change.NeedsOldAddress) yield return (Email, Change.OldConfirmedAt);
            yield return (Change.NewEmail, Change.NewConfirmedAt);
        }
    }
}

internal static class EmailReading
{
    public static async Task<(EmailDetails Details, EmailChangeView? Waiting)> EmailOf(
        this IMediator mediator, long personId, string path, CancellationToken ct)
    {
        var details = await mediator.Send(new ReadEmail(personId), ct);
        return (details, details.Change is not { } change ? null
            : new(details.Email, change, path, await mediator.Send(new ReadAgencyDay(), ct)));
    }
}
