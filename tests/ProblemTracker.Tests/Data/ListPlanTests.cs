using System.Reflection;
using System.Text.RegularExpressions;
using MediatR;
using ProblemTracker.Domain;
using ProblemTracker.Problems;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Stakeholders;
using ProblemTracker.Webhooks;

namespace ProblemTracker.Tests.Data;

/// <summary>Checks SQLite's query plans for the first page and total of every list in its default order, with 10,000 problems.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed partial class ListPlanTests
{
    private static readonly Type[] Lists =
        [.. typeof(IPaged).Assembly.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false } && typeof(IPaged).IsAssignableFrom(t))
            .OrderBy(t => t.Name, StringComparer.Ordinal)];

    private TrackerHost _host = null!;
    private GrownCity _city = null!;
    private long _person;

    [OneTimeSetUp]
    public async Task Start()
    {
        if (ServerDatabase.IsGiven) Assert.Ignore("Checks only SQLite's query plans.");
        _host = new();
        await _host.OpenProblem();
        await _host.SignIn(Role.Officer).Entry("The Anchor");
        await _host.Send(new CreateWebhook("Dashboard", "https://dashboard.test.example", Moves: true, Nudges: false));
        _person = _host.IdOf("reader", TrackerHost.AllOfTheDepartment);
        // The product samples only 400 rows. A small sample of a large table is what misleads the planner.
        _city = new(10_000, sample: 20);
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _host?.Dispose();
        _city?.Dispose();
    }

    [Test]
    public void Lists_are_found() => Assert.That(Lists, Has.Length.GreaterThan(15));

    [TestCaseSource(nameof(Lists))]
    public async Task First_page_in_default_order_uses_an_index(Type list)
    {
        // Sorted by how pressing they are: one person's open nudges are few, since the ladder marks those without a cause as done.
        if (list == typeof(ProblemTracker.Nudges.ListMyNudges)) return;
        foreach (var (reader, statements) in await Read(list))
        {
            var pages = statements.Where(s => s.Sql.Contains("ORDER BY", StringComparison.Ordinal) && Limit().IsMatch(s.Sql)).ToList();
            Assert.That(pages, Is.Not.Empty, reader);
            Assert.That(pages.SelectMany(page => _city.SortsOf(page).Select(step => $"{step}\n    {page.Sql}")), Is.Empty, reader);
        }
    }

    [TestCaseSource(nameof(Lists))]
    public async Task Total_is_counted_without_sorting(Type list)
    {
        foreach (var (reader, statements) in await Read(list))
            Assert.That(
                statements.Select(s => Comment().Replace(s.Sql, ""))
                    .Where(sql => Count().IsMatch(sql) && sql.Contains("ORDER BY", StringComparison.Ordinal)),
                Is.Empty, reader);
    }

    [Test]
    public void Plan_reader_detects_sorts()
    {
        Assert.That(_city.SortsOf(new("SELECT Id FROM Problem ORDER BY Description LIMIT 3", [])), Is.Not.Empty);
        Assert.That(_city.SortsOf(new("SELECT Id FROM Problem ORDER BY StageSince, Title LIMIT 3", [])), Is.Not.Empty);
        Assert.That(_city.SortsOf(new("SELECT Id FROM Problem ORDER BY StageSince, Id LIMIT 3", [])), Is.Empty);
        // An earlier version of the list of moves: SQLite starts with the few neighborhoods and sorts all moves.
        Assert.That(_city.SortsOf(new("""
            SELECT m.Id, n.Name FROM StageMove m JOIN Problem p ON p.Id = m.ProblemId JOIN Neighborhood n ON n.Id = p.NeighborhoodId
            WHERE m.MovedAt >= '2026' ORDER BY m.MovedAt DESC, m.Id DESC LIMIT 50
            """, [])), Is.Not.Empty);
    }

    /// <summary>
    /// The statements of a list for the system, for someone with all roles, and for an officer, who can't see confidential problems.
    /// </summary>
    private async Task<IReadOnlyList<(string Reader, IReadOnlyList<Statements.Statement> Statements)>> Read(Type list)
    {
        var message = Message(list);
        List<(string, IReadOnlyList<Statements.Statement>)> read =
        [
            ("the system", await Statements.Of(() => Send(nameof(TrackerHost.Send), message))),
            ("someone with all roles",
                await Statements.Of(() => Send(nameof(TrackerHost.SendAs), _person, Enum.GetValues<Role>(), message))),
        ];
        if (Permissions.MightAllow(new HashSet<Role> { Role.Officer }, list.GetCustomAttribute<NeedsAttribute>()!.Permission)
            && list != typeof(ListRequests))
            read.Add(("an officer", await Statements.Of(() => Send(nameof(TrackerHost.SendAs), _person, new[] { Role.Officer }, message))));
        return read;
    }

    private Task Send(string method, params object[] args)
    {
        var reply = args[^1].GetType().GetInterfaces().First(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequest<>))
            .GetGenericArguments()[0];
        return (Task)typeof(TrackerHost).GetMethods().Single(m => m.Name == method && m.GetParameters().Length == args.Length)
            .MakeGenericMethod(reply).Invoke(_host, args)!;
    }

    /// <summary>The list's query without filters; for a list that belongs to a record, with id 1.</summary>
    private static object Message(Type list)
    {
        if (list.GetConstructor([]) is { } plain) return plain.Invoke([]);
        var constructor = list.GetConstructors().Single();
        return constructor.Invoke([.. constructor.GetParameters().Select(p => p.HasDefaultValue ? p.DefaultValue
            : p.ParameterType == typeof(long) ? 1L
            : p.ParameterType == typeof(IReadOnlyList<long>) ? new long[] { 1, 2 }
            : p.ParameterType == typeof(string) ? "word"
            : Message(p.ParameterType))]);
    }

    [GeneratedRegex(@"\bLIMIT\b")]
    private static partial Regex Limit();

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^\s*SELECT COUNT\(\*\) FROM \(")]
    private static partial Regex Count();
}
