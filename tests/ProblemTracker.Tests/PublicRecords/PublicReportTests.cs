using System.Text;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Domain;
using ProblemTracker.Tests.Evidence;

namespace ProblemTracker.Tests.PublicRecords;

/// <summary>The public variant of a problem's report: nobody is named, no place is more exact than a block, in any form of it.</summary>
public sealed class PublicReportTests
{
    private const string Resident = "Ann Quillfeather", Friend = "Bo Mirabell-Ortega";

    private TrackerHost _host = null!;
    private GivenProblem _problem = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _problem = await GivenReport.Make(_host);
        await _host.Attach(_problem.Id, Resident, "Affected");
        await _host.Attach(_problem.Id, Friend, "Guardian");
        await _host.Query(db => db.Execute("""
            UPDATE Problem SET Address = '40 Tanner Street', Title = 'Noise at 40 Tanner Street' WHERE Id = @Id
            """, new { _problem.Id }, default));
        await _host.Query(db => db.Execute("""
            UPDATE Stakeholder SET Phone = '509-555-0134', ConsentOn = '2026-03-01', ConsentScope = 'WholeProblem' WHERE Name = @Friend
            """, new { Friend }, default));
        await _problem.Save(SheetKind.Assessment, Sample.Assessment with
        {
            Process = [],
            Lessons = $"Mrs. Quillfeather of 412 Tanner Street and {Friend.ToUpperInvariant()} (509 555 0134) helped.\nThe owner paid.",
            VerdictReason = "A student was hurt.\nIt is quiet now at 43.52123, -77.53456, say the neighbors at Tanner Street 44.",
        });
        await (await _problem.Edit(ReportSection.Analysis, $"{Resident} saw it.\n- Ernestíne Quíllfeather too.\n- A gate was open.")).Ok();
    }

    [TearDown] public void Stop() => _host.Dispose();

    private static readonly string[] Private =
    [
        Resident, "Quillfeather", Friend, "Mirabell", "509-555-0134", "412 Tanner", "40 Tanner", "12 Tanner", "Tanner Street 44",
        "43.52123",
    ];

    [Test]
    public async Task Nothing_private_is_in_any_form_of_it()
    {
        var supervisor = _host.SignIn(Role.Supervisor);
        var json = await supervisor.GetByteArrayAsync($"{_problem.Url}/report?variant=public");
        var document = await supervisor.GetByteArrayAsync($"{_problem.Url}/report.docx?variant=public");
        var browser = new Browser(_host, Role.Supervisor);
        var page = await browser.Get($"/problems/{_problem.Id}/report?variant=Public");
        using var download = await browser.Reply($"/problems/{_problem.Id}/report?handler=Document&variant=Public");

        ProofFile[] files =
        [
            new("json", json), new("page", Encoding.UTF8.GetBytes(page)),
            .. ReportDocumentTests.Unzip(document).Concat(ReportDocumentTests.Unzip(await download.Content.ReadAsByteArrayAsync()))
                .Select(entry => new ProofFile(entry.Name, entry.Content)),
        ];
        Assert.That(ProofSearch.Find(Private, files).Select(hit => $"{Private[hit.Term]} in {files[hit.File].Name}"), Is.Empty);
        Assert.That(page, Does.Contain("400 block of Tanner Street").And.Contain("First block of Tanner Street, Alder Hill")
            .And.Contain("Shouting, fights and broken glass behind the Blue Lantern"), "what is public stays");
        Assert.That(page, Does.Contain("The owner paid.").And.Contain("A gate was open.").And.Contain("[redacted: JUVENILE]")
            .And.Contain("Noise at First block of Tanner Street").And.Contain("It is quiet now at [coordinates left out]"));
        Assert.That(page, Does.Not.Contain("Fingerprint"), "a hash would let someone check guesses");

        var full = Encoding.UTF8.GetBytes(await browser.Get($"/problems/{_problem.Id}/report"));
        Assert.That(ProofSearch.Find([Resident, "412 Tanner"], [new("full", full)]), Has.Count.EqualTo(2), "it finds what is there");
    }

    [Test]
    public async Task Small_counts_are_hidden_and_places_are_counted_by_block()
    {
        var report = await _problem.Report(_host.SignIn(Role.Supervisor), "?variant=public");

        Assert.That(report.Section(ReportSection.Assessment).GetProperty("figures")[0].GetProperty("numbers").Rows(),
            Does.Contain("April | – | 6 (response started)").And.Contain("May | – | fewer than 5")
                .And.Contain("September | 6 | fewer than 5"));
        Assert.That(report.Section(ReportSection.Assessment).GetProperty("statements").EnumerateArray().Select(line => line.GetString()),
            Has.None.Contain("a month"));
        Assert.That(report.Section(ReportSection.Analysis).GetProperty("figures")[0].GetProperty("numbers").Rows(), Is.EqualTo(new[]
        {
            "1 | 100 block of Tanner Street | 20", "2 | 200 block of Tanner Street | 20", "3 | First block of Tanner Street | 20",
        }));
    }

    [Test]
    public async Task What_a_reviewer_withheld_in_a_request_is_withheld_here_too()
    {
        const string Place = "An unlit alley with the bar's rear exit, out of sight of the street.";
        await (await _problem.Edit(ReportSection.Analysis, $"A gate was open. {Place} Nobody looks.", version: 1)).Ok();
        Assert.That(Text(await Report()), Does.Contain(Place));

        var records = await GivenRecords.Make(_host, _problem.Id);
        await records.Review(_problem.Id, "analysis.triangle.place.found");
        Assert.That(Text(await Report()), Is.EqualTo("A gate was open. [redacted: PRIVACY] Nobody looks."));

        Task<System.Text.Json.JsonElement> Report() => _problem.Report(_host.SignIn(Role.Supervisor), "?variant=public");
        static string Text(System.Text.Json.JsonElement report) => report.Section(ReportSection.Analysis).Text();
    }

    [Test]
    public async Task Who_reported_a_concern_that_is_part_of_it_is_not_named()
    {
        var concern = await (await _problem.Officer.PostAsJsonAsync("/api/v1/concerns", new
        {
            channel = "Phone",
            categoryCode = "noise",
            description = "Loud music.",
            address = "412 Tanner Street",
            name = "Ottilie Brandywine",
            phone = "555-0111",
        })).Ok();
        await (await _problem.Officer.PostAsJsonAsync($"{_problem.Url}/concerns",
            new { concernIds = new[] { concern.GetProperty("id").GetInt64() } })).Ok();
        await (await _problem.Edit(ReportSection.Response, "OTTILIE BRANDYWINE asked for it. Miss Brandywine was glad.")).Ok();

        var report = await _problem.Report(_host.SignIn(Role.Supervisor), "?variant=public");
        Assert.That(report.Section(ReportSection.Response).Text(),
            Is.EqualTo("[redacted: PRIVACY] asked for it. Miss [redacted: PRIVACY] was glad."));
    }

    [Test]
    public async Task Only_who_may_release_records_makes_it_and_every_time_is_recorded()
    {
        foreach (var role in new[] { Role.Officer, Role.Analyst, Role.Command })
            Assert.That((await _host.SignIn(role).GetAsync($"{_problem.Url}/report.docx?variant=public")).StatusCode,
                Is.EqualTo(HttpStatusCode.Forbidden), $"{role}");
        var supervisor = _host.SignIn(Role.Supervisor);
        await (await supervisor.GetAsync($"{_problem.Url}/report?variant=PUBLIC")).Ok();
        await supervisor.GetByteArrayAsync($"{_problem.Url}/report.docx?variant=public");
        Assert.That(await _host.Query(db => db.Single<int>("SELECT COUNT(*) FROM AuditEntry WHERE Event = 'report.public'", null, default)),
            Is.EqualTo(2));
        Assert.That((await supervisor.GetAsync($"{_problem.Url}/report?variant=secret")).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await new Browser(_host, Role.Officer).Get($"/problems/{_problem.Id}/report"), Does.Not.Contain("variant=Public"));
    }

    [Test]
    public async Task A_confidential_problem_has_none()
    {
        await _host.Query(db => db.Execute("UPDATE Problem SET Confidential = 1 WHERE Id = @Id", new { _problem.Id }, default));
        var refused = await _host.SignIn(Role.Supervisor).GetAsync($"{_problem.Url}/report?variant=public");
        Assert.That((int)refused.StatusCode, Is.EqualTo(422));
        Assert.That(await refused.Content.ReadAsStringAsync(), Does.Contain("report.confidential"));
    }

    [TestCase("At 412 Bell Street.", "At 400 block of Bell Street.")]
    [TestCase("At Bell Street 40, then Elm Ave. #7b", "At Bell Street, then Elm Ave")]
    [TestCase("On 5th Street, 400 block of Bell Street, 31 calls", "On 5th Street, 400 block of Bell Street, 31 calls")]
    [TestCase("Near 43.52123, -77.53456.", "Near [coordinates left out].")]
    public void Houses_in_a_text_become_blocks(string text, string expected) =>
        Assert.That(PublicPlace.BlocksIn(text), Is.EqualTo(expected));
}
