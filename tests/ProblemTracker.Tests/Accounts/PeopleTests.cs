using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Accounts;
using ProblemTracker.Data;
using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Accounts;

public sealed class PeopleTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Administrator => _host.SignIn(Role.Administrator);

    private static object Person(string email, string name = "Ada Moss", string[]? roles = null,
        string password = "correct horse battery") =>
        new { email, name, roles = roles ?? ["Officer"], password };

    [TestCase("ada.moss@pd.example")]
    [TestCase("o'brien@pd.example")]
    [TestCase("josé@pd.example")]
    public async Task Administrator_adds_a_person_who_can_then_sign_in(string email)
    {
        var made = await Administrator.PostAsJsonAsync("/api/v1/people", Person(email, roles: ["Officer", "Analyst", "Officer"]));
        var person = await made.Ok();
        var signedIn = await _host.Send(new SignIn(email.ToUpperInvariant(), "correct horse battery"));

        Assert.Multiple(() =>
        {
            Assert.That(made.StatusCode, Is.EqualTo(HttpStatusCode.Created));
            Assert.That(person.GetProperty("roles").EnumerateArray().Select(r => r.GetString()),
                Is.EqualTo(new[] { "Officer", "Analyst" }));
            Assert.That(signedIn.PersonId, Is.EqualTo(person.GetProperty("id").GetInt64()));
        });
    }

    [Test]
    public async Task Email_address_is_unique_ignoring_case()
    {
        await (await Administrator.PostAsJsonAsync("/api/v1/people", Person("ada@pd.example"))).Ok();
        var again = await Administrator.PostAsJsonAsync("/api/v1/people", Person("ADA@pd.example"));

        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
    }

    [Test]
    public async Task Accents_make_another_mailbox_and_a_domain_in_ASCII_does_not()
    {
        await (await Administrator.PostAsJsonAsync("/api/v1/people", Person("a@pd.example"))).Ok();
        await (await Administrator.PostAsJsonAsync("/api/v1/people", Person("ä@pd.example"))).Ok();
        Assert.That((await Administrator.PostAsJsonAsync("/api/v1/people", Person("A\u0308@pd.example"))).StatusCode,
            Is.EqualTo(HttpStatusCode.Conflict), "the same letter in two characters");
        await (await Administrator.PostAsJsonAsync("/api/v1/people", Person("a@bücher.example"))).Ok();
        Assert.That((await Administrator.PostAsJsonAsync("/api/v1/people", Person("a@xn--bcher-kva.example"))).StatusCode,
            Is.EqualTo(HttpStatusCode.Conflict));
    }

    [Test]
    public async Task Account_that_an_earlier_version_made_is_found_by_its_address()
    {
        await (await Administrator.PostAsJsonAsync("/api/v1/people", Person("josé@pd.example"))).Ok();
        await _host.Query(db => db.Execute("UPDATE Person SET EmailKey = 'JOSE@PD.EXAMPLE' WHERE Email = @email",
            new { email = "josé@pd.example" }, default));
        await _host.Query(db => db.Execute("DELETE FROM Setting WHERE Name = 'emailKeys'", null, default));
        await using (var scope = _host.Services.CreateAsyncScope())
            await EmailKeys.Correct(scope.ServiceProvider.GetRequiredService<Db>(), default);
        Assert.That((await _host.Send(new SignIn("José@pd.example", "correct horse battery"))).PersonId, Is.Positive);
    }

    [TestCase("nobody", "Ada", "Officer", "correct horse battery", "email")]
    [TestCase("a b@pd.example", "Ada", "Officer", "correct horse battery", "email")]
    [TestCase("ada@pd.example", " ", "Officer", "correct horse battery", "name")]
    [TestCase("ada@pd.example", "Ada", "Chief", "correct horse battery", "roles[0]")]
    [TestCase("ada@pd.example", "Ada", "0", "correct horse battery", "roles[0]")]
    [TestCase("ada@pd.example", "Ada", "Officer", "short", "password")]
    public async Task Invalid_input_is_rejected_by_field(string email, string name, string role, string password, string field)
    {
        var reply = await Administrator.PostAsJsonAsync("/api/v1/people", Person(email, name, [role], password));

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest), await reply.Content.ReadAsStringAsync());
        Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { field }));
    }

    [Test]
    public async Task Person_needs_at_least_one_role()
    {
        var reply = await Administrator.PostAsJsonAsync("/api/v1/people", Person("ada@pd.example", roles: []));

        Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { "roles" }));
    }

    [TestCase(Role.Officer)]
    [TestCase(Role.Supervisor)]
    [TestCase(Role.Command)]
    public async Task Only_administrators_add_or_change_people(Role role)
    {
        var client = _host.SignIn(role);
        var made = await client.PostAsJsonAsync("/api/v1/people", Person("ada@pd.example"));
        var changed = await client.IfMatch(1)
            .PutAsJsonAsync($"/api/v1/people/{_host.IdOf(role)}", new { name = "Me", roles = new[] { "Administrator" }, active = true });

        Assert.That(made.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(changed.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Everyone_signed_in_lists_people_without_secrets()
    {
        _host.IdOf(Role.Officer);
        var everybody = await (await _host.SignIn(Role.Command).GetAsync("/api/v1/people")).Content.ReadAsStringAsync();
        await _host.Query(db => db.Execute("UPDATE Person SET Active = 0 WHERE Id = @id", new { id = _host.IdOf(Role.Officer) }, default));
        var active = await _host.SignIn(Role.Command).Read("/api/v1/people?active=true");

        Assert.That(everybody, Does.Contain("officer@test.example").And.Not.Contain("assword").And.Not.Contain("tamp"));
        Assert.That(active.Each("name"), Is.EqualTo(new[] { "command" }));
        Assert.That((await _host.Anonymous.GetAsync("/api/v1/people")).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task Me_is_the_person_of_the_token()
    {
        var me = await _host.SignIn(Role.Supervisor, Role.Analyst).Read("/api/v1/me");

        Assert.That(me.GetProperty("email").GetString(), Is.EqualTo("supervisor-analyst@test.example"));
        Assert.That(me.GetProperty("roles").EnumerateArray().Select(r => r.GetString()), Is.EqualTo(new[] { "Supervisor", "Analyst" }));
    }

    [Test]
    public async Task New_roles_apply_from_the_next_request()
    {
        var officer = _host.SignIn(Role.Officer);
        var before = await officer.PostAsJsonAsync("/api/v1/people", Person("ada@pd.example"));
        await (await Administrator.IfMatch(1).PutAsJsonAsync($"/api/v1/people/{_host.IdOf(Role.Officer)}",
            new { name = "Chief", roles = new[] { "Administrator" }, active = true })).Ok();
        var after = await officer.PostAsJsonAsync("/api/v1/people", Person("ada@pd.example"));

        Assert.That(before.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(after.StatusCode, Is.EqualTo(HttpStatusCode.Created));
    }

    [TestCase("Officer", true)]
    [TestCase("Administrator", false)]
    public async Task Last_administrator_cannot_be_removed(string role, bool active)
    {
        var id = _host.IdOf(Role.Administrator);
        var alone = await Administrator.IfMatch(1)
            .PutAsJsonAsync($"/api/v1/people/{id}", new { name = "Me", roles = new[] { role }, active });
        _host.IdOf("second", Role.Administrator);
        var withAnother = await Administrator.IfMatch(1)
            .PutAsJsonAsync($"/api/v1/people/{id}", new { name = "Me", roles = new[] { role }, active });

        Assert.That(await alone.ShortfallCodes(), Is.EqualTo(new[] { "person.lastAdministrator" }));
        Assert.That(withAnother.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Change_needs_the_current_version()
    {
        var path = $"/api/v1/people/{_host.IdOf(Role.Officer)}";
        var body = new { name = "Ada Moss", roles = new[] { "Officer" }, active = true };

        var blind = await Administrator.PutAsJsonAsync(path, body);
        await (await Administrator.IfMatch(1).PutAsJsonAsync(path, body)).Ok();
        var stale = await Administrator.IfMatch(1).PutAsJsonAsync(path, body);
        var nobody = await Administrator.IfMatch(1).PutAsJsonAsync("/api/v1/people/999", body);

        Assert.That((int)blind.StatusCode, Is.EqualTo(428));
        Assert.That(stale.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That(nobody.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }
}
