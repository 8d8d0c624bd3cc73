using ProblemTracker.Accounts;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Architecture;

/// <summary>Runs last: looks at what all other fixtures sent.</summary>
[NonParallelizable, Order(int.MaxValue)]
public sealed class SentMessagesTests
{
    [Test]
    public async Task A_message_that_was_sent_is_noted()
    {
        using var host = new TrackerHost();
        (await host.SignIn(Role.Officer).GetAsync("/api/v1/me")).Dispose();
        Assert.That(SentMessages.All, Does.Contain(typeof(ReadMe)));
    }

    /// <summary>A message that no fixture sends is untested, or dead.</summary>
    [Test]
    public void Every_message_is_sent_by_a_fixture()
    {
        if (Environment.GetEnvironmentVariable("TRACKER_WHOLE_SUITE") != "1") Assert.Ignore("Only scripts/test runs every fixture.");
        Assert.That(MessageTests.Messages.Where(message => !message.IsGenericType && !SentMessages.All.Contains(message)), Is.Empty);
    }
}
