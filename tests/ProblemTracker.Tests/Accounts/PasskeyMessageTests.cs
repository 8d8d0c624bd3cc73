using System.Text.Json;
using ProblemTracker.Accounts;
using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Accounts;

/// <summary>What the server believes of a passkey. How browsers use it: see PasskeyTests.</summary>
public sealed class PasskeyMessageTests
{
    private const string NotAccepted = "This passkey was not accepted.";
    /// <summary>A machine's own address has no passkeys, so they are at localhost.</summary>
    private static readonly string Origin = TrackerOptions.DefaultUrl.Replace("127.0.0.1", "localhost");

    private TrackerHost _host = null!;
    private Browser _browser = null!;
    private SoftwarePasskey _passkey = null!;
    private long _officer;

    [SetUp]
    public void Start()
    {
        _host = new();
        _passkey = new() { Origin = Origin };
        _officer = _host.IdOf(Role.Officer);
        _browser = new(_host, Role.Officer);
    }

    [TearDown]
    public void Stop()
    {
        _passkey.Dispose();
        _host.Dispose();
    }

    [Test]
    public async Task Passkey_signs_its_owner_in_without_a_password()
    {
        var page = await Add(_passkey);
        var outcome = await SignIn(_passkey);

        Assert.That(page, Does.Contain("Recovery codes"));
        Assert.That((outcome.PersonId, outcome.Session is null), Is.EqualTo((_officer, false)));
        Assert.That((await _host.Send(new ReadSecondFactors(_officer))).Passkeys.Single().LastUsedAt, Is.Not.Null);
    }

    [Test]
    public async Task Answer_is_accepted_once()
    {
        await Add(_passkey);
        var offer = await _host.Send(new OfferPasskeySignIn());
        var answer = _passkey.Sign(offer.Options);
        await _host.Send(new SignInByPasskey(offer.Offer, answer));

        Refused(new SignInByPasskey(offer.Offer, answer));
    }

    [Test]
    public async Task Answer_to_another_offer_or_from_another_site_is_refused()
    {
        await Add(_passkey);
        var (first, second) = (await _host.Send(new OfferPasskeySignIn()), await _host.Send(new OfferPasskeySignIn()));
        using var elsewhere = new SoftwarePasskey { Origin = "https://tracker.example.com" };

        Refused(new SignInByPasskey(second.Offer, _passkey.Sign(first.Options)));
        Assert.That(await Add(elsewhere), Does.Contain(NotAccepted));
    }

    [Test]
    public async Task Counter_that_goes_back_shows_a_copied_passkey()
    {
        await Add(_passkey);
        var (first, second) = (await _host.Send(new OfferPasskeySignIn()), await _host.Send(new OfferPasskeySignIn()));
        var older = _passkey.Sign(first.Options);
        await _host.Send(new SignInByPasskey(second.Offer, _passkey.Sign(second.Options)));

        Refused(new SignInByPasskey(first.Offer, older));
    }

    [Test]
    public async Task Removed_passkey_and_that_of_a_deactivated_person_sign_nobody_in()
    {
        await Add(_passkey);
        await _host.Query(db => db.Execute("UPDATE Person SET Active = 0 WHERE Id = @_officer", new { _officer }, default));
        Assert.ThrowsAsync<Invalid>(() => SignIn(_passkey));
        await _host.Query(db => db.Execute("UPDATE Person SET Active = 1 WHERE Id = @_officer", new { _officer }, default));
        using var other = new SoftwarePasskey { Origin = Origin };
        await Add(other.Create, redirect: "/me/second-factor");
        var id = (await _host.Send(new ReadSecondFactors(_officer))).Passkeys[0].Id;
        await _browser.Post("/me/second-factor?handler=Remove", new() { ["passkeyId"] = $"{id}" }, "/me/second-factor",
            formOn: "/me/second-factor");

        Assert.ThrowsAsync<Invalid>(() => SignIn(_passkey));
    }

    [Test]
    public async Task Passkey_is_added_once()
    {
        await Add(_passkey);

        Assert.That(await Add(_passkey), Does.Contain(NotAccepted));
    }

    [TestCase("{}")]
    [TestCase("null")]
    [TestCase("not JSON")]
    [TestCase("{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":{\"clientDataJSON\":\"AA\"}}")]
    public async Task Hand_made_answers_are_refused(string answer)
    {
        var signIn = await _host.Send(new OfferPasskeySignIn());

        Refused(new SignInByPasskey(signIn.Offer, answer));
        Assert.That(await Add(_ => answer), Does.Contain(NotAccepted));
    }

    private Task<string> Add(SoftwarePasskey passkey) => Add(passkey.Create);

    /// <returns>The page that follows.</returns>
    private async Task<string> Add(Func<string, string> answer, string? redirect = null)
    {
        var offer = JsonDocument.Parse(await _browser.Get("/me/second-factor?handler=Offer")).RootElement;
        return await _browser.Post("/me/second-factor?handler=Passkey", new()
        {
            ["Offer"] = offer.GetProperty("offer").GetString()!,
            ["Answer"] = answer(offer.GetProperty("options").GetString()!),
            ["Name"] = "My phone",
        }, redirect, formOn: "/me/second-factor");
    }

    private async Task<SignInOutcome> SignIn(SoftwarePasskey passkey)
    {
        var offer = await _host.Send(new OfferPasskeySignIn());
        return await _host.Send(new SignInByPasskey(offer.Offer, passkey.Sign(offer.Options)));
    }

    private void Refused(SignInByPasskey message) => Assert.ThrowsAsync<Invalid>(() => _host.Send(message));
}
