using System.Text.Json;
using ProblemTracker.Data;
using ProblemTracker.Domain;
using ProblemTracker.Problems;
using ProblemTracker.Search;
using ProblemTracker.Shared;
using ProblemTracker.Stakeholders;
using ProblemTracker.Tests.Data;
using ProblemTracker.Tests.Incidents;

namespace ProblemTracker.Tests.Search;

public sealed class FindTextTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Officer => _host.SignIn(Role.Officer);

    private Task<JsonElement> Find(string typed, string more = "", HttpClient? by = null) =>
        (by ?? Officer).Read($"/api/v1/search?q={Uri.EscapeDataString(typed)}{more}");

    private async Task<int> Count(string typed, HttpClient? by = null, FoundKind kind = FoundKind.Problem) =>
        (await Find(typed, "", by)).GetProperty("counts").EnumerateArray().Single(c => c.GetProperty("kind").GetString() == kind.ToString())
            .GetProperty("total").GetInt32();

    /// <summary>The sentence of a match, with matching parts in brackets.</summary>
    private static string SentenceOf(JsonElement item) => string.Concat(item.GetProperty("sentence").EnumerateArray()
        .Select(r => r.GetProperty("isMatch").GetBoolean() ? $"[{r.GetProperty("text")}]" : r.GetProperty("text").GetString()));

    [Test]
    public async Task Problem_is_found_by_each_of_its_texts_with_the_matching_sentence()
    {
        var id = await _host.OpenProblem("Lärm hinter der Bar");
        await (await Officer.IfMatch(0)
            .PutAsJsonAsync($"/api/v1/problems/{id}/scanning",
                new { statement = "All is calm. Zebras roam at night!", harms = "Sleep" })).Ok();
        await (await Officer.PostAsJsonAsync($"/api/v1/problems/{id}/notes", new { text = "Saw <b>nobody</b> there." })).Ok();

        foreach (var (typed, part, sentence) in new[]
        {
            ("larm", "Title", "[Lärm] hinter der Bar"), ("friday night", "Description", "Every [Friday] [night]."),
            ("zeb", "Scanning", "[Zebras] roam at night!"),
            ("nobody", "Note", "Saw <b>[nobody]</b> there."), ("P-2026-0001", "Number", "[P-2026-0001]"),
            ("zebras nobody larm", "Title", "[Lärm] hinter der Bar"),
        })
        {
            var found = await Find(typed);
            Assert.That(found.GetProperty("total").GetInt32(), Is.EqualTo(1), typed);
            var item = found.GetProperty("items")[0];
            Assert.That(item.GetProperty("id").GetInt64(), Is.EqualTo(id), typed);
            Assert.That(item.GetProperty("part").GetString(), Is.EqualTo(part), typed);
            Assert.That(SentenceOf(item), Is.EqualTo(sentence), typed);
        }
        foreach (var absent in new[] { "zebr nobody", "\"night zebras\"", "\"calm zebras roam at nigh\"", "\"bar every\"", "Yes", "o1" })
            Assert.That(await Count(absent), Is.Zero, absent);
    }

    [Test]
    public async Task Changed_record_is_found_only_by_its_new_words()
    {
        var id = await _host.OpenProblem("Aardvarks");
        await (await Officer.IfMatch(1).PatchAsJsonAsync($"/api/v1/problems/{id}", new { title = "Buffaloes" })).Ok();
        var made = await (await Officer.PostAsJsonAsync("/api/v1/stakeholders", new { name = "Cormorant Shop", kind = "Business" })).Ok();
        var entry = made.GetProperty("id").GetInt64();
        await (await Officer.IfMatch(1)
            .PutAsJsonAsync($"/api/v1/stakeholders/{entry}", new { name = "Dodo Shop", kind = "Business" })).Ok();
        await (await Officer.IfMatch(0).PutAsJsonAsync($"/api/v1/problems/{id}/scanning", new { statement = "Eagles" })).Ok();
        await (await Officer.IfMatch(1).PutAsJsonAsync($"/api/v1/problems/{id}/scanning", new { statement = "Falcons" })).Ok();

        Assert.Multiple(async () =>
        {
            foreach (var gone in new[] { "aardvarks", "eagles" }) Assert.That(await Count(gone), Is.Zero, gone);
            foreach (var there in new[] { "buffaloes", "falcons" }) Assert.That(await Count(there), Is.EqualTo(1), there);
            Assert.That(await Count("cormorant", kind: FoundKind.Stakeholder), Is.Zero);
            Assert.That(await Count("dodo", kind: FoundKind.Stakeholder), Is.EqualTo(1));
        });
    }

    /// <summary>Compares search with a plain scan of many short texts, using queries from the same small vocabulary.</summary>
    [Test]
    public async Task Search_finds_the_same_as_reading_every_text()
    {
        string[] vocabulary = ["bar", "Bär", "barn", "door", "back", "café", "CAFE", "cafés", "n0ise", "noise", "a", "an",
            "ÅNGSTRÖM", "angstrom"];
        var random = new Random(20260302);
        string Text(int words) => string.Join(' ', Enumerable.Range(0, words).Select(_ => vocabulary[random.Next(vocabulary.Length)]));
        var texts = new Dictionary<long, string[]>();
        for (var i = 0; i < 60; i++)
        {
            string[] parts = [Text(random.Next(1, 5)), Text(random.Next(1, 6))];
            var id = await _host.Send(
                new OpenProblem(parts[0], parts[1], "noise", ProblemSource.Officer, Priority.Normal, false, await _host.Neighborhood()));
            texts[id.Id] = [.. parts, id.Number.Replace('-', ' ')];
        }

        for (var i = 0; i < 120; i++)
        {
            // Phrases and words; the last word may be shortened.
            var terms = Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(3) == 0 ? $"\"{Text(2)}\"" : Text(1)).ToList();
            if (random.Next(2) == 0 && !terms[^1].EndsWith('"')) terms[^1] = terms[^1][..Math.Max(1, terms[^1].Length - 1)];
            var typed = string.Join(' ', terms);

            var found = (await Find(typed, "&kind=problem&size=200")).GetProperty("items").EnumerateArray()
                .Select(p => p.GetProperty("id").GetInt64()).ToList();

            var expected = texts.Where(t => terms.Select((term, n) => Holds(t.Value, term, n == terms.Count - 1)).All(held => held))
                .Select(t => t.Key).OrderDescending();
            Assert.That(found, Is.EqualTo(expected), typed);
        }
    }

    private static bool Holds(string[] texts, string term, bool isLast) => texts.Any(text =>
    {
        var folded = $" {Folded(text)} ";
        return term.StartsWith('"') || !isLast ? folded.Contains($" {Folded(term.Trim('"'))} ", StringComparison.Ordinal)
            : folded.Contains($" {Folded(term)}", StringComparison.Ordinal);
    });

    private static string Folded(string text) =>
        text.ToLowerInvariant().Replace('é', 'e').Replace('ä', 'a').Replace('å', 'a').Replace('ö', 'o');

    [Test]
    public async Task Confidential_problem_is_neither_found_nor_counted_for_outsiders()
    {
        var id = await _host.OpenProblem("Quagga ring", confidential: true);
        await _host.OpenProblem("Open to all");
        await (await Officer.IfMatch(0).PutAsJsonAsync($"/api/v1/problems/{id}/scanning", new { statement = "Rhinos were seen." })).Ok();
        await (await Officer.PostAsJsonAsync($"/api/v1/problems/{id}/notes", new { text = "Shrikes sing." })).Ok();
        var (stranger, command) = (_host.SignInAs("stranger", Role.Officer), _host.SignIn(Role.Command));

        foreach (var typed in new[] { "quagga", "rhinos", "shrikes", "P-2026-0001", "quag" })
        {
            foreach (var reader in new[] { Officer, _host.SignIn(Role.Supervisor), _host.SignIn(Role.Analyst) })
                Assert.That(await Count(typed, reader), Is.EqualTo(1), typed);
            foreach (var reader in new[] { stranger, command })
            {
                var found = await Find(typed, "", reader);
                Assert.That(found.GetProperty("counts").EnumerateArray().Sum(c => c.GetProperty("total").GetInt32()), Is.Zero, typed);
                Assert.That(found.GetProperty("items").GetArrayLength(), Is.Zero, typed);
                Assert.That((await reader.Read($"/api/v1/problems?text={typed}")).GetProperty("total").GetInt32(), Is.Zero, typed);
            }
        }
        // The hidden match must not take a place on the page or produce a next page.
        await _host.OpenProblem("Quagga in the zoo");
        var page = await Find("quagga", "&size=1", stranger);
        Assert.That(page.GetProperty("total").GetInt32(), Is.EqualTo(1));
        Assert.That(page.GetProperty("next").ValueKind, Is.EqualTo(JsonValueKind.Null));
        foreach (var nobody in new[] { _host.SignIn(Role.Administrator),
            _host.SignInPartner((await Entry("Partner Agency", "Agency")).Id) })
            Assert.That((await nobody.GetAsync("/api/v1/search?q=quagga")).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Stakeholder_is_found_by_directory_fields_but_not_by_safe_contact_advice()
    {
        var made = await Entry("Élise Fontaine", "Resident", safeContact: "Never when the husband is home", remarks: "Speaks at meetings");

        foreach (var (typed, sentence) in new[] { ("elise font", "[Élise] [Fontaine]"), ("555-0199", "[555-0199]"),
            ("meetings", "Speaks at [meetings]") })
        {
            var found = await Find(typed);
            Assert.That(found.GetProperty("kind").GetString(), Is.EqualTo("Stakeholder"), typed);
            var item = found.GetProperty("items")[0];
            Assert.That(item.GetProperty("title").GetString(), Is.EqualTo("Élise Fontaine"));
            Assert.That(SentenceOf(item), Is.EqualTo(sentence));
        }
        Assert.That(await Count("husband", kind: FoundKind.Stakeholder), Is.Zero);

        // After a merge, only the remaining entry is found, including by the merged entry's texts.
        var other = await Entry("E. Fontaine", "Resident");
        await (await _host.SignIn(Role.Supervisor).IfMatch(made.Version)
            .PostAsJsonAsync($"/api/v1/stakeholders/{made.Id}/merge", new { intoId = other.Id, reason = "Same person." })).Ok();
        var merged = await Find("fontaine meetings");
        Assert.That(merged.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetInt64()),
            Is.EqualTo(new[] { other.Id }));
    }

    [TestCase("5855550301")]
    [TestCase("585-555-0301")]
    [TestCase("1 585 555 0301")]
    [TestCase("(585) 555 0301")]
    public async Task Phone_number_is_found_however_it_is_written(string typed)
    {
        var found = await _host.Send(new CreateStakeholder("Ferry office", StakeholderKind.Business, false, null, Phone: "(585) 555-0301"));
        await _host.Send(new CreateStakeholder("Lock keeper", StakeholderKind.Business, false, null, Phone: "(585) 555-0302"));

        var search = await _host.Send(new FindText(typed, FoundKind.Stakeholder));
        Assert.That(search.Items.Select(item => item.Id), Is.EqualTo(new[] { found.Id }));
    }

    /// <summary>Stakeholders in protected roles are in no searched text, and attaching one changes no results.</summary>
    [Test]
    public async Task Stakeholder_name_finds_no_problem()
    {
        var id = await _host.OpenProblem();
        var entry = await Entry("Tamarin Reporter", "Resident");
        await (await Officer.PostAsJsonAsync($"/api/v1/problems/{id}/stakeholders",
            new { stakeholderId = entry.Id, role = "Reporter" })).Ok();
        var before = (await Find("tamarin", "", _host.SignInAs("stranger", Role.Officer))).ToString();

        Assert.That(await Count("tamarin"), Is.Zero);
        await (await Officer.IfMatch(1)
            .PutAsJsonAsync($"/api/v1/stakeholders/{entry.Id}/consent", new { on = "2026-03-01", scope = "WholeProblem" })).Ok();
        Assert.That((await Find("tamarin", "", _host.SignInAs("stranger", Role.Officer))).ToString(), Is.EqualTo(before),
            "consent does not change the results");
    }

    private async Task<StakeholderDetails> Entry(string name, string kind, string? safeContact = null, string? remarks = null) =>
        await _host.SendAs(_host.IdOf(Role.Officer), [Role.Officer],
            new CreateStakeholder(name, Enum.Parse<StakeholderKind>(kind), true, safeContact, Phone: "555-0199", Remarks: remarks));

    [Test]
    public async Task Pages_list_newest_first_without_gaps_or_repeats()
    {
        for (var i = 0; i < 7; i++) await _host.OpenProblem($"Otters {i}");
        for (var i = 0; i < 5; i++) await Entry($"Otter Shop {i}", "Business");
        await _host.ImportCsv(
            "no,at,where\n" + string.Concat(Enumerable.Range(0, 9).Select(i => $"{i},2026-01-{1 + i * 4 % 9 / 3:00},Otter Street {i}\n")));

        foreach (var (kind, count) in new[] { ("problem", 7), ("stakeholder", 5), ("incident", 9) })
        {
            var seen = new List<(DateTimeOffset At, long Id)>();
            for (string? next = ""; next is not null;)
            {
                var page = await Find("otter", $"&kind={kind}&size=2{(next.Length > 0 ? $"&after={next}" : "")}");
                Assert.That(page.GetProperty("total").GetInt32(), Is.EqualTo(count));
                seen.AddRange(
                    page.GetProperty("items").EnumerateArray()
                        .Select(i => (i.GetProperty("at").GetDateTimeOffset(), i.GetProperty("id").GetInt64())));
                next = page.GetProperty("next").GetString();
            }
            Assert.That(seen, Has.Count.EqualTo(count), kind);
            Assert.That(seen, Is.EqualTo(seen.Distinct().OrderByDescending(s => s.At).ThenByDescending(s => s.Id)), kind);
        }
        Assert.That((await Find("otter")).GetProperty("kind").GetString(), Is.EqualTo("Problem"),
            "the first kind with a match");
    }

    [Test]
    public async Task Total_is_exact_up_to_1000_and_pages_continue_beyond()
    {
        var neighborhood = await _host.Neighborhood();
        await _host.Query(db => db.Write(async () =>
        {
            for (var i = 1; i <= 1030; i++)
                await db.Execute("""
                    INSERT INTO Problem (Number, Title, TitleKey, Description, CategoryCode, NeighborhoodId, Source, Priority,
                        Confidential, Stage, Visit, StageSince, OpenedAt, TouchedAt, LastActivityAt)
                    VALUES (@number, 'Walrus', 'WALRUS', 'x', 'noise', @neighborhood, 'Officer', 'Low', @hidden, 'Scanning', 1, @At, @At,
                        @At, @At)
                    """, new { number = $"P-2026-{i:0000}", neighborhood, hidden = i % 103 == 0, At = TrackerHost.Start }, default);
            return Done.Instance;
        }, default));
        await _host.Send(new FillSearch());

        var seen = new List<long>();
        for (string? next = ""; next is not null;)
        {
            var page = await Find("walrus", $"&size=200{(next.Length > 0 ? $"&after={next}" : "")}");
            Assert.That((page.GetProperty("total").GetInt32(), page.GetProperty("totalIsCapped").GetBoolean()), Is.EqualTo((1000, true)));
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetInt64()));
            next = page.GetProperty("next").GetString();
        }

        Assert.That(seen, Has.Count.EqualTo(1020));
        Assert.That(seen, Is.EqualTo(seen.Distinct().OrderDescending()));
    }

    [Test]
    public async Task Records_without_words_are_found_after_one_run()
    {
        await _host.OpenProblem("Puffins");
        await Entry("Puffin Shop", "Business");
        await _host.ImportCsv("no,at,where\n1,2026-01-05,Puffin Street\n");
        await (await Officer.PostAsJsonAsync("/api/v1/concerns",
            new { channel = "Phone", categoryCode = "noise", description = "Puffin noises.", address = "Fell Lane" })).Ok();
        await _host.Query(db => db.Write(
            () => db.Execute("DELETE FROM ProblemText; DELETE FROM StakeholderText; DELETE FROM IncidentText; "
                + "DELETE FROM ConcernText", null, default), default));
        foreach (var kind in Enum.GetValues<FoundKind>()) Assert.That(await Count("puffin", kind: kind), Is.Zero);

        Assert.That((await _host.Send(new FillSearch())).Added, Is.EqualTo(4));
        Assert.That((await _host.Send(new FillSearch())).Added, Is.Zero);

        foreach (var kind in Enum.GetValues<FoundKind>()) Assert.That(await Count("puffin", kind: kind), Is.EqualTo(1), $"{kind}");
        await _host.OpenProblem("Puffins again");
        Assert.That(await Count("puffins"), Is.EqualTo(2));
    }

    [TestCase("\"")]
    [TestCase("\" OR \"")]
    [TestCase("bar\" OR rowid > 0 --")]
    [TestCase("NEAR(bar noise)")]
    [TestCase("Words : bar")]
    [TestCase("bar*")]
    [TestCase("^bar")]
    [TestCase("-bar")]
    [TestCase("(bar")]
    [TestCase("bar AND")]
    [TestCase("'; DROP TABLE Problem; --")]
    [TestCase("%_[!]")]
    [TestCase("bar\0noise")]
    [TestCase("\ud800 bar")]
    public async Task Any_text_is_accepted(string typed)
    {
        await _host.OpenProblem();
        foreach (var path in new[] { "search?q=", "problems?text=", "incidents?text=" })
        {
            var reply = await Officer.GetAsync($"/api/v1/{path}{Uri.EscapeDataString(typed.Replace("\ud800", "\ufffd"))}");
            Assert.That((int)reply.StatusCode, Is.EqualTo(200).Or.EqualTo(400),
                $"{path}{typed}: {await reply.Content.ReadAsStringAsync()}");
        }
    }

    [TestCase("", "q")]
    [TestCase("q=", "q")]
    [TestCase("q=!?", "q")]
    [TestCase("q=bar&kind=person", "kind")]
    [TestCase("q=bar&size=0", "size")]
    [TestCase("q=bar&after=nonsense", "after")]
    [TestCase("q=a+b+c+d+e+f+g+h+i+j+k+l+m+n+o+p+q+r+s+t+u", "q")]
    public async Task Invalid_query_is_reported_at_its_field(string query, string field)
    {
        var reply = await Officer.GetAsync($"/api/v1/search?{query}");
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { field }));
    }

    /// <summary>Without full-text search, SQL Server queries a table of words in plain SQL, which SQLite can run here.</summary>
    [Test]
    public async Task Word_table_finds_the_same()
    {
        if (ServerDatabase.IsGiven) Assert.Ignore("SQL Server has the table of words itself.");
        string[] titles = ["Bar at the back door", "The back of the bar's door", "Barn door", "Café bar", "Door back"];
        foreach (var title in titles) await _host.OpenProblem(title);
        await _host.Query(db => db.Write(async () =>
        {
            await db.Execute(
                "/* SQLite only */ CREATE TABLE ProblemWord "
                    + "(Word TEXT NOT NULL, ProblemId INTEGER NOT NULL, PRIMARY KEY (Word, ProblemId))",
                null, default);
            foreach (var (id, words) in await db.List<(long, string)>("SELECT ProblemId, Words FROM ProblemText", null, default))
                foreach (var word in words.Split([' ', '¶'], StringSplitOptions.RemoveEmptyEntries).Distinct())
                    await db.Execute("INSERT INTO ProblemWord (Word, ProblemId) VALUES (@word, @id)", new { word, id }, default);
            return Done.Instance;
        }, default));
        var server = new SqlServerDialect();

        foreach (var typed in new[] { "bar", "bar door", "\"back door\"", "\"door back\"", "bar's do", "cafe", "\"bar\" door",
            "nothing", "\"door every\"" })
        {
            var query = TextQuery.Parse(typed);
            var byWords = await _host.Query(db => db.List<long>($"{server.Found("Problem", query.Terms)} ORDER BY Id DESC",
                new Dapper.DynamicParameters(server.FoundArgs(query.Terms)), default));
            var found = (await Find(typed, "&kind=problem")).GetProperty("items").EnumerateArray()
                .Select(i => i.GetProperty("id").GetInt64());
            Assert.That(byWords, Is.EqualTo(found), typed);
        }
        await _host.Query(db => db.Write(() => db.Execute("/* SQLite only */ DROP TABLE ProblemWord", null, default), default));
    }

    [Test]
    public void Full_text_query_is_valid_for_SQL_Server()
    {
        var server = new SqlServerDialect { HasFullText = true };
        var query = TextQuery.Parse("bar \"back door\" noi");

        var sql = server.Found("Problem", query.Terms);

        Assert.That(TSql.ObjectionsTo(sql), Is.Empty);
        Assert.That(sql,
            Is.EqualTo("SELECT t.ProblemId AS Id FROM ProblemText t WHERE CONTAINS(t.Words, @Match) AND t.Words LIKE @Phrase1"));
        Assert.That(server.FoundArgs(query.Terms)["Match"], Is.EqualTo("\"BAR\" AND \"BACK\" AND \"DOOR\" AND \"NOI*\""));
        TSql.Parse(server.AfterMigration, out var errors);
        Assert.That(errors, Is.Empty);
    }
}
