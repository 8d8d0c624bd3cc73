using ProblemTracker.Mail;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Mail;

/// <summary>Which problems an email names, for retention and legal holds.</summary>
public sealed class EmailProblemsTests
{
    private static readonly (string Subject, string Text, string[] Named)[] Emails =
    [
        ("P-2026-1000: overdue", "See it.", ["P-2026-1000"]),
        ("Your day", "P-2026-10000 and P-2026-0001, (P-2026-0001).", ["P-2026-0001", "P-2026-10000"]),
        ("Last", "About P-2026-0001", ["P-2026-0001"]),
        ("P- and P-2026", "P-2026-9999 is of another city. XP-1", []),
    ];

    [Test]
    public async Task Problems_are_found_by_their_whole_numbers_on_writing_and_in_emails_from_before()
    {
        using var host = new TrackerHost();
        foreach (var number in new[] { "P-2026-0001", "P-2026-1000", "P-2026-10000" })
        {
            var id = await host.OpenProblem(number);
            await host.Query(db => db.Execute("UPDATE Problem SET Number = @number WHERE Id = @id", new { number, id }, default));
        }
        var clock = (TrackerClock)host.Services.GetService(typeof(TrackerClock))!;
        foreach (var (subject, text, _) in Emails)
            await host.Query(db => Outbox.Queue(db, clock, new(subject, "a@city.example", subject, text), default));

        var expected = Emails.SelectMany(email => email.Named.Select(number => $"{email.Subject} {number}")).Order().ToList();
        Assert.That(await Named(host), Is.EqualTo(expected));
        await host.Query(async db =>
        {
            await db.Execute("DELETE FROM OutboxProblem", null, default);
            var script = Repository.Read($"{db.Dialect.Scripts}0022_email_problems.sql");
            return await db.Execute($"/* SQLite only */ {script[script.IndexOf("\nWITH ", StringComparison.Ordinal)..]}", null, default);
        });
        Assert.That(await Named(host), Is.EqualTo(expected));

        await host.Query(db => db.Execute("DELETE FROM Outbox", null, default));
        Assert.That(await Named(host), Is.Empty, "They go with the email.");
    }

    private static async Task<IReadOnlyList<string>> Named(TrackerHost host) => [.. (await host.Query(db => db.List<string>(
        "SELECT CONCAT(o.Subject, ' ', b.Number) FROM OutboxProblem b JOIN Outbox o ON o.Id = b.OutboxId", null, default))).Order()];
}
