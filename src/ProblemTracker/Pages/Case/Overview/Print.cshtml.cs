using MediatR;
using ProblemTracker.Evidence;
using ProblemTracker.Partners;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

/// <summary>The full case file in reading order, for printing.</summary>
public sealed class PrintPage(IMediator mediator) : CasePage(mediator)
{
    private const int MostOfTimeline = 200;

    /// <summary>The problem's files, oldest first.</summary>
    public IReadOnlyList<FileDetails> Files { get; private set; } = [];

    /// <summary>The photos from owners outside the department, by action.</summary>
    public IReadOnlyList<(ActionDetails Action, PhotoDetails Photo)> OwnerPhotos { get; private set; } = [];

    /// <summary>The figures that the worksheets cite.</summary>
    public IReadOnlyList<CitationDetails> Cited { get; private set; } = [];

    public IReadOnlyList<HypothesisDetails> Hypotheses { get; private set; } = [];

    /// <summary>The walks on which the site checklist was filled.</summary>
    public IReadOnlyList<SiteWalks> Sites { get; private set; } = [];

    public Page<TimelineRow> Timeline { get; private set; } = new([], 0, false, null);

    public async Task OnGetAsync(CancellationToken ct)
    {
        await Open(ct);
        List<FileDetails> files = [];
        string? after = null;
        do
        {
            var page = await Mediator.Send(new ListFiles(Id, After: after, Size: MostOfTimeline), ct);
            files.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);
        Files = [.. files.OrderBy(file => file.Id)];
        List<(ActionDetails, PhotoDetails)> photos = [];
        foreach (var action in Case.Actions.Where(action => action.OwnerAttachmentId is not null))
            photos.AddRange((await Mediator.Send(new ReadConversation(action.Id), ct)).Photos.Select(photo => (action, photo)));
        OwnerPhotos = photos;
        Cited = await Mediator.Send(new ListCitations(Id), ct);
        Hypotheses = await Mediator.Send(new ListHypotheses(Id), ct);
        Sites = SiteWalks.Of(Id, await Mediator.Send(new ListChecklists(Id), ct));
        Timeline = await Mediator.Send(new ReadTimeline(Id, Size: MostOfTimeline), ct);
    }
}
