using FsCheck.Fluent;
using ProblemTracker.Incidents;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Which incident a row with a known number stands for.</summary>
public sealed class PairedRowsTests : UpdateTests
{
    [Test]
    public async Task Second_content_of_a_key_in_one_file_is_counted_and_named_by_its_line()
    {
        const string text = "no,at,kind\nK-1,2026-01-05 22:10,LOUD MUSIC\nK-1,2026-01-05 22:10,BURGLARY\n"
            + "K-1,2026-01-05T22:10:00,LOUD MUSIC\nK-2,2026-01-05 22:10,BURGLARY";
        IncidentMap ByNumber(IncidentMap map) => map with { Key = ["no"] };
        using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));

        var preview = await _host.Send(new PreviewFile("calls.csv", content, ByNumber(Imports.Map("no,at,kind"))));
        var made = await Import(text, UpdateRule.Update, ByNumber);

        Assert.That((preview.Rejected, preview.Equal), Is.EqualTo((1, 1)), "written otherwise, the first content is the same");
        Assert.That(preview.Faults, Is.EqualTo(new[] { new FaultCount(FaultKind.SameKey, 1) }));
        var question = preview.Questions.Single(asked => asked.Kind == "key");
        Assert.That(question.Sentence, Is.EqualTo("1 row has the key of an earlier row, but other content. Only the first row with a key "
            + "would be added."));
        Assert.That(question.Answers.Single().Map.Key, Is.Empty);
        Assert.That((made.Added, made.Repeats, made.Rejected), Is.EqualTo((2, 1, 1)));
        Assert.That(made.Outcome.Faults, Is.EqualTo(preview.Faults));
        Assert.That(made.Rejections.Single(), Is.EqualTo(new RejectedRow(3,
            "The row has the key of line 2, but other content. Only the first is kept.", FaultKind.SameKey)));
        Assert.That(preview.Rejections, Is.EqualTo(made.Rejections));
    }

    [TestCase("PENDING")]
    [TestCase("N/A")]
    [TestCase("0")]
    [TestCase("00-00000")]
    [TestCase("#######")]
    [TestCase("-")]
    [TestCase("999999")]
    [TestCase("unknown")]
    public async Task Placeholder_identifies_no_incident(string number)
    {
        await Import($"no,at,kind\n{number},2026-01-05 10:00,BURGLARY\n{number},2026-01-06 10:00,BURGLARY", UpdateRule.Update,
            map => map with { Key = ["no"] });
        var made = await Import($"no,at,kind\n{number},2026-02-05 10:00,ARSON", UpdateRule.Update, map => map with { Key = ["no"] });

        Assert.That((made.Added, made.Changed, await Single("SELECT COUNT(*) FROM Incident WHERE SourceNumber IS NULL")),
            Is.EqualTo((1, 0, 3)));
    }

    [Test]
    public async Task Rows_of_one_number_that_come_again_pair_with_themselves_first()
    {
        await Import("no,at,kind\nK-1,2026-01-05 22:10,LOUD MUSIC\nK-1,2026-01-05 22:10,BURGLARY", UpdateRule.Update);

        // A second burglary is new; the others are as before.
        var more = await Import("no,at,kind\nK-1,2026-01-05 22:10,ARSON\nK-1,2026-01-05 22:10,BURGLARY\nK-1,2026-01-05 22:10,LOUD MUSIC",
            UpdateRule.Update);
        Assert.That((more.Added, more.Changed, more.Repeats), Is.EqualTo((1, 0, 2)));

        // The one with the same word gets the corrected time.
        var moved = await Import("no,at,kind\nK-1,2026-01-05 20:00,BURGLARY\nK-1,2026-01-05 22:10,LOUD MUSIC", UpdateRule.Update);
        Assert.That((moved.Added, moved.Changed, moved.Repeats), Is.EqualTo((0, 1, 1)));
        Assert.That(await Single("SELECT COUNT(*) FROM Incident WHERE SourceCategory = 'BURGLARY' AND LocalHour = 20"), Is.EqualTo(1));
    }

    [Test]
    public async Task Number_of_many_rows_is_a_placeholder_and_updates_nothing()
    {
        string Rows(int day) => "no,at,where\n"
            + string.Join('\n', Enumerable.Range(1, 21).Select(i => $"0,2026-01-{day:00} 10:00,{i} Elm St"));
        await Import(Rows(5), UpdateRule.Update);
        var made = await Import(Rows(6), UpdateRule.Update);

        Assert.That((made.Added, made.Changed), Is.EqualTo((21, 0)));
    }

    [Test]
    public async Task Key_of_the_number_alone_finds_the_correction_too()
    {
        await Import(First, UpdateRule.Update, map => map with { Key = ["no"] });
        var made = await Import(Corrected, UpdateRule.Update, map => map with { Key = ["no"] });

        Assert.That((made.Added, made.Changed, made.Repeats), Is.EqualTo((1, 1, 1)));
    }

    /// <summary>Whatever two files bring, importing the second with updates leaves each of its rows once, with its content.</summary>
    [FsCheck.NUnit.Property(MaxTest = 60, Replay = Domain.Any.Seed)]
    public FsCheck.Property Every_row_of_the_last_file_is_there_once() => Prop.ForAll(
        Gen.Choose(0, 2).SelectMany(number => Gen.Elements("LOUD MUSIC", "BURGLARY", "ARSON").Select(word => $"{number},{word}")).ListOf()
            .Select(rows => rows.Distinct().ToList()).ArrayOf(2).ToArbitrary(),
        files => LastFileStands(files[0], files[1]).GetAwaiter().GetResult());

    private int _pairs;

    private async Task<bool> LastFileStands(List<string> first, List<string> last)
    {
        var prefix = $"{++_pairs}-";
        string Csv(List<string> rows) => "no,at,kind\n"
            + string.Join('\n', rows.Select(row => prefix + row.Replace(",", ",2026-01-05 22:10,", StringComparison.Ordinal)));
        await Import(Csv(first), UpdateRule.Update);
        var made = await Import(Csv(last), UpdateRule.Update);
        var there = (await _host.Query(db => db.List<string>(
            "SELECT CONCAT(SourceNumber, ',', SourceCategory) FROM Incident", null, default)))
            .Where(row => row.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        return made.Added + made.Changed + made.Repeats == last.Count && last.All(row => there.Count(t => t == prefix + row) == 1);
    }
}
