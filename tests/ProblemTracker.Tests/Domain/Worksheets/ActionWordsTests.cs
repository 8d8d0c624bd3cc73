using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Domain;

public sealed class ActionWordsTests
{
    private static readonly DateOnly Day = new(2026, 3, 5);

    [Test]
    public void An_action_has_one_state()
    {
        Assert.Multiple(() =>
        {
            Assert.That(State(), Is.EqualTo("Planned"));
            Assert.That(State(answer: OwnerAnswer.Declined, answered: Day), Is.EqualTo("Declined by its owner on Mar 5, 2026"));
            Assert.That(State(answer: OwnerAnswer.Accepted), Is.EqualTo("Accepted by its owner"));
            Assert.That(State(answer: OwnerAnswer.Accepted, reported: Day), Is.EqualTo("Reported done Mar 5, 2026, not confirmed yet"));
            Assert.That(State(ActionStatus.Done, Day, OwnerAnswer.Accepted, Day), Is.EqualTo("Done Mar 5, 2026"));
            Assert.That(State(ActionStatus.Dropped, answer: OwnerAnswer.Declined), Is.EqualTo("Dropped"));
        });
    }

    private static string State(ActionStatus status = ActionStatus.Planned, DateOnly? done = null, OwnerAnswer? answer = null,
        DateOnly? reported = null, DateOnly? answered = null) => ActionWords.State(status, done, reported, answer, answered);
}
