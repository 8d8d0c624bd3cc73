using System.Globalization;
using ProblemTracker.Surveys;

namespace ProblemTracker.Demo;

/// <summary>A survey around the bar before and after the response, with a control area, and one that can be answered today.</summary>
internal static class SurveyStory
{
    private static readonly DemoAccount Dana = DemoCity.Officer, Theo = DemoCity.SecondOfficer;
    private static readonly CultureInfo English = Languages.English, Spanish = CultureInfo.GetCultureInfo("es");

    public static async Task TheSurveys(DemoCity city, CancellationToken ct)
    {
        // Always the same answers, so that the demo's pages can be compared.
        var chance = new Random(1907);
        await city.Timeline.Until(300, 10, 0);
        var survey = (await city.Send(Dana, new CreateSurvey("How is life in Lantern Quay? / ¿Cómo se vive en Lantern Quay?",
            city.Neighborhood("Lantern Quay")), ct)).Id;
        await Round(city, survey, SurveyPhase.Before, SurveyArea.Response, "Tanner Street and Ropewalk", 640, 52, 2.6, chance, 300, ct);
        await Round(city, survey, SurveyPhase.Before, SurveyArea.Control, "Cooper Street", 580, 44, 2.9, chance, 285, ct);
        await Round(city, survey, SurveyPhase.After, SurveyArea.Response, "Tanner Street and Ropewalk", 640, 57, 3.4, chance, 60, ct);
        await Round(city, survey, SurveyPhase.After, SurveyArea.Control, "Cooper Street", 580, 41, 2.9, chance, 45, ct);

        await city.Timeline.Until(3, 9, 30);
        var open = (await city.Send(Theo, new CreateSurvey("How is life in Old Millrace? / ¿Cómo se vive en Old Millrace?",
            city.Neighborhood("Old Millrace")), ct)).Id;
        var wave = (await city.Send(Theo, new AddWave(open, SurveyPhase.Before, SurveyArea.Response, "Weaver Street", null, city.Day(3),
            city.Day(-11)), ct)).Id;
        var slips = await city.Send(Theo, new IssueSlips(open, wave, 60), ct);
        foreach (var link in slips.Links.Take(7)) await Answer(city, Token(link), 3, chance, ct);
    }

    /// <summary>A wave of ten days: slips, a tablet at some doors, and a poster at the market.</summary>
    /// <param name="level">The mean answer, 1 to 5.</param>
    private static async Task Round(DemoCity city, long survey, SurveyPhase phase, SurveyArea area, string place, int adults, int answers,
        double level, Random chance, int daysAgo, CancellationToken ct)
    {
        await city.Timeline.Until(daysAgo, 11, 0);
        var wave = (await city.Send(Dana,
            new AddWave(survey, phase, area, place, adults, city.Day(daysAgo), city.Day(daysAgo - 10)), ct)).Id;
        var slips = await city.Send(Dana, new IssueSlips(survey, wave, 120), ct);
        await city.Timeline.Until(daysAgo - 4, 18, 0);
        var poster = (await city.Send(Dana, new ReadSurvey(survey), ct)).Waves[^1].PosterToken;
        for (var number = 0; number < answers; number++)
            await Answer(city, (number % 5) switch
            {
                3 => (await city.Send(Dana, new StartOnTablet(survey, wave), ct)).Token,
                4 => (await city.SendAsResident(new StartFromPoster(poster), English, ct)).Token,
                _ => Token(slips.Links[number]),
            }, level, chance, ct);
        await city.Timeline.Until(daysAgo - 9, 17, 0);
        await city.Send(Dana, new CloseWave(survey, wave), ct);
    }

    private static async Task Answer(DemoCity city, string token, double level, Random chance, CancellationToken ct)
    {
        var own = level + chance.NextDouble() * 2 - 1;
        var answers = StartingQuestions.All.Where(_ => chance.Next(16) > 0).ToDictionary(question => question.Key!,
            _ => (int)Math.Clamp(Math.Round(own + chance.NextDouble() * 2.4 - 1.2), SurveyQuestion.Lowest, SurveyQuestion.Highest));
        await city.SendAsResident(new SubmitSurvey(token, [.. StartingQuestions.All.Select(question => question.Key!)], answers),
            chance.Next(4) == 0 ? Spanish : English, ct);
    }

    private static string Token(string link) => link[(link.LastIndexOf('/') + 1)..];
}
