using System.Text.RegularExpressions;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Concerns;

namespace ProblemTracker.Tests.Surveys;

/// <summary>Surveys for tests: created by an officer, and answered on the public site.</summary>
internal static partial class Asked
{
    /// <summary>Turns the public site on and creates a survey for a new neighborhood.</summary>
    /// <returns>The survey's id.</returns>
    public static async Task<long> NewSurvey(this TrackerHost host, string title = "How do you feel here?")
    {
        await Resident.Open(host);
        var neighborhood = await host.Neighborhood();
        return (await (await host.SignIn(Role.Officer).PostAsJsonAsync("/api/v1/surveys",
            new { title, neighborhoodId = neighborhood })).Ok()).GetProperty("id").GetInt64();
    }

    /// <summary>Adds a wave that is open for two weeks.</summary>
    /// <returns>The wave's id.</returns>
    public static async Task<long> NewWave(this TrackerHost host, long survey, string phase = "Before", string area = "Response",
        int? population = null, string opensOn = "2026-03-02", string closesOn = "2026-03-15", Role by = Role.Officer) =>
        (await (await host.SignIn(by).PostAsJsonAsync($"/api/v1/surveys/{survey}/waves",
            new { phase, area, place = "Tanner Street", population, opensOn, closesOn })).Ok())
        .GetProperty("waves").EnumerateArray().Last().GetProperty("id").GetInt64();

    /// <summary>Prints slips.</summary>
    /// <returns>The paths of their links.</returns>
    public static async Task<IReadOnlyList<string>> Slips(this TrackerHost host, long survey, long wave, int count) =>
        [.. (await (await host.SignIn(Role.Officer).PostAsJsonAsync($"/api/v1/surveys/{survey}/waves/{wave}/slips", new { count })).Ok())
            .GetProperty("links").EnumerateArray().Select(link => new Uri(link.GetString()!).AbsolutePath)];

    /// <summary>Gives each of the 15 questions the same answer, step by step; 0 skips them.</summary>
    public static async Task Answer(this TrackerHost host, string link, int answer, string language = "en")
    {
        var resident = new Resident(host, language);
        var step = 1;
        var to = "";
        while (!to.Contains("/thanks"))
        {
            var page = await resident.Get($"{link}?step={step}");
            var keys = Question().Matches(page).Select(match => match.Groups[1].Value).Distinct().ToList();
            Assert.That(keys, Is.Not.Empty, page);
            var fields = keys.Select(key => (key, answer == 0 ? "" : $"{answer}"))
                .Append(("go", page.Contains("value=\"send\"") ? "send" : "next"));
            (var next, var html) = await resident.Post($"{link}?step={step++}", [.. fields]);
            Assert.That(next, Is.Not.Null, html);
            to = next!;
        }
    }

    /// <summary>Prints a slip for each answer and answers it.</summary>
    public static async Task Answers(this TrackerHost host, long survey, long wave, params int[] answers)
    {
        foreach (var (link, answer) in (await host.Slips(survey, wave, answers.Length)).Zip(answers)) await host.Answer(link, answer);
    }

    public static async Task CloseWave(this TrackerHost host, long survey, long wave, Role by = Role.Officer) =>
        await (await host.SignIn(by).PostAsync($"/api/v1/surveys/{survey}/waves/{wave}/close", null)).Ok();

    /// <summary>Adds answers as the form would: each person gives every question the same.</summary>
    public static Task<int> Sent(this TrackerHost host, long wave, SurveyMode mode, params IEnumerable<int> answers) =>
        host.Query(async db =>
        {
            var count = 0;
            foreach (var answer in answers)
                count += await db.Execute("INSERT INTO SurveyAnswer (Id, WaveId, Mode, Body) VALUES (@Id, @wave, @Mode, @Body)", new
                {
                    Id = Guid.NewGuid().ToString("N"),
                    wave,
                    Mode = mode.ToString(),
                    Body = "{" + string.Join(',', StartingQuestions.All.Select(question => $"\"{question.Key}\":{answer}")) + "}",
                }, default);
            return count;
        });

    [GeneratedRegex("name=\"(Answers\\[q\\d+\\])\"")]
    private static partial Regex Question();
}
