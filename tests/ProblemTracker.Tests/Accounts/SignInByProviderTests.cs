using ProblemTracker.Accounts;
using ProblemTracker.Data;
using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Accounts;

/// <summary>What the tracker makes of what a single sign-on provider says. The way there and back: see SignOnTests.</summary>
public sealed class SignInByProviderTests
{
    private const string Email = "officer@test.example";

    private static readonly Dictionary<string, string?> Provider = new()
    {
        ["SignOn:Authority"] = "https://login.test.example",
        ["SignOn:ClientId"] = "tracker",
        ["SignOn:Name"] = "City login",
    };

    private static readonly Dictionary<string, string?> WithLevel = new(Provider) { ["SignOn:Acr"] = "strong" };

    private static readonly Dictionary<string, string?> WithRoles = new(Provider)
    {
        ["SignOn:RoleClaim"] = "groups",
        ["SignOn:Roles:Officer"] = "patrol, bikes",
        ["SignOn:Roles:Administrator"] = "it",
    };

    private static readonly Dictionary<string, string?> WithoutPasswords = new(Provider)
    {
        ["SignOn:PasswordsOff"] = "true",
        ["SignOn:BreakGlass"] = "administrator@test.example",
    };

    private static SignInByProvider Login(string subject = "s1", string? email = Email, bool isVerified = true, string[]? roles = null,
        string[]? methods = null, string? level = null) =>
        new("https://login.test.example", subject, email, isVerified, roles ?? [], methods ?? ["mfa"], level);

    [Test]
    public async Task First_sign_in_links_by_verified_address_and_later_ones_need_no_address()
    {
        using var host = new TrackerHost(settings: Provider, reused: true);
        var officer = host.IdOf(Role.Officer);
        var first = await host.Send(Login(email: "Officer@TEST.example"));
        var later = await host.Send(Login(email: "renamed@test.example", isVerified: false));

        Assert.That((first.PersonId, later.PersonId), Is.EqualTo(((long?)officer, (long?)officer)));
        Assert.That((first.Session is null, later.Session is null), Is.EqualTo((false, false)));
        Assert.That(await host.Query(db => db.List<string>("SELECT Body FROM Outbox", null, default)),
            Has.One.Contains("You can now sign in with City login."));
    }

    [Test]
    public async Task Provider_out_of_reach_leaves_the_other_ways_to_sign_in()
    {
        using var host = new TrackerHost(settings: Provider, reused: true);
        var page = await Browser.Anonymous(host).Post("/sign-in?handler=Provider", [], formOn: "/sign-in");

        Assert.That(page, Does.Contain("City login can't be reached now.").And.Contain("password"));
    }

    [TestCase(null, true, "does not say that your email address is yours")]
    [TestCase(Email, false, "does not say that your email address is yours")]
    [TestCase("stranger@test.example", true, "There is no account here for stranger@test.example.")]
    public async Task Login_without_a_verified_address_of_an_account_signs_nobody_in(string? email, bool isVerified, string reason)
    {
        using var host = new TrackerHost(settings: Provider, reused: true);
        host.IdOf(Role.Officer);
        var outcome = await host.Send(Login(email: email, isVerified: isVerified));

        Assert.That((outcome.PersonId, outcome.Session, outcome.Ticket), Is.EqualTo(((long?)null, (string?)null, (string?)null)));
        Assert.That(outcome.Problem, Does.Contain(reason));
        Assert.That(await host.Query(db => db.Single<int>("SELECT COUNT(*) FROM SignOnIdentity", null, default)), Is.Zero);
    }

