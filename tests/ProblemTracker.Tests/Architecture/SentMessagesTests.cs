using ProblemTracker.Accounts;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Architecture;

/// <summary>Checks the messages that all other fixtures sent, so it runs last.</summary>
[NonParallelizable, Order(int.MaxValue)]
public sealed class SentMessagesTests
{
    [Test]
    public async Task Sent_message_is_recorded()
    {
        using var host = new TrackerHost();
        (await host.SignIn(Role.Officer).GetAsync("/api/v1/me")).Dispose();
        Assert.That(SentMessages.All, Does.Contain(typeof(ReadMe)));
    }

    /// <summary>A message that no fixture sends is untested or unused.</summary>
    [Test]
    public void Every_message_is_sent_by_a_fixture()
    {
        if (Environment.GetEnvironmentVariable("TRACKER_WHOLE_SUITE") != "1") Assert.Ignore("Only scripts/test runs every fixture.");
        Assert.That(MessageTests.Messages.Where(message => !message.IsGenericType && !SentMessages.All.Contains(message)), Is.Empty);
    }
}
