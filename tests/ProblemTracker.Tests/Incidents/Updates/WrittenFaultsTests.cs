using ProblemTracker.Incidents;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Fields that can't be read count only in rows that are written.</summary>
public sealed class WrittenFaultsTests : UpdateTests
{
    private const string Header = "no,at,until,kind\n";

    private static readonly string Bad =
        $"{Header}K-1,2026-01-05 10:00,garbage,BURGLARY\nK-2,2026-01-06 10:00,garbage,BURGLARY\nK-1,2026-01-05 10:00,garbage,BURGLARY\n";

    private async Task<int> Listed(long run) => (int)await Single($"SELECT COUNT(*) FROM ImportRejection WHERE ImportRunId = {run}");

    [Test]
    public async Task A_repeat_in_the_file_or_of_an_earlier_file_has_no_fault()
    {
        var first = await Import(Bad, UpdateRule.Update);
        Assert.That((first.Added, first.Repeats), Is.EqualTo((2, 1)));
        Assert.That(first.Outcome.Faults, Is.EqualTo(new[] { new FaultCount(FaultKind.BadEnd, 2) }));
        Assert.That(await Listed(first.RunId), Is.EqualTo(2));

        using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Bad));
        Assert.That((await _host.Send(new PreviewFile("calls.csv", content, Imports.Map(Header.Trim())))).Faults, Is.Empty);
        var again = await Import(Bad, UpdateRule.Update);
        Assert.That((again.Added, again.Repeats, again.Outcome.Faults.Count, again.Outcome.Written), Is.EqualTo((0, 3, 0, 0)));
        Assert.That(await Listed(again.RunId), Is.Zero);
    }

    [TestCase(UpdateRule.Update, FaultKind.BadEnd)]
    [TestCase(UpdateRule.Report, FaultKind.OtherContent)]
    public async Task A_row_with_other_content_has_its_fault_only_if_it_updates_the_incident(UpdateRule rule, FaultKind fault)
    {
        await Import($"{Header}K-1,2026-01-05 10:00,2026-01-05 11:00,BURGLARY\n", rule);
        var made = await Import($"{Header}K-1,2026-01-05 10:00,garbage,LOUD MUSIC\n", rule);
        Assert.That(made.Outcome.Faults, Is.EqualTo(new[] { new FaultCount(fault, 1) }));
        Assert.That(await Listed(made.RunId), Is.EqualTo(1));
    }

    [Test]
    public async Task Rows_with_something_wrong_are_listed_by_line_also_if_their_times_are_in_another_order()
    {
        var made = await Import($"{Header}K-1,2026-01-09 10:00,garbage,BURGLARY\nK-2,2026-01-05 10:00,garbage,BURGLARY\n",
            UpdateRule.Update);
        var lines = (await Analyst.Import(made.RunId)).GetProperty("rejections").EnumerateArray()
            .Select(r => r.GetProperty("line").GetInt32());
        Assert.That(lines, Is.EqualTo(new[] { 2, 3 }));
        Assert.That(await Analyst.GetStringAsync($"/api/v1/imports/{made.RunId}/rejections"), Does.Match("(?s)\n2,.*\n3,"));
    }
}
