using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ProblemTracker.Assignments;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Assignments;

/// <summary>Assignments from a CSV list: reading rules, API and page.</summary>
public sealed partial class AssignmentListTests
{
    private const string Header = "email,neighborhood,from,to,publicName\n";

    private TrackerHost _host = null!;
    private long _officer, _analyst, _place;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        (_officer, _analyst) = (_host.IdOf(Role.Officer), _host.IdOf(Role.Analyst));
        _place = await _host.Neighborhood();
    }

    [TearDown] public void Stop() => _host.Dispose();

    private sealed record Row(long Person, long? Place, DayRange Days);

    private static DateOnly March(int day) => new(2026, 3, day);

    private HttpClient Admin => _host.SignIn(Role.Administrator);

    [Test]
    public async Task Preview_saves_nothing_and_the_command_adds_names_audits_and_tells()
    {
        const string List = Header + "officer@test.example,Alder Hill,2026-03-01,,Officer O. Test\n"
            + "officer@test.example,,2026-03-01,2026-03-31,Officer O. Test\nnobody@test.example,,2026-03-01,,\n";
        var preview = await (await Post(List, "/preview")).Ok();
        var untouched = await Rows();
        var added = await (await Post(List)).Ok();
        var emails = await _host.Query(db =>
            db.List<string>("SELECT Body FROM Outbox WHERE Recipient = 'officer@test.example' ORDER BY Id", null, default));
        var again = await (await Post(List)).Ok();

        Assert.Multiple(async () =>
        {
            Assert.That(Counts(preview), Is.EqualTo((2, 0, 1, 1)));
            Assert.That(untouched, Is.Empty);
            Assert.That(added.GetRawText(), Is.EqualTo(preview.GetRawText()));
            Assert.That(await Rows(), Is.EqualTo(new Row[]
            {
                new(_officer, _place, new(March(1), null)), new(_officer, null, new(March(1), March(31))),
            }));
            Assert.That(await Events(), Is.EqualTo(new[] { "person.publicName", "person.assigned", "person.assigned" }));
            Assert.That(emails, Has.Count.EqualTo(2));
            Assert.That(emails[0], Does.Contain("New assignment: Alder Hill, from Mar 1, 2026."));
            Assert.That(emails[1], Does.Contain("New assignment: Community policing program, from Mar 1, 2026 to Mar 31, 2026."));
            Assert.That(Counts(again), Is.EqualTo((0, 2, 1, 0)));
        });
    }

    [Test]
    public async Task Audit_of_a_line_is_that_of_a_single_assignment()
    {
        await (await Post(Header + "officer@test.example,Alder Hill,2026-03-01,2026-03-05,\n")).Ok();
        await _host.Send(new AddAssignment(_analyst, _place, new(2026, 3, 1), new(2026, 3, 5)));
        var audits = await _host.Query(db => db.List<(string Subject, string After)>(
            "SELECT SubjectId, AfterJson FROM AuditEntry WHERE Event = 'person.assigned' ORDER BY Id", null, default));

        Assert.That(audits.Select(a => a.Subject), Is.EqualTo(new[] { $"{_officer}", $"{_analyst}" }));
        Assert.That(WithoutId(audits[0].After), Is.EqualTo(WithoutId(audits[1].After)));

        static string WithoutId(string json) => Id().Replace(json, "");
    }

    [TestCase("officer@test.example,Alder Hill,2026-03-01,,", "Alder Hill", "2026-03-01", null)]
    [TestCase("OFFICER@Test.example , alder  hill ,3/1/2026,12/31/2026,", "Alder Hill", "2026-03-01", "2026-12-31")]
    [TestCase("officer@test.example,,2026-03-01,,", null, "2026-03-01", null)]
    [TestCase("officer@test.example,Community Policing Program,2026-03-01,2026-03-01,", null, "2026-03-01", "2026-03-01")]
    public async Task Fields_are_read_as_people_and_spreadsheets_write_them(string line, string? neighborhood, string from, string? to)
    {
        var read = Lines(await (await Post($"{Header}{line}\n", "/preview")).Ok())[0];

        Assert.That((Text(read, "outcome"), Text(read, "neighborhood"), Text(read, "from"), Text(read, "to"), Text(read, "person")),
            Is.EqualTo(("Added", neighborhood, from, to, "officer")));
    }

    [TestCase("email,neighborhood,from,to\nofficer@test.example,Alder Hill,2026-03-01,\n")]
    [TestCase("\uFEFFTo;From;Neighborhood;Name;EMAIL;Note\r\n;2026-03-01;Alder Hill;Somebody Else;officer@test.example;=1+1\r\n")]
    [TestCase("public Name\tto\tfrom\tneighborhood\temail\n\t\t2026-03-01\tAlder Hill\tofficer@test.example\n\n")]
    public async Task Header_may_have_any_order_case_and_separator(string list)
    {
        Assert.That(Counts(await (await Post(list)).Ok()), Is.EqualTo((1, 0, 0, 0)));
        Assert.That(await Rows(), Is.EqualTo(new Row[] { new(_officer, _place, new(March(1), null)) }));
    }

    [TestCase(",Alder Hill,2026-03-01,,", "email", "Enter the email address of the person.")]
    [TestCase("no@test.example,Alder Hill,2026-03-01,,", "email",
        "There is no person with the email address no@test.example. Correct it, or add the person under People first.")]
    [TestCase("gone@test.example,Alder Hill,2026-03-01,,", "email", "This person can't sign in. Let them sign in first, then assign them.")]
    [TestCase("partner@test.example,Alder Hill,2026-03-01,,", "email", "Only people of the department can be assigned, not partners.")]
    [TestCase("officer@test.example,Elder Hill,2026-03-01,,", "neighborhood",
        "There is no neighborhood Elder Hill. Correct the name, or leave it empty for the whole program.")]
    [TestCase("officer@test.example,Old Town,2026-03-01,,", "neighborhood",
        "Old Town is retired. Enter another neighborhood, or leave it empty for the whole program.")]
    [TestCase("officer@test.example,No neighborhood,2026-03-01,,", "neighborhood",
        "There is no neighborhood No neighborhood. Correct the name, or leave it empty for the whole program.")]
    [TestCase("officer@test.example,Alder Hill,,,", "from", "Enter the first day, such as 2026-03-01.")]
    [TestCase("officer@test.example,Alder Hill,31.3.2026,,", "from", "31.3.2026 is not a date. Enter it like 2026-03-01 or 3/1/2026.")]
    [TestCase("officer@test.example,Alder Hill,2026-03-01,soon,", "to", "soon is not a date. Enter it like 2026-03-01 or 3/1/2026.")]
    [TestCase("officer@test.example,Alder Hill,2026-03-01,2026-02-28,", "to", "The last day is before the first. Correct one of them.")]
    [TestCase("officer@test.example,Alder Hill,1926-03-01,,", "from", "Enter the first day, between 1950 and 2100.")]
    [TestCase("officer@test.example,Alder Hill,2026-03-01,2206-03-01,", "to", "Enter a last day before 2100, or leave it empty.")]
    [TestCase("analyst@test.example,,2026-03-05,,", "from",
        "analyst is assigned to Community policing program from Feb 1, 2026 to Mar 31, 2026 already. "
            + "Change that assignment, or choose other days.")]
    [TestCase("fine@test.example,,2026-05-01,,", "from", "This assignment is also in line 2. Remove one of the two lines.")]
    [TestCase("fine@test.example,,2026-06-01,2026-06-02,", "from",
        "Line 2 has some of these days for the same person and assignment. Correct one of the two lines.")]
    [TestCase("fine@test.example,Alder Hill,2026-05-01,,Officer G", "publicName",
        "Line 2 has another public name for this person. Enter the same in both lines.")]
    [TestCase("officer@test.example,Alder Hill,2026-03-01", "", "The row has 3 fields; the header has 5.")]
    public async Task Error_names_line_column_and_fix(string line, string field, string message)
    {
        await Cast();
        var reply = await (await Post($"{Header}fine@test.example,,2026-05-01,,Officer F\n{line}\n")).Ok();
        var wrong = Lines(reply)[1];

        Assert.Multiple(async () =>
        {
            Assert.That(Counts(reply), Is.EqualTo((1, 0, 1, 1)));
            Assert.That((wrong.GetProperty("line").GetInt32(), Text(wrong, "outcome")), Is.EqualTo((3, "Error")));
            Assert.That(wrong.GetProperty("errors").EnumerateArray().Select(e => (Text(e, "field"), Text(e, "message"))),
                Is.EqualTo(new[] { (field, message) }));
            Assert.That(await Rows(), Has.Count.EqualTo(2), "the analyst's and the line without an error");
        });
    }

    [Test]
    public async Task Public_name_that_is_too_long_is_an_error()
    {
        var reply = await (await Post($"{Header}officer@test.example,,2026-03-01,,{new string('x', 201)}\n")).Ok();

        Assert.That(Text(Lines(reply)[0].GetProperty("errors")[0], "message"),
            Is.EqualTo("Enter a public name of at most 200 characters."));
        Assert.That(await Events(), Is.Empty);
    }

    [TestCase("", "Paste a list or choose a file.")]
    [TestCase("email,neighborhood,from\n", "Line 1: the column to is missing. Begin the list with the header email,neighborhood,from,to.")]
    [TestCase("email,neighborhood,from,to,From\n", "Line 1: the column From occurs twice. Remove one of them.")]
    [TestCase("email,neighborhood,from,to\n", "The list has a header but no assignments. Add a line for each assignment.")]
    [TestCase("email,neighborhood,from,to\na\uFFFF,,2026-03-01,\n",
        "Line 2 has a character that can't be stored (U+FFFF). Remove it.")]
    public async Task List_that_cannot_be_read_is_refused(string list, string message)
    {
        foreach (var path in new[] { "", "/preview" })
        {
            var errors = (await (await Post(list, path)).Json()).GetProperty("errors").GetProperty("list");
            Assert.That(errors[0].GetString(), Is.EqualTo(message));
        }
    }

    [Test]
    public async Task List_has_at_most_1000_assignments_and_1_MB()
    {
        static string Days(int count) => Header + string.Concat(Enumerable.Range(0, count).Select(i =>
            $"officer@test.example,,{new DateOnly(2020, 1, 1).AddDays(i):yyyy-MM-dd},{new DateOnly(2020, 1, 1).AddDays(i):yyyy-MM-dd},\n"));
        var most = await (await Post(Days(1000))).Ok();
        var longer = await Post(Days(1001));
        var larger = await Post(Header + new string('x', 1024 * 1024));

        Assert.Multiple(async () =>
        {
            Assert.That(Counts(most), Is.EqualTo((1000, 0, 0, 0)));
            Assert.That(await longer.Content.ReadAsStringAsync(),
                Does.Contain("The list has more than 1,000 assignments. Split it and add each part by itself."));
            Assert.That(await larger.Content.ReadAsStringAsync(), Does.Contain("The list is larger than 1 MB."));
        });
    }

    [Test]
    public async Task Line_on_file_stays_here_after_its_person_left_and_its_neighborhood_is_retired()
    {
        await Cast();
        await _host.Query(db => db.Execute("""
            INSERT INTO Assignment (PersonId, NeighborhoodId, FromOn, ToOn)
            SELECT p.Id, n.Id, '2025-01-01', '2025-12-31' FROM Person p CROSS JOIN Neighborhood n
            WHERE p.Email = 'gone@test.example' AND n.Name = 'Old Town'
            """, null, default));
        var reply = await (await Post(Header + "gone@test.example,Old Town,2025-01-01,2025-12-31,\n")).Ok();

        Assert.That(Counts(reply), Is.EqualTo((0, 1, 0, 0)));
    }

    /// <summary>Random assignments, some of people and places whose names a spreadsheet would take for formulas.</summary>
    [Test]
    public async Task File_that_was_downloaded_adds_nothing_and_changes_no_name()
    {
        var formula = await _host.Neighborhood("=Main, \"North\" & 5th");
        _host.IdOf("+plus", Role.Officer);
        await _host.Query(db => db.Execute("UPDATE Person SET PublicName = '-O. Test' WHERE Id = @_officer", new { _officer }, default));
        string[] people = ["officer@test.example", "analyst@test.example", "+plus@test.example"];
        string[] places = ["", "Alder Hill", "\"=Main, \"\"North\"\" & 5th\""];
        var random = new Random(20260302);
        for (var round = 0; round < 8; round++)
        {
            var list = new StringBuilder(Header);
            for (var i = 0; i < 20; i++)
            {
                var from = new DateOnly(2026, 3, 2).AddDays(random.Next(-200, 200));
                var to = random.Next(12) == 0 ? "" : $"{from.AddDays(random.Next(-1, 9)):yyyy-MM-dd}";
                list.Append(CultureInfo.InvariantCulture, $"{people[random.Next(3)]},{places[random.Next(3)]},{from:M/d/yyyy},{to},\n");
            }
            await (await Post(list.ToString())).Ok();
        }
        var before = await Rows();
        var events = (await Events()).Count;
        foreach (var filter in people.Select(p => $"personId={_host.IdOf(p[..p.IndexOf('@')], p[0] == 'a' ? Role.Analyst : Role.Officer)}"))
        {
            using var reply = await new Browser(_host, Role.Officer).Reply($"/assignments?{filter}&handler=csv");
            var again = await (await Post(await reply.Content.ReadAsStringAsync())).Ok();
            Assert.That((again.GetProperty("added").GetInt32(), again.GetProperty("errors").GetInt32(),
                again.GetProperty("publicNames").GetInt32()), Is.EqualTo((0, 0, 0)), again.GetRawText());
            Assert.That(again.GetProperty("alreadyHere").GetInt32(), Is.GreaterThan(5));
        }

        Assert.Multiple(async () =>
        {
            Assert.That(await Rows(), Is.EqualTo(before));
            Assert.That((await Events()).Count, Is.EqualTo(events));
            Assert.That(before.Count(row => row.Place == formula), Is.GreaterThan(5));
            foreach (var some in before.GroupBy(row => (row.Person, row.Place)))
            {
                var ranges = some.Select(row => row.Days).OrderBy(days => days.From).ToList();
                Assert.That(ranges.Zip(ranges.Skip(1)).Any(pair => pair.First.Overlaps(pair.Second)), Is.False, $"{some.Key}");
            }
        });
    }

    [TestCase(Role.Supervisor)]
    [TestCase(Role.Officer)]
    public async Task Only_administrators_add_a_list(Role role)
    {
        foreach (var path in new[] { "", "/preview" })
            Assert.That((await _host.SignIn(role).PostAsJsonAsync($"/api/v1/assignments/list{path}", new { list = Header })).StatusCode,
                Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await new Browser(_host, role).Reply("/assignments/list")).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await new Browser(_host, role).Get("/assignments"), Does.Not.Contain("/assignments/list"));
    }

    [Test]
    public async Task Page_previews_a_pasted_list_and_then_adds_it()
    {
        const string Path = "/assignments/list";
        var list = Header.Replace("\n", "\r\n") + "officer@test.example,Alder Hill,2026-03-01,,Officer O. Test\r\n"
            + "officer@test.example,,2026-03-01,2026-03-31,\r\nofficer@test.example,Elder Hill,2026-03-01,x,\r\n";
        var browser = new Browser(_host, Role.Administrator);
        var empty = await browser.Get(Path);
        var (_, missing) = await browser.TryPost(Path, Path, new() { ["List"] = "" });
        var (_, preview) = await browser.TryPost(Path, Path, new() { ["List"] = list });
        var before = await Rows();
        await browser.Post($"{Path}?handler=Add", new() { ["List"] = list }, "/assignments", Path);
        var after = await browser.Get("/assignments");
        var (_, again) = await browser.TryPost(Path, Path, new() { ["List"] = list });
        var (_, named) = await browser.TryPost(Path, Path, new() { ["List"] = list.Replace("O. Test", "Olga Test") });
        var (_, unread) = await browser.TryPost($"{Path}?handler=Add", Path, new() { ["List"] = "email\n" });

        Assert.Multiple(() =>
        {
            Assert.That(empty, Does.Contain("Enter a line for each assignment").And.Contain("Preview list")
                .And.Not.Contain("Nothing is saved"));
            Assert.That(missing, Does.Contain("Paste a list or choose a file."));
            Assert.That(before, Is.Empty);
            Assert.That(preview, Does.Contain("Add 2 assignments and set 1 public name").And.Contain("Will be added")
                .And.Contain("The public name will be Officer O. Test").And.Contain("1 line with errors")
                .And.Contain("<strong>Error in neighborhood:</strong> There is no neighborhood Elder Hill.")
                .And.Contain("<strong>Error in to:</strong> x is not a date."));
            Assert.That(after, Does.Contain("2 assignments added. 1 public name set. 1 line with errors not added.")
                .And.Contain("href=\"/assignments/list\""));
            Assert.That(again, Does.Contain("Already here, not added again").And.Not.Contain("handler=Add"));
            Assert.That(named, Does.Contain("Set 1 public name<"));
            Assert.That(unread, Does.Contain("Line 1: the column neighborhood is missing."));
        });
    }

    [TestCase("/assignments/list", Header + "officer@test.example,Alder Hill,2026-03-01,,\n", "Add 1 assignment<")]
    [TestCase("/people/list", "email,name,roles\nada@pd.example,Ada,Officer\n", "Add and invite 1 person<")]
    public async Task Uploaded_file_replaces_the_pasted_list_and_may_have_1_MB(string path, string file, string shown)
    {
        var read = await Upload(path, Encoding.UTF8.GetBytes(file));
        var broken = await Upload(path, [.. Encoding.UTF8.GetBytes(file), 0xE9, (byte)'\n']);
        var large = await Upload(path, new byte[1024 * 1024 + 1]);

        Assert.That(read, Does.Contain(shown));
        Assert.That(broken, Does.Contain("Line 3 is not valid UTF-8."));
        Assert.That(large, Does.Contain("The file is larger than 1 MB. Split it and add each part by itself.")
            .And.Contain("what was pasted"));
    }

    [Test]
    public async Task Officers_reach_the_assignments_from_their_settings_and_partners_do_not()
    {
        var stakeholder = await _host.SignIn(Role.Supervisor).Stakeholder();
        _host.SignInPartner(stakeholder);

        Assert.That(await new Browser(_host, Role.Officer).Get("/me"), Does.Contain("href=\"/assignments\""));
        Assert.That(await new Browser(_host, Role.Partner).Get("/me"), Does.Not.Contain("href=\"/assignments\""));
    }

    [Test]
    public async Task Page_of_a_person_lists_current_and_coming_assignments_with_their_days()
    {
        var browser = new Browser(_host, Role.Administrator);
        var without = await browser.Get($"/people/{_officer}");
        await (await Post(Header + "officer@test.example,Alder Hill,2026-03-01,2026-03-02,\nofficer@test.example,,2026-04-01,,\n"
            + "officer@test.example,Alder Hill,2026-02-01,2026-02-28,\n")).Ok();
        var page = await browser.Get($"/people/{_officer}");

        Assert.That(without, Does.Contain("none current or coming"));
        Assert.That(page, Does.Contain("<li>Alder Hill, from Mar 1, 2026 to Mar 2, 2026</li>")
            .And.Contain("<li>Community policing program, from Apr 1, 2026</li>").And.Not.Contain("Feb 1, 2026"));
    }

    [TestCase("/assignments/list")]
    [TestCase("/people/list")]
    public async Task File_that_is_no_text_is_refused_and_the_pasted_list_stays(string path) =>
        Assert.That(await Upload(path, [0x89, (byte)'P', 0, 0, 1]),
            Does.Contain("The file is not text.").And.Contain("what was pasted"));

    /// <summary>People who can't be assigned, a retired neighborhood, and an assignment of the analyst.</summary>
    private async Task Cast()
    {
        _host.SignInPartner(await _host.SignIn(Role.Supervisor).Stakeholder());
        _host.IdOf("fine", Role.Officer);
        var gone = _host.IdOf("gone", Role.Officer);
        var old = await _host.Neighborhood("Old Town");
        await _host.Query(db => db.Execute("UPDATE Person SET Active = 0 WHERE Id = @gone", new { gone }, default));
        await _host.Query(db => db.Execute("UPDATE Neighborhood SET Active = 0 WHERE Id = @old", new { old }, default));
        await _host.Send(new AddAssignment(_analyst, null, new(2026, 2, 1), new(2026, 3, 31)));
    }

    private async Task<string> Upload(string path, byte[] content)
    {
        var browser = new Browser(_host, Role.Administrator);
        using var form = new MultipartFormDataContent
        {
            { new StringContent(Token().Match(await browser.Get(path)).Groups[1].Value), "__RequestVerificationToken" },
            { new StringContent("what was pasted"), "List" },
            { new ByteArrayContent(content), "file", "list.csv" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = form };
        request.Headers.Add("Cookie", await browser.CookieHeader());
        using var reply = await _host.Anonymous.SendAsync(request);
        return await reply.Content.ReadAsStringAsync();
    }

    private async Task<HttpResponseMessage> Post(string list, string path = "") =>
        await Admin.PostAsJsonAsync($"/api/v1/assignments/list{path}", new { list });

    private static IReadOnlyList<JsonElement> Lines(JsonElement result) => [.. result.GetProperty("lines").EnumerateArray()];

    private static string? Text(JsonElement of, string name) => of.GetProperty(name).GetString();

    private static (int Added, int AlreadyHere, int Errors, int PublicNames) Counts(JsonElement result) =>
        (result.GetProperty("added").GetInt32(), result.GetProperty("alreadyHere").GetInt32(), result.GetProperty("errors").GetInt32(),
            result.GetProperty("publicNames").GetInt32());

    private Task<IReadOnlyList<Row>> Rows() => _host.Query(async db => (IReadOnlyList<Row>)
    [
        .. (await db.List<AssignmentRow>("""
            SELECT PersonId, NeighborhoodId, FromOn AS "From", ToOn AS "To" FROM Assignment ORDER BY Id
            """, null, default)).Select(row => new Row(row.PersonId, row.NeighborhoodId, new(row.From, row.To)))
    ]);

    private Task<IReadOnlyList<string>> Events() => _host.Query(db => db.List<string>(
        "SELECT Event FROM AuditEntry WHERE Event IN ('person.assigned', 'person.publicName') ORDER BY Id", null, default));

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("\"id\":\\d+,")]
    private static partial Regex Id();
}
