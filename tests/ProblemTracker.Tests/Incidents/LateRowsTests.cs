using System.Text.Json;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Incidents;

/// <summary>What a file shows only in its later rows, or only in some of them, is not decided by its first ones.</summary>
public sealed class LateRowsTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Analyst => _host.SignIn(Role.Analyst);

    private static string Many(string header, int count, Func<int, string> row, params string[] later) =>
        string.Join('\n', [header, .. Enumerable.Range(0, count).Select(row), .. later]);

    private async Task<JsonElement> Preview(string file) => await Analyst.Preview(await Analyst.Upload(file));

    private static string? Question(JsonElement preview, string kind) => preview.GetProperty("questions").EnumerateArray()
        .Where(q => q.GetProperty("kind").GetString() == kind).Select(q => q.GetProperty("sentence").GetString()).SingleOrDefault();

    private static JsonElement Map(JsonElement preview) => preview.GetProperty("map");

    private static string Day(int i) => $"2025-01-{1 + i % 28:00}";

    [Test]
    public async Task Times_that_come_late_are_read_though_the_first_are_all_midnight()
    {
        var preview = await Preview(Many("no,at,kind", 2100, i => $"N{i},{Day(i)} 00:00,theft", "N9001,2025-01-06 13:00,theft"));
        Assert.That(Map(preview).GetProperty("datesOnly").GetBoolean(), Is.False);
        Assert.That(Question(preview, "midnight"), Is.Null);
    }

    [Test]
    public async Task Marks_of_missing_values_that_come_late_are_missing()
    {
        var preview = await Preview(
            Many("no,at,kind,address", 2100, i => $"N{i},{Day(i)},theft,{i} Elm St", "N9001,2025-01-06,(null),N/A"));
        Assert.That(Map(preview).GetProperty("missing").EnumerateArray().Select(m => m.GetString()),
            Is.EquivalentTo(new[] { "N/A", "(null)" }));
    }

    [Test]
    public async Task One_time_without_an_offset_makes_the_others_no_local_times()
    {
        var preview = await Preview(Many("no,at,kind", 99, i => $"N{i},{Day(i)}T13:00:00Z,theft", "N9001,2025-01-05 10:00,theft"));
        Assert.That(Map(preview).GetProperty("clock").GetString(), Is.EqualTo("Offset"));
    }

    [Test]
    public async Task Offsets_that_come_late_are_asked_about()
    {
        var preview = await Preview(
            Many("no,at,kind", 2100, i => $"N{i},{Day(i)} 13:00,theft", "N9001,2025-01-05T10:00Z,theft", "N9002,2025-01-05T11:00Z,theft"));
        Assert.That(Question(preview, "clock"),
            Is.EqualTo("2 rows have a time that says its offset from UTC, but all are read as local times."));
    }

    [Test]
    public async Task Dates_that_both_orders_read_are_asked_about()
    {
        Assert.That(Question(await Preview("no,at\nN1,03/05/2025\nN2,05/03/2025\n"), "order"),
            Does.StartWith("Dates such as 03/05/2025 can be").And.EndWith("read with the month first."));
        Assert.That(Question(await Preview(Many("no,at", 2100, _ => "N1,03/05/2025", "N2,03/25/2025")), "order"), Is.Null);
    }

    // Today is in March 2026.
    [TestCase("d/M/yyyy", "the day first. With the month first, 2 dates would be after today.", "02/01/2026", "01/12/2025", "05/01/2026",
        "01/05/2026", "04/02/2026", TestName = "Day first, as two dates would be after today")]
    [TestCase("M/d/yyyy", "the month first. With the day first, 1 date would be after today.", "01/12/2026",
        TestName = "Month first, as one date would be after today")]
    [TestCase("M/d/yyyy", "the month first.", "11/10/2026", "10/11/2026", TestName = "Month first, as both orders have dates after today")]
    [TestCase("d/M/yyyy H:mm|iso", "the day first. With the month first, 1 date would be after today.", "03/12/2025 10:00",
        "12/02/2026 11:00", "2026-01-05 10:00", TestName = "Day first, though some dates are in another format")]
    public async Task The_order_with_fewer_dates_after_today_is_proposed(string format, string sentence, params string[] dates)
    {
        var preview = await Preview("no,at\n" + string.Concat(dates.Select((date, i) => $"N{i},{date}\n")));
        Assert.That(Map(preview).GetProperty("dateFormat").GetString(), Is.EqualTo(format));
        Assert.That(Question(preview, "order"), Does.EndWith($"They are read with {sentence}"));
    }

    [TestCase("Z", 1, "1 row has a time without an offset from UTC, unlike the other rows. It is read as a local time.")]
    [TestCase("-05:00", 0, "2 rows have a time without an offset from UTC, unlike the other rows. They are read as local times.")]
    public async Task Times_without_the_offset_that_others_have_are_counted_and_listed(string offset, int answers, string sentence)
    {
        string[] late = ["N9001,2025-01-05 10:00,theft", .. answers == 1 ? [] : new[] { "N9002,2025-01-06 10:00,theft" }];
        var id = await Analyst.Upload(Many("no,at,kind", 30, i => $"N{i},{Day(i)}T13:00:00{offset},theft", late));
        var preview = await Analyst.Preview(id);
        Assert.That(Question(preview, "offset"), Is.EqualTo(sentence));
        var asked = preview.GetProperty("questions").EnumerateArray().Single(q => q.GetProperty("kind").GetString() == "offset");
        Assert.That(asked.GetProperty("answers").EnumerateArray().Select(a => a.GetProperty("map").GetProperty("clock").GetString()),
            Is.EqualTo(Enumerable.Repeat("Utc", answers)));
        if (answers == 1)
        {
            var map = asked.GetProperty("answers")[0].GetProperty("map");
            var answered = await (await Analyst.PostAsJsonAsync($"/api/v1/imports/{id}/preview", new { map })).Json();
            Assert.That(Question(answered, "offset"), Is.Null);
            Assert.That(answered.GetProperty("faults").GetArrayLength(), Is.Zero);
        }

        await Analyst.Start(id, new { map = Map(preview) });
        await _host.Work();
        var made = await Analyst.Import(id);
        Assert.That(made.Counts(), Is.EqualTo((30 + late.Length, 30 + late.Length, 0, 0, 30 + late.Length)));
        var fault = made.GetProperty("outcome").GetProperty("faults")[0];
        Assert.That((fault.GetProperty("kind").GetString(), fault.GetProperty("rows").GetInt32()), Is.EqualTo(("NoOffset", late.Length)));
        Assert.That(made.GetProperty("rejections")[0].GetProperty("reason").GetString(),
            Is.EqualTo("\"2025-01-05 10:00\" says no offset from UTC. It is read as a local time."));
        Assert.That(await new Browser(_host, Role.Analyst).Get($"/imports/{id}"), Does.Contain("Time without an offset from UTC")
            .And.Contain("Time taken as a local time"));
    }

    [Test]
    public async Task Times_that_cannot_be_read_beside_a_date_are_counted()
    {
        var preview = await Preview(Many("no,date,time,kind", 40, i => $"N{i},{Day(i)},1{i % 10}30,theft", "N90,2025-01-06,2515,theft"));
        var fault = preview.GetProperty("faults")[0];
        Assert.That((fault.GetProperty("kind").GetString(), fault.GetProperty("rows").GetInt32()), Is.EqualTo(("BadTime", 1)));
        Assert.That(preview.GetProperty("rejected").GetInt32(), Is.Zero);
    }

    [Test]
    public async Task The_answer_to_add_rows_as_other_incidents_adds_those_with_other_content_only()
    {
        var first = await Analyst.Upload("no,at,kind\nN1,2025-01-05,theft\nN2,2025-01-06,theft\n");
        var columns = Map(await Analyst.Preview(first)).GetProperty("columns");
        await Analyst.Start(first, new { map = new { columns, key = new[] { "no" } } });
        await _host.Work();
        var id = await Analyst.Upload("no,at,kind\nN1,2025-01-05,robbery\nN2,2025-01-06,theft\n");
        var map = new { columns, key = new[] { "no" } };
        var preview = await (await Analyst.PostAsJsonAsync($"/api/v1/imports/{id}/preview", new { map })).Json();
        var answers = preview.GetProperty("questions").EnumerateArray().Single(q => q.GetProperty("kind").GetString() == "updates")
            .GetProperty("answers");
        await Analyst.Start(id, new { map = answers[1].GetProperty("map") });
        await _host.Work();
        Assert.That((await Analyst.Import(id)).Counts(), Is.EqualTo((2, 1, 1, 0, 1)));
    }

    [Test]
    public async Task Equal_rows_without_a_number_are_kept_beside_numbered_ones()
    {
        const string text = "Crime ID,Month,Crime type,Location\n,2025-01,Anti-social behaviour,On or near Elm\n"
            + ",2025-01,Anti-social behaviour,On or near Elm\n"
            + "a1,2025-01,Bicycle theft,On or near Elm\na1,2025-01,Bicycle theft,On or near Elm\n";
        var id = await Analyst.Upload(text);
        var preview = await Analyst.Preview(id);
        Assert.That(Question(preview, "equal"), Does.StartWith("1 row is without a number and equal to an earlier row."));
        await Analyst.Start(id, new { map = Map(preview) });
        await _host.Work();
        Assert.That((await Analyst.Import(id)).Counts(), Is.EqualTo((4, 3, 1, 0, 3)));
    }

    [Test]
    public async Task A_changed_row_whose_key_is_taken_is_reported_where_others_are_added()
    {
        object Rule(JsonElement map) => new { map = new { columns = map.GetProperty("columns"), key = new[] { "no" }, updates = "Add" } };
        foreach (var (kind, counts) in new[] { ("theft", (1, 1, 0, 0, 1)), ("robbery", (1, 0, 0, 1, 0)) })
        {
            var id = await Analyst.Upload($"no,at,kind\nN1,2025-01-05,{kind}\n");
            await Analyst.Start(id, Rule(Map(await Analyst.Preview(id))));
            await _host.Work();
            Assert.That((await Analyst.Import(id)).Counts(), Is.EqualTo(counts), kind);
        }
    }
}
