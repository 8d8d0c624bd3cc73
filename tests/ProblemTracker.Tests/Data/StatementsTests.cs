using System.Text.RegularExpressions;
using ProblemTracker.Concerns;
using ProblemTracker.Domain;
using ProblemTracker.Engagement;
using ProblemTracker.Portal;
using ProblemTracker.Problems;
using ProblemTracker.PublicRecords;
using ProblemTracker.Retention;
using ProblemTracker.Shared;
using ProblemTracker.Surveys;
using ProblemTracker.Tests.Contract;

namespace ProblemTracker.Tests.Data;

/// <summary>
/// Checks every SQL statement that the product executed while all other fixtures ran, so it runs last. When run alone, it checks the
/// statements of a whole case and of every GET endpoint.
/// </summary>
[NonParallelizable, Order(int.MaxValue)]
public sealed partial class StatementsTests
{
    /// <summary>Set by <c>scripts/test</c>, which runs all tests, so that every statement should have been executed.</summary>
    private const string WholeSuite = "TRACKER_WHOLE_SUITE";

    /// <summary>The only tables that always stay small. Scanning any other needs a reason in <see cref="Scans"/>.</summary>
    private static readonly string[] SmallTables =
        ["Person", "PersonRole", "ApiToken", "DataProtectionKey", "Setting", "Category", "Holiday", "Neighborhood", "NeighborhoodBoundary",
            "NeighborhoodName", "NeighborhoodSuccession", "NeighborhoodOverlap", "ImportRun",
            "SavedMap", "Beat", "PatrolUnit", "UnitMember", "PatrolPlan", "DirectedTask", "NumberSeries", "Webhook", "ReasonCode",
            "ChecklistItem", "Open311Key", "Open311Feed", "RepeatComplaint"];

    /// <summary>Statements that scan a growing table on purpose: how they begin, and why.</summary>
    private static readonly (string Beginning, string Reason)[] Scans =
    [
        ("SELECT Id FROM Problem WHERE Stage <> 'Closed' ORDER BY Id",
            "a change of deadlines recomputes the due date of every open problem"),
        ("SELECT COUNT(*) AS CopiesCount FROM Problem", "multiplying the demo city continues from the current number of problems"),
        ("SELECT i.LocalDate, COUNT(*) AS Found", "the months chart counts every incident that matches the filter"),
        ("SELECT i.LocalWeekday, i.LocalHour, COUNT(*) AS Found", "the hours chart counts every incident that matches the filter"),
        ("SELECT i.EventKey, i.LocalDate, i.LocalHour", "the evidence reads every incident of a set, up to a limit"),
        ("SELECT COUNT(DISTINCT i.EventKey)", "a count that somebody asks for counts every incident that matches the filter"),
        ("SELECT i.Address, COUNT(*) AS Found", "the places count every incident that matches the filter"),
        ("SELECT COUNT(*) AS Total, MIN(i.Latitude) AS South", "a map without a view shows every incident that matches the filter"),
        ("SELECT COUNT(*) AS Total, MIN(p.Latitude) AS South", "a map without a view shows every problem that matches the filter"),
        ("SELECT s.Latitude, s.Longitude FROM ( SELECT i.Latitude", "a sample of all points of an agency without boundaries"),
        ("SELECT s.Latitude, s.Longitude FROM ( SELECT p.Latitude", "a sample of all points of an agency without boundaries"),
        ("SELECT s.Name, s.Line FROM Street s", "maps keep all streets in memory until others are imported"),
        ("SELECT i.Id, i.LocalDate, i.CategoryCode, i.NeighborhoodId, i.Latitude", "a night of signals reads the incidents of some years"),
        ("SELECT s.Id, s.Kind, s.SignalKey", "a night compares what it found with all signals, which are few"),
        ("SELECT s.Id, s.Name, s.Kind, s.PostalAddress FROM Stakeholder s", "a night compares all facilities of the directory"),
        ("UPDATE Signal SET GoneOn", "a night looks at all signals, which are few"),
        ("SELECT COUNT(*) AS OpenCount", "every figure of the unfiltered status report counts all open problems"),
        ("SELECT g.NeighborhoodId, n.Name AS Neighborhood, COUNT(*) AS OpenCount", "the briefing counts all open problems"),
        ("SELECT p.LeadId AS PersonId, p.Stage, COUNT(*) AS Problems", "the workload report counts all open problems"),
        ("SELECT a.OwnerId AS PersonId, COUNT(*) AS Planned", "the workload report counts all planned actions"),
        ("SELECT g.OwnedBy, SUM(1 - g.IsDeclined) AS Agreed", "the participation report without dates counts all actions"),
        ("SELECT COUNT(*) AS Responded", "the participation report counts all problems that were in Response"),
        ("SELECT g.Stage", "the status report by stage counts all open problems"),
        ("SELECT p.NeighborhoodId, n.Name AS Neighborhood, COUNT(*) AS ClosedCount", "the status report counts all closed problems"),
    ];

