using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using ProblemTracker.Accounts;
using ProblemTracker.Surveys;

namespace ProblemTracker.Pages.City;

/// <summary>
/// A survey, behind a link for one answer. A GET changes nothing. The address itself is the secret, so the form carries no antiforgery
/// token and the page works without cookies. Links that were used, have ended or never were get the same answer.
/// </summary>
[AllowAnonymous, IgnoreAntiforgeryToken, Untraceable, EnableRateLimiting(RateLimits.City),
    ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class SurveyAnswerPage(IMediator mediator, IStringLocalizer<CityTexts> words) : CityPage(mediator)
{
    private const string Back = "back", Send = "send";

    [FromRoute] public string Token { get; set; } = "";

    /// <summary>Which step is shown, from 1.</summary>
    [BindProperty(SupportsGet = true)] public int Step { get; set; } = 1;

    /// <summary>What was chosen, by the question's key.</summary>
    [BindProperty] public Dictionary<string, string?> Answers { get; set; } = [];

    /// <summary>Null if the link does not work.</summary>
    public SurveyForm? Shown { get; private set; }

    public IReadOnlyList<SurveyQuestion> Questions => Shown!.Steps[Step - 1];

    public bool IsLast => Step == Shown!.Steps.Count;

    /// <summary>The answers to choose from, and to skip.</summary>
    public IReadOnlyList<SelectListItem> Scale =>
    [
        .. Enumerable.Range(SurveyQuestion.Lowest, SurveyQuestion.Highest)
            .Select(answer => new SelectListItem(words[$"Survey.Answer.{answer}"], $"{answer}")),
        new(words["Survey.Skip"], ""),
    ];

    public static string InLanguage(SurveyQuestion question) => SurveyTexts.In(Languages.Current, question);

    public async Task<IActionResult> OnGet(CancellationToken ct) => await Read(ct) ? Page() : Nowhere();

    public async Task<IActionResult> OnPost(string? go, CancellationToken ct)
    {
        if (!await Read(ct)) return Nowhere();
        // What can't be read counts as skipped.
        ModelState.Clear();
        List<string> asked = [.. Questions.Select(question => question.Key!)];
        var given = asked.Where(key => int.TryParse(Answers.GetValueOrDefault(key), out _))
            .ToDictionary(key => key, key => int.Parse(Answers[key]!, System.Globalization.CultureInfo.InvariantCulture));
        try
        {
            if (go == Send && IsLast)
            {
                await Mediator.Send(new SubmitSurvey(Token, asked, given), ct);
                return LocalRedirect(To("/survey/thanks"));
            }
            await Mediator.Send(new KeepSurveyDraft(Token, asked, given), ct);
        }
        catch (NotFound)
        {
            return Nowhere();
        }
        return LocalRedirect(At(go == Back ? Step - 1 : Step + 1));
    }

    private string At(int step)
    {
        var address = To($"/survey/{Uri.EscapeDataString(Token)}");
        return $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}step={step}";
    }

    private async Task<bool> Read(CancellationToken ct)
    {
        try
        {
            Shown = await Mediator.Send(new ReadSurveyForm(Token), ct);
        }
        catch (NotFound)
        {
            return false;
        }
        Step = Math.Clamp(Step, 1, Shown.Steps.Count);
        if (HttpMethods.IsGet(Request.Method))
        {
            ModelState.Clear();
            Answers = Questions.ToDictionary(question => question.Key!,
                question => Shown.Answers.TryGetValue(question.Key!, out var answer) ? $"{answer}" : null);
        }
        return true;
    }

    private Microsoft.AspNetCore.Mvc.RazorPages.PageResult Nowhere()
    {
        Shown = null;
        ModelState.Clear();
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }
}
