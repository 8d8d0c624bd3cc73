using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Domain.Concerns;

/// <summary>Who is reminded of overdue concerns and repeat complaints, and when.</summary>
public sealed class ConcernLadderTests
{
    private static readonly DateOnly Due = new(2026, 3, 2);
    private static readonly ConcernReaders Both = new([1, 2], [9]);

    private static string Said(int days, ConcernReaders? readers = null) => string.Join("; ", ConcernLadder
        .Overdue(7, Due, readers ?? Both, Due.AddDays(days)).Select(r => $"{r.Kind} {string.Join(',', r.Recipients)} {r.Key[^1]}"));

    [TestCase(0, "")]
    [TestCase(1, "Overdue 1,2 0")]
    [TestCase(6, "Overdue 1,2 0")]
    [TestCase(7, "Overdue 1,2 1; EscalatedToSupervisor 9 0")]
    [TestCase(15, "Overdue 1,2 2; EscalatedToSupervisor 9 0")]
    public void Officers_hear_every_week_and_the_supervisor_after_seven_days(int days, string expected) =>
        Assert.That(Said(days), Is.EqualTo(expected));

    [Test]
    public void Supervisor_hears_where_there_is_no_officer_and_nobody_where_there_is_no_one()
    {
        Assert.That(Said(1, new([], [9])), Is.EqualTo("Overdue 9 0"));
        Assert.That(Said(30, new([], [])), Is.Empty);
        Assert.That(ConcernLadder.Waiting(1, Due, new([1], []), Due), Is.Empty);
    }

    [FsCheck.NUnit.Property(MaxTest = 200)]
    public bool Each_day_of_a_week_has_the_same_key_and_each_week_another(byte days)
    {
        string Key(int day) => ConcernLadder.Waiting(1, Due, Both, Due.AddDays(day)).Single().Key;
        return Key(days) == Key(days / 7 * 7) && Key(days) != Key(days + 7);
    }
}
