using System.Text.RegularExpressions;
using FluentValidation;
using FluentValidation.Results;
using MediatR;

namespace ProblemTracker.Surveys;

/// <summary>Replaces a survey's title and questions, in order. Not once someone was invited, since answers must be comparable.</summary>
[Needs(Permission.WorkSurveys)]
public sealed record ReplaceQuestions(long SurveyId, int Version, string Title, IReadOnlyList<SurveyQuestion> Questions) : ICommand<Done>;

internal sealed partial class ReplaceQuestionsValidator : AbstractValidator<ReplaceQuestions>
{
    public ReplaceQuestionsValidator()
    {
        RuleFor(c => c.Title).NotEmpty().WithMessage("Enter a title. Residents read it.").MaximumLength(200);
        RuleFor(c => c.Questions).Must(questions => questions.Count is > 0 and <= SurveyQuestions.Most)
            .WithMessage($"A survey has 1 to {SurveyQuestions.Most} questions, so that it takes at most five minutes.");
        RuleForEach(c => c.Questions).ChildRules(question =>
        {
            question.RuleFor(q => q.Key).Must(key => string.IsNullOrWhiteSpace(key) || KeyText().IsMatch(key))
                .WithMessage("A key is the letter q and a number, for example q16. Leave it blank for a new question.");
            question.RuleFor(q => q.Component).NotNull().WithMessage("Choose what the question is about.").IsInEnum();
            question.RuleFor(q => q.Measure).Must(measure => measure is null || SurveyQuestions.Measures.Contains(measure.Value))
                .WithMessage("A question can measure fear, quality of life or trust. Choose one of them, or none.");
            question.RuleFor(q => q.Texts).Custom((texts, context) =>
            {
                foreach (var language in Languages.All)
                {
                    var text = texts.GetValueOrDefault(language.Name);
                    var wrong = text.IsBlank() ? $"Enter the question in {language.EnglishName}."
                        : text.Length > SurveyQuestions.Longest ? $"Shorten the question to {SurveyQuestions.Longest} characters." : null;
                    if (wrong is not null)
                        context.AddFailure(new ValidationFailure($"{context.PropertyPath}[{language.Name}]", wrong));
                }
                if (texts.Keys.Except(Languages.All.Select(language => language.Name)).FirstOrDefault() is { } unknown)
                    context.AddFailure($"There is no language with the code {unknown}. Leave it out.");
            });
        });
        RuleFor(c => c.Questions).Custom((questions, context) =>
        {
            HashSet<string> seen = [];
            for (var at = 0; at < questions.Count; at++)
                if (questions[at]?.Key?.Trim() is { Length: > 0 } key && !seen.Add(key))
                    context.AddFailure($"questions[{at}].key", "This key is in the list twice. Leave one of them blank.");
        });
    }

    [GeneratedRegex(@"^\s*q[0-9]{1,4}\s*\z")]
    private static partial Regex KeyText();
}

internal sealed class ReplaceQuestionsHandler(Db db, SurveyWork work) : IRequestHandler<ReplaceQuestions, Done>
{
    public async Task<Done> Handle(ReplaceQuestions command, CancellationToken ct)
    {
        var survey = await work.Take(command.SurveyId, ct);
        if (survey.Version != command.Version) throw new Stale(survey.Version);
        var row = new
        {
            command.SurveyId,
            command.Version,
            Title = command.Title.Trim(),
            Questions = SurveySql.Text(SurveyQuestions.Tidy(command.Questions)),
        };
        if (await db.Execute("""
            UPDATE Survey SET Title = @Title, Questions = @Questions, Version = Version + 1
            WHERE Id = @SurveyId AND Version = @Version AND IsLocked = 0
            """, row, ct) == 0)
            throw new RuleBroken("survey.locked", "Someone was invited to this survey, so its questions stay as they are. To ask "
                + "something else, create another survey.", "questions");
        await work.Record(survey, "survey.changed", $"Edited the survey \"{row.Title}\".",
            new { row.Title, Questions = command.Questions.Count }, ct);
        return Done.Instance;
    }
}

internal static class ReplaceQuestionsEndpoint
{
    public sealed record Body(string Title, IReadOnlyList<SurveyQuestion> Questions);

    public static void MapReplaceQuestions(this RouteGroupBuilder surveys) => surveys
        .MapPut("/{id:long}", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.ChangedSurvey(id, new ReplaceQuestions(id, version, body.Title, body.Questions), ct))
        .WithName("ReplaceQuestions").WithSummary("Replace a survey's title and questions, before someone is invited");
}
