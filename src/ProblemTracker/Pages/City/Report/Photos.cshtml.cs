using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ProblemTracker.Concerns;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Partners;

namespace ProblemTracker.Pages.City;

/// <summary>The fourth step of a report: photos.</summary>
[RequestSizeLimit(LargestForm)]
public sealed class ReportPhotosPage(IMediator mediator, IStringLocalizer<CityTexts> words) : ReportPage(mediator, words)
{
    /// <summary>Bytes of one form with several photos.</summary>
    private const long LargestForm = 60L * 1024 * 1024;

    public override int Step => 4;

    public bool MayAdd => Written.Photos.Count < AddReportPhotos.Most;

    public Task OnGet(CancellationToken ct) => Read(ct);

    public async Task<IActionResult> OnGetPhoto(long photoId, CancellationToken ct)
    {
        var photo = await Mediator.Send(new ReadReportPhoto(Key, photoId), ct);
        PhotoFile.Guard(Response);
        return File(photo.Content, "image/jpeg");
    }

    public Task<IActionResult> OnPost(CancellationToken ct) => Add("/report/who", ct);

    public Task<IActionResult> OnPostAdd(CancellationToken ct) => Add("/report/photos", ct);

    public Task<IActionResult> OnPostRemove(long photoId, CancellationToken ct) =>
        Keep(new RemoveReportPhoto(Key, photoId), "/report/photos", ct);

    private async Task<IActionResult> Add(string next, CancellationToken ct) =>
        await Keep(new AddReportPhotos(Key, await Request.Photos(ct)), next, ct);
}
