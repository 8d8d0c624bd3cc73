using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ProblemTracker.Concerns;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Portal;

namespace ProblemTracker.Pages.City;

/// <summary>Between the second and the third step of a report, if others told of what may be the same.</summary>
public sealed class ReportAlikePage(
    IMediator mediator, IStringLocalizer<CityTexts> words, IStringLocalizer<PortalTexts> portal, IStringLocalizer<ConcernTexts> concerns)
    : ReportPage(mediator, words)
{
    public AlikeReports Alike { get; private set; } = new([], []);

    public override int Step => 2;

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        await Read(ct);
        Alike = await Mediator.Send(new ReadAlike(Key), ct);
        return Alike.IsEmpty ? LocalRedirect(To("/report/when")) : Page();
    }

    public async Task<IActionResult> OnPost(string? number, long? concernId, CancellationToken ct)
    {
        try
        {
            if (IsProven() && await this.TrySend(Mediator, new SayAlike(Key, number, concernId)) is not null)
                return LocalRedirect(To("/report/when"));
        }
        catch (NotFound)
        {
            // It was decided meanwhile; the page shows what is left.
        }
        return await OnGet(ct);
    }

    /// <summary>How far, since when and where it stands.</summary>
    public string Detail(AlikeProblem problem) => string.Join(" · ", new[]
    {
        Distance(problem.Meters),
        portal["Alike.Since", DateText.DateIn(Languages.Current, problem.Since)].Value,
        problem.Line.State(portal),
    }.OfType<string>());

    /// <summary>Where, how far, how long ago and how often.</summary>
    public string Detail(AlikeConcern concern) => string.Join(" · ", new[]
    {
        concern.Block,
        Distance(concern.Meters),
        concern.DaysAgo switch
        {
            0 => portal["Alike.Today"].Value,
            1 => portal["Alike.Yesterday"].Value,
            var days => portal["Alike.Days", days].Value,
        },
        concern.Frequency is { } often ? concerns[$"Frequency.{often}"].Value : null,
    }.OfType<string>());

    private string? Distance(double? meters) =>
        meters is { } m ? portal["Alike.Meters", m.ToString("N0", Languages.Formats(Languages.Current))].Value : null;
}
