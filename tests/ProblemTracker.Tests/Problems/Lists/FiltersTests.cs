using System.Globalization;
using System.Reflection;
using ProblemTracker.Domain;
using ProblemTracker.Problems;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Problems;

/// <summary>Filter tables: each field of a list's query is a filter, both in the address and on the page.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class FiltersTests
{
    private static readonly (Type Query, string Path)[] Pages =
    [
        (typeof(ListProblems), "/problems"), (typeof(ListMoves), "/problems/moves"), (typeof(FindActions), "/actions"),
        (typeof(ListOverrides), "/overrides"), (typeof(ListObjectives), "/objectives"), (typeof(ListScores), "/scores"),
    ];

    /// <summary>Left out: paging, Days (the form has a first day instead) and LeadId (must be among the form's choices).</summary>
    private static readonly string[] NoFields = ["After", "Size", "Days", "LeadId"];

    private TrackerHost _host = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = new();
        await _host.OpenProblem();
    }

    [OneTimeTearDown] public void Stop() => _host.Dispose();

    [TestCaseSource(nameof(Pages))]
    public async Task Every_field_of_the_query_filters_the_page_and_is_in_its_form((Type Query, string Path) page)
    {
        var names = Fields(page.Query).Select(f => f.Name).ToList();
        var address = page.Path + "?" + string.Join('&', Fields(page.Query).Select(field => $"{field.Name}={Sample(field)}"));

        var html = await new Browser(_host, Role.Command).Get(address);

        Assert.That(names.Where(name => !html.Contains($"name=\"{name}\"", StringComparison.OrdinalIgnoreCase)), Is.Empty);
        Assert.That(html, Does.Not.Contain("usa-error-message"));
    }

    [Test]
    public void A_table_gives_conditions_parameters_address_and_words_only_for_set_fields()
    {
        var filters = new Filters<ListScores>()
            .Always("1 = 2")
            .Is(q => q.AtLeast, "p.Score >= @AtLeast", score => $"At least {score}")
            .Is(q => q.CategoryCode, "p.CategoryCode = @CategoryCode")
            .Instants(q => q.ClosedFrom, q => q.ClosedTo, "p.ClosedAt", "Closed");
        var reader = new Reader(Actor.System("test"), null!, new(2026, 3, 2), Midnight, day => Midnight(day.AddDays(1)));
        var query = new ListScores { AtLeast = 3, CategoryCode = " ", ClosedTo = new(2026, 2, 1) };

        var (where, args) = filters.Matching(query, reader);

        Assert.Multiple(() =>
        {
            Assert.That(where.ToString(), Is.EqualTo("WHERE 1 = 1 AND 1 = 2 AND p.Score >= @AtLeast AND p.ClosedAt < @ClosedTo"));
            Assert.That(args.Get<int>("AtLeast"), Is.EqualTo(3));
            Assert.That(args.Get<DateTimeOffset>("ClosedTo"), Is.EqualTo(Midnight(new(2026, 2, 2))));
            Assert.That(filters.Address(query).Select(f => $"{f.Key}={f.Value}"), Is.EqualTo(new[] { "atLeast=3", "closedTo=2026-02-01" }));
            Assert.That(filters.SetByLink(query).Select(f => f.Key), Is.EqualTo(new[] { "atLeast", "closedTo" }));
            Assert.That(filters.Words(query, reader.Actor), Is.EqualTo(new[] { "At least 3", "Closed until Feb 1, 2026" }));
        });

        static DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
    }

    [TestCase("/api/v1/problems?stage=aNaLySiS&sort=NEWEST&verdict=", 200)]
    [TestCase("/api/v1/problems?stage=1", 400)]
    [TestCase("/api/v1/problems?stage=Scanning,Analysis", 400)]
    [TestCase("/api/v1/problems?stage=Scanning&stage=Analysis", 400)]
    [TestCase("/api/v1/nudges?show=all", 200)]
    [TestCase("/api/v1/nudges?show=3", 400)]
    public async Task Enum_names_in_a_query_string_ignore_case_and_reject_numbers(string address, int status) =>
        Assert.That((int)(await _host.SignIn(Role.Command).GetAsync(address)).StatusCode, Is.EqualTo(status));

    /// <summary>A key of "x" and an id, which was once accepted as a time and an id.</summary>
    [TestCase("/api/v1/mail")]
    [TestCase("/api/v1/problems")]
    [TestCase("/api/v1/problems/moves")]
    [TestCase("/api/v1/overrides")]
    [TestCase("/api/v1/incidents")]
    [TestCase("/api/v1/scores")]
    public async Task A_forged_page_key_is_rejected(string path)
    {
        var reply = await _host.SignIn(Role.Command, Role.Administrator).GetAsync($"{path}?after={PageKey.For("x", "1")}");

        Assert.That(((int)reply.StatusCode, string.Join(',', await reply.WrongFields())), Is.EqualTo((400, "after")));
    }

    private static IEnumerable<PropertyInfo> Fields(Type query) => query.GetProperties().Where(p => !NoFields.Contains(p.Name));

    private static string Sample(PropertyInfo field)
    {
        var type = Nullable.GetUnderlyingType(field.PropertyType) ?? field.PropertyType;
        return field.Name is "CategoryCode" ? "noise" : field.Name is "Code" or "OverriddenCode" ? "scanning.lead"
            : field.Name is "OwnerId" or "SupervisorId" ? "0"
            : field.Name is "Below" ? "9"
            : type.IsEnum ? Enum.GetNames(type)[0]
            : type == typeof(bool) ? "true"
            : type == typeof(DateOnly) ? "2026-02-01"
            : type == typeof(string) ? "noise"
            : 1.ToString(CultureInfo.InvariantCulture);
    }
}
