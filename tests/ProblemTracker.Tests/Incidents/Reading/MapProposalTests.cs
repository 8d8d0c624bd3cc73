using ProblemTracker.Agency;
using ProblemTracker.Incidents;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Incidents;

public sealed class MapProposalTests
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    private static readonly CategoryItem[] Categories =
    [
        new("burglary", "Burglary", true, "220"), new("theft", "Theft", true), new("theft-from-vehicle", "Theft from vehicle", true, "23F"),
        new("noise", "Noise", true), new("old", "Loitering", false),
    ];

    [TestCase("CaseNumber,ReportedDate,OffenseDescription,Block Address,X,Y",
        "number=CaseNumber occurred=ReportedDate category=OffenseDescription address=Block Address longitude=X latitude=Y")]
    [TestCase("Crime ID,Month,Reported by,Longitude,Latitude,Location,Crime type",
        "occurred=Month category=Crime type address=Location longitude=Longitude latitude=Latitude")]
    [TestCase("date_from,date_to,lat", "occurred=date_from occurredTo=date_to")]
    [TestCase("when,When", "")]
    [TestCase("a,b", "")]
    public void Recognizes_columns_by_the_names_agencies_use(string header, string expected) =>
        Assert.That(Propose(header).Columns.Select(c => $"{c.Key}={c.Value}"), Is.EquivalentTo(Split(expected)));

    [TestCase("2026-01-05T10:00:00Z", null)]
    [TestCase("1/31/2026 2:05 PM", "M/d/yyyy h:mm tt")]
    [TestCase("31/01/2026", "d/M/yyyy")]
    [TestCase("31.01.2026 14:05", "d.M.yyyy H:mm")]
    [TestCase("20260131", "yyyyMMdd")]
    [TestCase("01/2026", "M/yyyy")]
    [TestCase("soon", null)]
    public void Proposes_the_date_format_that_reads_the_rows(string date, string? format) =>
        Assert.That(Propose("date", date, date).DateFormat, Is.EqualTo(format));

    [Test]
    public void First_of_month_dates_are_months_if_there_are_many_or_the_column_is_named_month()
    {
        string[] months = [.. Enumerable.Range(0, 24).Select(i => $"2026-{1 + i % 12:00}-01")];
        Assert.That(Propose("date", months).MonthsOnly, Is.True);
        Assert.That(Propose("date", months[..3]).MonthsOnly, Is.False);
        Assert.That(Propose("month", months[..3]).MonthsOnly, Is.True);
        Assert.That(Propose("date", [.. months, "2026-01-02"]).MonthsOnly, Is.False);
        Assert.That(Propose("date", months).KeepEqualRows, Is.True, "Without a number, equal rows are separate incidents");
    }

    [TestCase("AGGRAVATED BURGLARY", "burglary")]
    [TestCase("Theft From Vehicle - parts", "theft-from-vehicle")]
    [TestCase("burglry", "burglary")]
    [TestCase("23F", "theft-from-vehicle")]
    [TestCase("Burglary/Breaking and Entering", "burglary")]
    [TestCase("LOITERING", null)]
    [TestCase("Arson", null)]
    public void Proposes_the_most_similar_category_for_a_word(string word, string? code) =>
        Assert.That(MapProposal.CategoryOf(word, Categories), Is.EqualTo(code));

    private static IncidentMap Propose(string header, params string[] dates) =>
        MapProposal.For(header.Split(','), [.. dates.Select(d => (IReadOnlyList<string>)[d])], Zone);

    // Column names can contain spaces.
    private static IEnumerable<string> Split(string text) =>
        System.Text.RegularExpressions.Regex.Split(text, " (?=[a-zA-Z]+=)").Where(part => part.Length > 0);
}
