using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.Pages.Stakeholders;

/// <summary>Merges an entry into another: choose it, compare both side by side, confirm.</summary>
public sealed class MergePage(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty(SupportsGet = true)] public long? Into { get; set; }
    [BindProperty(SupportsGet = true)] public string? Text { get; set; }
    [BindProperty] public int Version { get; set; }
    [BindProperty] public string? Reason { get; set; }

    public StakeholderDetails Gone { get; private set; } = null!;
    /// <summary>The entry to keep; null until it is chosen.</summary>
    public StakeholderDetails? Stays { get; private set; }
    public IReadOnlyList<(long Id, string Name, string Why)> Found { get; private set; } = [];

    /// <summary>Safe contact instructions come before phone numbers and addresses.</summary>
    public IEnumerable<(string What, string? Left, string? Right)> Compared
    {
        get
        {
            yield return ("Name", Gone.Name, Stays!.Name);
            yield return ("Kind", Wording.Of(Gone.Kind), Wording.Of(Stays.Kind));
            yield return ("Safe contact", Gone.SafeContact, Stays.SafeContact);
            yield return ("Phone", Gone.Phone, Stays.Phone);
            yield return ("Email", Gone.Email, Stays.Email);
            yield return ("Postal address", Gone.PostalAddress, Stays.PostalAddress);
            yield return ("Preferred contact", ChannelOf(Gone), ChannelOf(Stays));
            yield return ("Language", Gone.Language, Stays.Language);
            yield return ("Language of emails and links", Languages.Name(Gone.EmailLanguage), Languages.Name(Stays.EmailLanguage));
            yield return ("May be shared", Gone.Shareable, Stays.Shareable);
            yield return ("Remarks", Gone.Remarks, Stays.Remarks);
            yield return ("Email consent", ConsentOf(Gone), ConsentOf(Stays));
        }
    }

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        await Show(id, ct);
        Version = Gone.Version;
        return Gone.MergedIntoId is null ? Page() : LocalRedirect($"~/stakeholders/{id}");
    }

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await this.TrySend(mediator, new MergeStakeholders(id, Version, Into ?? 0, Reason ?? "")) is { } stays)
        {
            TempData[Shell.Flash] = $"The entries were merged into {stays.Name}.";
            return LocalRedirect($"~/stakeholders/{stays.Id}");
        }
        await Show(id, ct);
        Version = this.StaleAt() ?? Version;
        return Page();
    }

    private async Task Show(long id, CancellationToken ct)
    {
        if (!actor.Might(Permission.Supervise))
            throw new Forbidden("You can't do this. A supervisor can merge stakeholders.");
        Gone = await mediator.Send(new ReadStakeholder(id), ct);
        if (Into is { } into && into != id)
        {
            Stays = await mediator.Send(new ReadStakeholder(into), ct);
            if (Stays.MergedIntoId is null) return;
            Stays = null;
        }
        Found = Text is not null && await this.TrySend(mediator, new ListStakeholders(Text)) is { } list
            ? [.. list.Items.Where(entry => entry.Id != id)
                .Select(entry => (entry.Id, entry.Name, Wording.Of(entry.Kind).ToLowerInvariant()))]
            : [.. (await mediator.Send(new FindSimilarStakeholders(Gone.Name, Gone.Phone, Gone.Email), ct)).Where(entry => entry.Id != id)
                .Select(entry => (entry.Id, entry.Name,
                    string.Join(", ", entry.Reasons.Select(reason => Wording.Of(reason).ToLowerInvariant()))))];
    }

    private static string? ChannelOf(StakeholderDetails entry) => entry.PreferredChannel is { } channel ? Wording.Of(channel) : null;

    private static string? ConsentOf(StakeholderDetails entry) => entry switch
    {
        { ConsentWithdrawnOn: { } withdrawn } => $"Withdrawn on {DateText.Date(withdrawn)}",
        { ConsentOn: { } on, ConsentScope: { } scope } => $"{Wording.Of(scope)}, {DateText.Date(on)}",
        _ => null,
    };
}