    [OneTimeSetUp]
    public async Task Walk()
    {
        if (ServerDatabase.IsGiven) Assert.Ignore("Checks only statements on SQLite; here SQL Server itself ran them.");
        using var host = new TrackerHost();
        await host.Problem(Enum.GetValues<Gate>()[^1]);
        var client = host.SignInAs("everybody", TrackerHost.AllOfTheDepartment);
        var api = await ApiDocument.Of(host);
        foreach (var operation in api.Operations.Where(o => o.Method is "GET"))
        {
            var path = operation.At(1);
            (await client.GetAsync(path)).Dispose();
            foreach (var parameter in operation.Parameters.Where(p => p.GetProperty("in").GetString() is "query"))
            {
                var name = parameter.GetProperty("name").GetString();
                (await client.GetAsync($"{path}?{name}={api.Sample(parameter.GetProperty("schema"))}")).Dispose();
            }
        }
    }

    [Test]
    public void Enough_statements_are_executed() =>
        Assert.That(Statements.All, Has.Count.GreaterThan(Environment.GetEnvironmentVariable(WholeSuite) == "1" ? 3400 : 410));

    [Test]
    public void Every_statement_is_valid_on_SQL_Server()
    {
        var objections = Statements.All.SelectMany(s => TSql.ObjectionsTo(TwinDialect.AsSqlServer(s.Sql))
            .Select(o => $"{o}\n    {OneLine(s.Sql)}")).ToList();
        Assert.That(objections, Is.Empty, string.Join('\n', objections));
    }

    /// <summary>So that <c>TRACKER_TEST_DB</c> runs the whole suite on a server.</summary>
    [Test]
    public void Every_statement_of_a_test_is_valid_on_SQL_Server()
    {
        // Tests of plans and of what only SQLite has say so, and ignore themselves on a server.
        var objections = Statements.OfTests.Where(sql => !sql.StartsWith("EXPLAIN", StringComparison.Ordinal)
            && !sql.StartsWith("/* SQLite only */", StringComparison.Ordinal))
            .SelectMany(sql => TSql.ObjectionsTo(TwinDialect.AsSqlServer(sql))
            .Select(o => $"{o}\n    {OneLine(sql)}")).ToList();
        Assert.That(objections, Is.Empty, string.Join('\n', objections));
    }

    /// <summary>SQL Server allows 2,100 parameters, which a growing list of ids could exceed.</summary>
    [Test]
    public void No_statement_comes_near_SQL_Servers_parameter_limit() =>
        Assert.That(Statements.All.Where(s => s.Parameters.Count > 1000).Select(s => $"{s.Parameters.Count}: {OneLine(s.Sql)[..80]}"),
            Is.Empty);

    [Test]
    public void Every_statement_in_the_source_was_executed()
    {
        if (Environment.GetEnvironmentVariable(WholeSuite) != "1")
            Assert.Ignore("Needs all tests to run, which only scripts/test does.");
        var executed = Statements.All.Select(s => OneLine(s.Sql)).Distinct().ToList();
        var never = Repository.Files("src", "*.cs").Where(f => !f.EndsWith("Dialect.cs", StringComparison.Ordinal))
            .SelectMany(f => Literals(Repository.Read(f)).Where(l => !WasExecuted(l, executed))
                .Select(l => $"{f}: {OneLine(l)}")).ToList();
        Assert.That(never, Is.Empty,
            "No test executes these statements, so they are not checked for SQL Server:\n" + string.Join('\n', never));
    }

    [Test]
    public void Statements_are_found_in_source()
    {
        const string Source = """"
            db.List($"SELECT Id FROM Problem WHERE {where} AND Id IN @ids");
            db.Insert("""
                INSERT INTO Nudge (NudgeKind)
                VALUES (@r)
                """);
            Say("Selected nothing.");
            """";
        var found = Literals(Source).ToList();

        Assert.That(found, Has.Count.EqualTo(2));
        Assert.That(Regex.IsMatch("SELECT Id FROM Problem WHERE 1 = 1 AND Id IN (@ids1,@ids2)", PatternOf(found[1])), found[1]);
        Assert.That(Regex.IsMatch("INSERT INTO Nudge (NudgeKind) VALUES (@r); SELECT last_insert_rowid()", PatternOf(found[0])), found[0]);
    }

