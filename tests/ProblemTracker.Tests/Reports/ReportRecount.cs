using System.Text.Json;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Reports;

/// <summary>
/// Tests a report by computing its figures a second time from the tables, which are read once. Each report has its own subclass with the
/// computation, run both on data made for it and on the demo city.
/// </summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public abstract class ReportRecount(string name)
{
    private protected TrackerHost Host { get; private set; } = null!;
    private protected PlainRows Rows { get; private set; } = null!;
    private protected DateOnly Today { get; private set; }

    [OneTimeSetUp]
    public async Task Start()
    {
        Host = await Build();
        // Create the readers before the rows are read.
        foreach (var role in new[] { Role.Officer, Role.Supervisor, Role.Command }) Host.IdOf(role);
        Rows = await PlainRows.Read(Host);
        Today = PlainRows.LocalDate(Host.Time.GetUtcNow());
    }

    [OneTimeTearDown] public void Stop() => Host.Dispose();

    private protected abstract Task<TrackerHost> Build();

    /// <summary>Reader and filter: every kind of reader, every filter, and the ends of the calendar.</summary>
    public static readonly object[][] Readings =
    [
        [Role.Supervisor, ""], [Role.Command, ""], [Role.Officer, ""],
        [Role.Supervisor, "?categoryCode=noise"], [Role.Officer, "?neighborhoodId=2"], [Role.Command, "?leadId=0"],
        [Role.Supervisor, "?from=2027-01-01&to=2027-06-30"], [Role.Command, "?from=2027-03-01&neighborhoodId=1&categoryCode=racing"],
        [Role.Officer, "?to=2027-09-30"],
        [Role.Supervisor, "?from=1928-01-01&to=2028-12-31"], [Role.Officer, "?from=0001-01-01&to=9999-12-31"],
        [Role.Supervisor, "?from=2024-01-01&to=2024-12-31"],
    ];

    [TestCaseSource(nameof(Readings))]
    public async Task Every_figure_equals_the_number_of_rows_in_its_list(Role role, string filter) =>
        await Host.SignIn(role).Follow(await Read(role, filter));

    private protected async Task<JsonElement> Read(Role role, string filter) =>
        await (await Host.SignIn(role).GetAsync($"/api/v1/reports/{name}{filter}")).Ok();

    /// <summary>The problems that the reader may see and that match the filter, except its dates.</summary>
    private protected List<PlainRows.ProblemRow> Matching(Role role, string query) =>
        [.. Rows.Matching(PlainRows.Filter(query), role == Role.Supervisor, Host.IdOf(role))];

    /// <summary>The matching problems closed within the filter's dates.</summary>
    private protected List<PlainRows.ProblemRow> Closed(Role role, string query)
    {
        var filter = PlainRows.Filter(query);
        return [.. Matching(role, query).Where(p => !p.IsOpen && PlainRows.IsWithin(p.ClosedOn, filter))];
    }
}
