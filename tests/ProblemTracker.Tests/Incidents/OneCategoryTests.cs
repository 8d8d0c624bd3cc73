using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Incidents;

/// <summary>What preview and result say of a file as a whole: that all rows get one category, or that each stands for several.</summary>
public sealed class OneCategoryTests
{
    private const string Unknown = "no,at,kind\n1,2026-01-05T10:00,ZX1\n2,2026-01-06T11:00,ZX2\n3,2026-01-06T12:00,ZX1\n";

    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new(reused: true);
    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Analyst => _host.SignIn(Role.Analyst);

    private static string? Asked(JsonElement preview, string kind) => preview.GetProperty("questions").EnumerateArray()
        .SingleOrDefault(q => q.GetProperty("kind").GetString() == kind) is { ValueKind: JsonValueKind.Object } question
            ? question.GetProperty("sentence").GetString() : null;

    private async Task<string> Result(long id, object map)
    {
        (await Analyst.Start(id, new { map })).EnsureSuccessStatusCode();
        await _host.Work();
        return await new Browser(_host, Role.Analyst).Get($"/imports/{id}");
    }

    [Test]
    public async Task Words_without_a_category_in_all_rows_are_said_before_the_start_and_in_the_result()
    {
        var id = await Analyst.Upload(Unknown);
        var preview = await Analyst.Preview(id);
        const string sentence = "Every incident would get the category Other, because the words in the column \"kind\" have no category of "
            + "their own. Before you start, choose the categories of these words, or another column for the category.";
        Assert.That(Asked(preview, "category"), Is.EqualTo(sentence));
        Assert.That(await new Browser(_host, Role.Analyst).Get($"/imports/{id}"), Does.Contain(sentence));

        const string after = "Every incident got the category for all others, because the words in the column \"kind\" have no category of "
            + "their own. To change that, undo this import, import the file again, and choose the categories of these words";
        Assert.That(await Result(id, preview.GetProperty("map")), Does.Contain(after));
        Assert.That((await Analyst.Import(id)).GetProperty("outcome").GetProperty("defaulted").GetInt32(), Is.EqualTo(3));
    }

    [Test]
    public async Task A_small_file_whose_category_column_is_not_recognized_says_so()
    {
        var id = await Analyst.Upload(Unknown.Replace("kind", "zz", StringComparison.Ordinal));
        var preview = await Analyst.Preview(id);
        Assert.That(Asked(preview, "category"), Is.EqualTo("Every incident would get the category Other, because no column is chosen for "
            + "the category. Before you start, choose the column that says what happened, if there is one."));
        Assert.That(await Result(id, preview.GetProperty("map")), Does.Contain("because no column is chosen for the category."));
    }

    [TestCase("THEFT", false)]
    [TestCase("ZX9", true)]
    public async Task Nearly_all_rows_count_as_all(string last, bool isAsked)
    {
        var rows = Enumerable.Range(0, 40).Select(i => $"{i},2026-01-05T10:00,{(i < 37 ? "ZX1" : i == 37 ? "THEFT" : last)}\n");
        var preview = await Analyst.Preview(await Analyst.Upload($"no,at,kind\n{string.Concat(rows)}"));
        Assert.That(Asked(preview, "category"), isAsked ? Does.StartWith("Nearly every incident would get") : Is.Null);
    }

    [Test]
    public async Task Who_chose_a_category_or_saved_a_map_without_one_hears_nothing()
    {
        var id = await Analyst.Upload(Unknown);
        var map = Imports.Map("no,at,kind");
        async Task<string?> Of(IncidentMap map) => Asked(await (await Analyst.PostAsJsonAsync($"/api/v1/imports/{id}/preview", new { map },
            Json.Options)).Ok(), "category");
        Assert.That(await Of(map), Does.StartWith("Every incident would get"));
        Assert.That(await Of(map with { CategoryDefault = "burglary" }), Is.Null);
        Assert.That(await Of(map with { Categories = new Dictionary<string, string> { ["ZX1"] = "noise" } }), Is.Null);
        Assert.That(await Of(map with { SeenColumns = ["no", "at", "kind"] }), Is.Not.Null, "new words");
        Assert.That(await Of(map with { SeenColumns = ["no", "at", "kind"], OtherWords = ["ZX1", "ZX2"] }), Is.Null);
        Assert.That(await Of(Imports.Map("no,at") with { SeenColumns = ["no", "at", "kind"] }), Is.Null);
    }

    [Test]
    public async Task A_column_of_counts_is_named_in_the_result_too()
    {
        var id = await Analyst.Upload("Community,Category,Crime Count,Year,Month\nWest,Theft,7,2026,3\nEast,Theft,2,2026,3\n");
        var preview = await Analyst.Preview(id);
        Assert.That(Asked(preview, "counts"), Does.StartWith("The column \"Crime Count\" seems to say how many incidents"));
        Assert.That(await Result(id, preview.GetProperty("map")), Does.Contain("The column \"Crime Count\" seems to say how many incidents "
            + "each row stands for, but every row was imported as one incident. Undo this import"));
        Assert.That((await Analyst.Import(id)).GetProperty("outcome").GetProperty("countColumn").GetString(), Is.EqualTo("Crime Count"));
    }
}