    /// <summary>
    /// No list, case file or nudge scans a growing table. Reading one page in index order is not a scan.
    /// </summary>
    [Test]
    public void No_statement_scans_a_growing_table()
    {
        using var city = new GrownCity();
        var scans = (from statement in Statements.All
                     where !Scans.Any(s => OneLine(statement.Sql).StartsWith(s.Beginning, StringComparison.Ordinal))
                         && !IsFile(statement.Sql)
                     from scan in city.ScansOf(statement, SmallTables)
                     select $"{scan}\n    {OneLine(statement.Sql)}").ToList();
        Assert.That(scans, Is.Empty, string.Join('\n', scans));
    }

    /// <summary>Whether the statement is for a CSV file, which contains its whole list; a page of the same list has a LIMIT.</summary>
    private static bool IsFile(string sql) => !sql.Contains("LIMIT", StringComparison.Ordinal)
        && new[] { ProblemList.Listing.Rows, ActionList.Listing.Rows, OverrideList.Listing.Rows, ObjectiveList.Listing.Rows,
            AuditList.Listing.Rows, CertificateList.Listing.Rows, RecordsRequestList.Listing.Rows, ConcernList.Listing.Rows,
            BulletinList.Listing.Rows, SurveyList.Listing.Rows, EngagementList.Listing.Rows,
            MeetingList.Listing.Rows, CommitmentList.Listing.Rows,
            RepeatComplaintList.Listing.Rows }
            .Any(rows => OneLine(sql).StartsWith(OneLine(rows), StringComparison.Ordinal));

    [Test]
    public void Plan_reader_distinguishes_scans_from_index_reads()
    {
        using var city = new GrownCity();

        Assert.That(city.ScansOf(new("SELECT * FROM Incident i WHERE i.SourceNumber = 'x'", []), SmallTables), Is.Not.Empty);
        Assert.That(city.ScansOf(new("SELECT Id FROM Problem ORDER BY Title LIMIT 3", []), SmallTables), Is.Not.Empty);
        Assert.That(city.ScansOf(new("SELECT n.Id FROM Problem p JOIN ProblemNote n ON n.Body = p.Title WHERE p.Id = 4", []), SmallTables),
            Is.Not.Empty);
        Assert.That(city.ScansOf(new("SELECT * FROM Incident WHERE Id = 5", []), SmallTables), Is.Empty);
        Assert.That(city.ScansOf(new("SELECT Id FROM Incident ORDER BY OccurredFrom DESC, Id DESC LIMIT 3", []), SmallTables), Is.Empty);
        Assert.That(city.ScansOf(new("SELECT * FROM Category ORDER BY Position", []), SmallTables), Is.Empty);
    }

    private static string OneLine(string sql) => White().Replace(sql, " ").Trim();

    /// <summary>String literals in C# that begin like SQL statements.</summary>
    private static IEnumerable<string> Literals(string source) =>
        Raw().Matches(source).Select(m => m.Groups[1].Value)
            .Concat(Plain().Matches(Raw().Replace(source, "")).Select(m => m.Groups[1].Value)).Where(l => Verb().IsMatch(l));

    private static bool WasExecuted(string literal, List<string> executed)
    {
        // Looking for the constant beginning first is much faster than trying the pattern on every statement.
        var (beginning, pattern) = (Constants(literal)[0].Split("IN @")[0], new Regex(PatternOf(literal)));
        return executed.Exists(sql => sql.Contains(beginning, StringComparison.Ordinal) && pattern.IsMatch(sql));
    }

    /// <summary>
    /// A pattern of the constant parts in order. It allows anything in interpolation holes and in the list that Dapper makes of IN @ids.
    /// </summary>
    private static string PatternOf(string literal)
    {
        var constants = Constants(literal).Select(part => Regex.Escape(part).Replace(@"IN\ @", @"IN\ .@"));
        return Regex.Replace(string.Join(".*?", constants), @"IN\\ \.@\w+", @"IN\ .*?");
    }

    /// <summary>The parts of a literal around its interpolation holes.</summary>
    private static string[] Constants(string literal)
    {
        // A hole can contain strings with holes of their own, so remove the innermost first.
        for (var before = ""; before != literal;) (before, literal) = (literal, Innermost().Replace(literal, Gone));
        return [.. Hole().Split(literal).Select(OneLine)];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex White();

    [GeneratedRegex("\\$*\"\"\"(.*?)\"\"\"", RegexOptions.Singleline)]
    private static partial Regex Raw();

    [GeneratedRegex("\"((?:[^\"\\\\\\n]|\\\\.)*)\"")]
    private static partial Regex Plain();

    [GeneratedRegex(@"^\s*(SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM|WITH \w+ (AS )?\()")]
    private static partial Regex Verb();

    private const string Gone = "\u0001";

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Innermost();

    // A hole can be cut off where a nested quote ends the literal.
    [GeneratedRegex(@"\u0001|\{[^{}]*$")]
    private static partial Regex Hole();
}