    [Test]
    public async Task Who_inherits_an_address_does_not_inherit_the_account_until_an_administrator_unlinks_it()
    {
        using var host = new TrackerHost(settings: Provider, reused: true);
        var officer = host.IdOf(Role.Officer);
        await host.Send(Login());
        var other = await host.Send(Login(subject: "s2"));
        var administrator = host.SignIn(Role.Administrator);
        var linked = await administrator.Read($"/api/v1/people/{officer}/sign-on");
        (await administrator.DeleteAsync($"/api/v1/people/{officer}/sign-on")).EnsureSuccessStatusCode();

        Assert.That(other.Problem, Does.Contain("belongs to another login"));
        Assert.That(linked.GetProperty("linkedAt").ValueKind, Is.Not.EqualTo(System.Text.Json.JsonValueKind.Null));
        Assert.That((await host.Send(Login(subject: "s2"))).PersonId, Is.EqualTo(officer));
        Assert.That(await host.Query(db => db.List<string>("SELECT Body FROM Outbox", null, default)),
            Has.One.Contains("An administrator unlinked your login"));
        Assert.That((await administrator.DeleteAsync($"/api/v1/people/{host.IdOf(Role.Administrator)}/sign-on")).StatusCode,
            Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Deactivated_person_is_not_signed_in()
    {
        using var host = new TrackerHost(settings: Provider, reused: true);
        var officer = host.IdOf(Role.Officer);
        await host.Send(Login());
        await host.Query(db => db.Execute("UPDATE Person SET Active = 0 WHERE Id = @officer", new { officer }, default));

        Assert.That((await host.Send(Login())).Problem, Does.StartWith("Your account here is not active."));
        Assert.That((await host.Send(Login(subject: "s2"))).Problem, Does.StartWith("There is no account here"));
    }

    [TestCase("pwd", null, false)]
    [TestCase("pwd mfa", null, true)]
    [TestCase("otp", null, true)]
    [TestCase("pwd", "strong", true)]
    [TestCase("pwd", "weak", false)]
    public async Task Our_second_factor_is_asked_unless_the_provider_shows_one(string methods, string? level, bool isEnough)
    {
        using var host = new TrackerHost(settings: WithLevel, reused: true);
        var officer = host.IdOf(Role.Officer);
        await host.Query(db => db.Execute(
            "INSERT INTO AuthenticatorApp (PersonId, Secret, LastStep, AddedAt) VALUES (@officer, '', 0, @now)",
            new { officer, now = DateTimeOffset.UtcNow }, default));
        // People of the provider need no password here.
        await host.Query(db => db.Execute("UPDATE Person SET PasswordHash = NULL WHERE Id = @officer", new { officer }, default));
        var outcome = await host.Send(Login(methods: methods.Split(' '), level: level));

        Assert.That((outcome.Session is not null, outcome.Ticket is not null), Is.EqualTo((isEnough, !isEnough)));
        if (outcome.Ticket is { } ticket) Assert.That((await host.Send(new ReadSignInTicket(ticket))).HasApp, Is.True);
    }

    [Test]
    public async Task Roles_follow_the_claim_at_each_sign_in()
    {
        using var host = new TrackerHost(settings: WithRoles, reused: true);
        var officer = host.IdOf(Role.Analyst);
        Task<SignInOutcome> With(params string[] roles) => host.Send(Login(email: "analyst@test.example", roles: roles));
        async Task<string> Roles() => string.Join(' ', (await host.Query(db => db.List<string>(
            "SELECT Role FROM PersonRole WHERE PersonId = @officer ORDER BY Role", new { officer }, default))));
        await With("choir");
        Assert.That(await host.Query(db => db.Single<int>("SELECT COUNT(*) FROM SignOnIdentity", null, default)), Is.Zero,
            "A refused sign-in links nothing.");
        await With("patrol", "it", "choir");
        var both = await Roles();
        await host.Send(new ChangePerson(host.IdOf(Role.Administrator), 1, "Somebody", [Role.Administrator], true));
        await With("bikes");
        var one = await Roles();
        var none = await With("choir");

        Assert.That((both, one), Is.EqualTo(("Administrator Officer", "Officer")));
        Assert.That(none.Problem, Does.StartWith("City login gives you no role here."));
        Assert.That(await Roles(), Is.EqualTo("Officer"), "A refused sign-in changes nothing.");
    }

    [Test]
    public async Task Provider_can_not_take_the_last_administrator_or_change_a_partner()
    {
        using var host = new TrackerHost(settings: WithRoles, reused: true);
        host.IdOf(Role.Administrator);
        host.SignInPartner(await host.SignIn(Role.Officer).Stakeholder());
        var partner = await host.Query(db => db.Single<string>(
            "SELECT p.Email FROM Person p JOIN PersonRole r ON r.PersonId = p.Id WHERE r.Role = 'Partner'", null, default));
        await host.Send(Login(email: "administrator@test.example", roles: ["patrol"]));
        var outcome = await host.Send(Login(subject: "s2", email: partner, roles: ["it"]));

        Assert.That(outcome.Session, Is.Not.Null);
        Assert.That(await host.Query(db => db.List<string>("""
            SELECT r.Role FROM PersonRole r JOIN SignOnIdentity i ON i.PersonId = r.PersonId ORDER BY r.Role
            """, null, default)), Is.EqualTo(new[] { "Administrator", "Officer", "Partner" }));
    }

    [Test]
    public async Task With_passwords_off_only_the_named_account_has_one()
    {
        // People of the time before.
        using var before = new TrackerHost();
        var (officer, administrator) = (before.IdOf(Role.Officer), before.IdOf(Role.Administrator));
        using var host = new TrackerHost(settings: WithoutPasswords, beside: before);
        var refused = await host.Send(new SignIn(Email, TrackerHost.Password));
        var wrong = await host.Send(new SignIn("administrator@test.example", "wrong"));
        var allowed = await host.Send(new SignIn("administrator@test.example", TrackerHost.Password));
        await host.Send(new RequestPasswordLink(Email));

        Assert.That((refused.Session, wrong.Session, allowed.Session is null), Is.EqualTo(((string?)null, (string?)null, false)));
        Assert.That((refused.Problem, wrong.Problem),
            Is.EqualTo(("Passwords are switched off here. Sign in with City login.", refused.Problem)));
        Assert.That(await host.Query(db => db.Single<int>("SELECT COUNT(*) FROM Outbox", null, default)), Is.Zero);
        Assert.ThrowsAsync<RuleBroken>(() => host.Send(new SendPasswordLink(officer)));
        Assert.ThrowsAsync<RuleBroken>(() => host.Send(new MakePasswordLink(Email)));
        Assert.ThrowsAsync<RuleBroken>(() =>
            host.SendAs(officer, [Role.Officer], new ChangePassword(TrackerHost.Password, "a long new password")));
        Assert.ThrowsAsync<Invalid>(() => host.Send(new CreatePerson("new@test.example", "New", [Role.Officer], TrackerHost.Password)));
        Assert.DoesNotThrowAsync(() => host.Send(new SendPasswordLink(administrator)));
    }

    [Test]
    public async Task With_passwords_off_an_invitation_leads_to_the_provider_and_the_first_account_is_the_named_one()
    {
        using var host = new TrackerHost(settings: WithoutPasswords, reused: true);
        var link = (await host.Send(new OfferFirstAdministratorLink())).Address!.Split('/')[^1];
        var other = Assert.ThrowsAsync<Invalid>(() =>
            host.Send(new CreateFirstAdministrator(link, "me@test.example", "Me", TrackerHost.Password)))!;
        await host.Send(new CreateFirstAdministrator(link, "administrator@test.example", "Me", TrackerHost.Password));
        await host.Send(new CreatePerson("new@test.example", "New", [Role.Officer]));
        var email = (await host.Query(db => db.List<string>("SELECT Body FROM Outbox", null, default))).Single();

        Assert.That(other.Errors["email"].Single(), Does.Contain("administrator@test.example"));
        Assert.That(email, Does.Contain("/sign-in").And.Not.Contain("/password/"));
        Assert.That((await host.Send(Login(email: "new@test.example"))).Session, Is.Not.Null);
    }

    [Test]
    public async Task Page_offers_the_provider_first_and_a_stranger_there_gets_no_error()
    {
        using var host = new TrackerHost(settings: Provider, reused: true);
        var page = await Browser.Anonymous(host).Get("/sign-in");

        Assert.That(page.IndexOf("Sign in with City login", StringComparison.Ordinal),
            Is.InRange(0, page.IndexOf("Sign in with a password", StringComparison.Ordinal)));
        Assert.That(await Browser.Anonymous(host).Get("/sign-on"), Does.Contain("City login did not sign you in."));
        Assert.That((await host.Anonymous.GetAsync("/sign-in")).Headers.GetValues("Content-Security-Policy").Single(),
            Does.EndWith("form-action 'self' https://login.test.example"));
    }

    [Test]
    public async Task Without_a_provider_there_is_nothing_of_it()
    {
        using var host = new TrackerHost();
        var administrator = host.SignIn(Role.Administrator);

        Assert.ThrowsAsync<NotFound>(() => host.Send(Login()));
        Assert.That((await host.Anonymous.GetAsync("/sign-on")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await administrator.GetAsync($"/api/v1/people/{host.IdOf(Role.Administrator)}/sign-on")).StatusCode,
            Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await Browser.Anonymous(host).Get("/sign-in"), Does.Not.Contain("details"));
    }

    [TestCase("SignOn:Authority=http://login.test.example", "Set it to the provider's https address.")]
    [TestCase("SignOn:Authority=login", "Set it to the provider's https address.")]
    [TestCase("SignOn:Authority=https://login.test.example", "Set SignOn:ClientId")]
    [TestCase("SignOn:PasswordsOff=true", "Set SignOn:Authority too.")]
    [TestCase("SignOn:PasswordsOff=maybe", "Set it to true or false.")]
    [TestCase("SignOn:Authority=https://l.example;SignOn:ClientId=a;SignOn:PasswordsOff=true", "Set SignOn:BreakGlass")]
    [TestCase("SignOn:Authority=https://l.example;SignOn:ClientId=a;SignOn:RoleClaim=groups", "together with SignOn:Roles")]
    [TestCase("SignOn:Authority=https://l.example;SignOn:ClientId=a;SignOn:Roles:Officer=patrol", "Set SignOn:RoleClaim")]
    [TestCase("SignOn:Authority=https://l.example;SignOn:ClientId=a;SignOn:RoleClaim=g;SignOn:Roles:Chief=x", "has no \"Chief\"")]
    [TestCase("SignOn:Authority=https://l.example;SignOn:ClientId=a;SignOn:RoleClaim=g;SignOn:Roles:Partner=x", "has no \"Partner\"")]
    [TestCase("SignOn:Authority=https://l.example;SignOn:ClientId=a;SignOn:RoleClaim=g;SignOn:Roles:Officer=x;SignOn:Roles:Analyst=x",
        "gives \"x\" two roles")]
    public void Start_with_an_unfit_setting_is_refused(string settings, string sentence)
    {
        var configuration = new Microsoft.Extensions.Configuration.ConfigurationManager();
        foreach (var setting in settings.Split(';').Select(pair => pair.Split('=', 2))) configuration[setting[0]] = setting[1];

        Assert.That(Assert.Throws<UsageError>(() => SignOnProvider.From(configuration.GetSection("SignOn")))!.Message,
            Does.Contain(sentence));
    }
}
