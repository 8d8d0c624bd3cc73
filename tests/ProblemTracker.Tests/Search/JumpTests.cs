using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Search;

/// <summary>Numbers that open their problem, people by name, and suggestions while someone types.</summary>
public sealed class JumpTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    [TestCase("1", 1)]
    [TestCase(" P-2026-0001 ", 1)]
    [TestCase("p-2026-1", 1)]
    [TestCase("#2", 2)]
    [TestCase("0002", 2)]
    [TestCase("3", null)]
    [TestCase("P-2025-0001", null)]
    [TestCase("1 bar", null)]
    [TestCase("\"1\"", null)]
    [TestCase("99999999999", null)]
    [TestCase("\u0663", null, Description = "the digit 3 in Arabic")]
    public async Task A_number_opens_its_problem(string typed, int? id)
    {
        await _host.OpenProblem();
        await _host.OpenProblem("Second");
        using var reply = await new Browser(_host, Role.Officer).Reply($"/search?q={Uri.EscapeDataString(typed)}");

        Assert.That(reply.Headers.Location?.ToString(), Is.EqualTo(id is null ? null : $"/problems/{id}"));
    }

    [Test]
    public async Task A_number_without_year_opens_the_latest_year_s_problem()
    {
        await _host.OpenProblem();
        _host.Until(2027, 2, 1);
        var later = await _host.OpenProblem();

        Assert.That((await _host.SignIn(Role.Officer).Read("/api/v1/problems/by-number?text=1")).GetProperty("id").GetInt64(),
            Is.EqualTo(later));
    }

    [Test]
    public async Task A_number_opens_no_problem_that_the_reader_can_not_see()
    {
        await _host.OpenProblem(confidential: true);

        Assert.That((await new Browser(_host, Role.Command).Reply("/search?q=1")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await new Browser(_host, Role.Command).Get("/search?handler=Suggest&q=1"), Does.Not.Contain("P-2026-0001"));
        Assert.That((await new Browser(_host, Role.Supervisor).Reply("/search?q=1")).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
    }

    [TestCase("Merrow", true)]
    [TestCase("dana", true)]
    [TestCase("mer da", true)]
    [TestCase("Merow", true)]
    [TestCase("Merorw", true)]
    [TestCase("Marlow", false)]
    [TestCase("Dan Merrow Lee", false)]
    public async Task People_are_found_by_name_even_with_a_letter_wrong(string typed, bool found)
    {
        var dana = _host.IdOf("dana", Role.Officer);
        await _host.Query(db => db.Execute("UPDATE Person SET Name = 'Dana Merrow' WHERE Id = @dana", new { dana }, default));
        await _host.OpenProblem();
        var browser = new Browser(_host, Role.Analyst);
        foreach (var page in new[] { "/search?q=", "/search?handler=Suggest&q=" })
            Assert.That(await browser.Get(page + Uri.EscapeDataString(typed)),
                found ? Does.Contain($"/problems?leadId={dana}&sort=StageSince\">Dana Merrow") : Does.Not.Contain("Dana Merrow"), page);
    }

    [Test]
    public async Task A_stakeholder_with_a_letter_wrong_is_offered_if_none_has_the_words()
    {
        await _host.SignIn(Role.Officer).Stakeholder("Ilse Varga", StakeholderKind.Resident);
        var browser = new Browser(_host, Role.Officer);

        Assert.That(await browser.Get("/search?q=Ilse+Vagra"), Does.Contain("Stakeholders with a similar name").And.Contain("Ilse Varga"));
        Assert.That(await browser.Get("/search?q=Ilse+Varga"), Does.Not.Contain("Stakeholders with a similar name"));
    }

    [Test]
    public async Task Suggestions_come_while_a_word_is_incomplete_and_never_fail()
    {
        await _host.OpenProblem("Noise behind the bar");
        var browser = new Browser(_host, Role.Officer);

        Assert.That(await browser.Get("/search?handler=Suggest&q=nois"), Does.Contain("P-2026-0001 Noise behind the bar"));
        foreach (var odd in new[] { "", "\"", "-", new string('x', 500), string.Join('+', Enumerable.Range(0, 30)) })
            Assert.That(await browser.Get($"/search?handler=Suggest&q={Uri.EscapeDataString(odd)}"), Does.Not.Contain("<a "), odd);
    }
}
