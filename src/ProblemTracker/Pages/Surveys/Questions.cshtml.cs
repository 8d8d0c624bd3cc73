using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Surveys;

namespace ProblemTracker.Pages.Surveys;

/// <summary>The title and questions of a survey, saved as a whole until someone is invited.</summary>
public sealed class SurveyQuestionsPage(IMediator mediator, Actor actor) : PageModel
{
    [FromRoute] public long Id { get; set; }
    [BindProperty] public string Title { get; set; } = "";
    [BindProperty] public List<QuestionRow> Questions { get; set; } = [];
    [BindProperty] public int Version { get; set; }

    /// <summary>Questions of the starting set that the survey does not have.</summary>
    public IEnumerable<SurveyQuestion> Left =>
        SurveyTexts.StartingSet().Where(question => Questions.TrueForAll(row => row.Key != question.Key));

    public static IReadOnlyList<SelectListItem> Measures { get; } =
        [.. SurveyQuestions.Measures.Select(measure => new SelectListItem(Wording.Of(measure), measure.ToString()))];

    public async Task OnGet(CancellationToken ct)
    {
        if (!actor.Might(Permission.WorkSurveys)) throw Forbidden.Needs(Permission.WorkSurveys);
        var survey = await mediator.Send(new ReadSurvey(Id), ct);
        (Version, Title) = (survey.Version, survey.Title);
        Questions = [.. survey.Questions.Select((question, at) => QuestionRow.Of(question, at + 1))];
        AddBlankRow();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (ModelState.IsValid)
        {
            // Renumber the rows without the blank ones, so that each error points to its row.
            Questions = [.. Questions.Where(row => !row.IsBlank).OrderBy(row => row.Position ?? int.MaxValue)];
            ModelState.Clear();
            if (await this.TrySend(mediator, new ReplaceQuestions(Id, Version, Title, [.. Questions.Select(row => row.Question)]))
                is not null)
            {
                TempData[Shell.Flash] = "The questions are saved.";
                return LocalRedirect($"~/surveys/{Id}");
            }
        }
        Version = this.StaleAt() ?? Version;
        AddBlankRow();
        return Page();
    }

    private void AddBlankRow() => Questions.Add(new());
}

public sealed class QuestionRow
{
    public int? Position { get; set; }
    public string? Key { get; set; }
    public SurveyComponent? Component { get; set; }
    public MeasureKind? Measure { get; set; }
    public Dictionary<string, string?> Texts { get; set; } = Languages.All.ToDictionary(language => language.Name, _ => (string?)null);

    public bool IsBlank => Texts.Values.All(string.IsNullOrWhiteSpace);

    public SurveyQuestion Question => new()
    {
        Key = Key,
        Component = Component,
        Measure = Measure,
        Texts = Texts.ToDictionary(text => text.Key, text => text.Value ?? ""),
    };

    public static QuestionRow Of(SurveyQuestion question, int position) => new()
    {
        Position = position,
        Key = question.Key,
        Component = question.Component,
        Measure = question.Measure,
        Texts = Languages.All.ToDictionary(language => language.Name, language => question.Texts.GetValueOrDefault(language.Name)),
    };
}
