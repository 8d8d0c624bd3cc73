using ProblemTracker.Demo;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Demo;

public sealed class SignInAsDemoTests
{
    [Test]
    public async Task Signs_in_as_a_demo_account_and_no_other()
    {
        using var host = new TrackerHost(demo: true);

        Assert.That((await host.Send(new SignInAsDemo("officer@demo.example"))).PersonId, Is.Not.Null);
        host.IdOf("insider", ProblemTracker.Domain.Role.Officer);
        Assert.ThrowsAsync<NotFound>(() => host.Send(new SignInAsDemo("insider@test.example")));
    }

    [Test]
    public void Signs_no_one_in_outside_the_demo()
    {
        using var host = new TrackerHost();

        Assert.ThrowsAsync<NotFound>(() => host.Send(new SignInAsDemo("officer@demo.example")));
    }

    [Test]
    public async Task Health_checks_report_live_and_ready()
    {
        using var host = new TrackerHost();

        foreach (var check in new[] { "live", "ready" })
            Assert.That((await host.Anonymous.GetAsync($"/health/{check}")).StatusCode, Is.EqualTo(HttpStatusCode.OK), check);
    }
}
