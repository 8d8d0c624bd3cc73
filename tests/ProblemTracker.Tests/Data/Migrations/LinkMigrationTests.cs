using Dapper;
using Microsoft.Data.Sqlite;

namespace ProblemTracker.Tests.Data;

public sealed class LinkMigrationTests
{
    [Test]
    public async Task Links_sent_before_the_migration_still_open_the_same_action()
    {
        await using var connection = new SqliteConnection("Data Source=:memory:;Foreign Keys=False");
        await connection.OpenAsync();
        var scripts = Repository.Files("db/sqlite", "*.sql");
        var created = scripts.Single(script => script.EndsWith("0008_one_time_links.sql", StringComparison.Ordinal));
        foreach (var script in scripts.TakeWhile(script => script != created)) await connection.ExecuteAsync(Repository.Read(script));
        await connection.ExecuteAsync("""
            INSERT INTO ActionLink (ActionId, AttachmentId, Digest, CreatedAt, CreatedBy, ExpiresAt, WithdrawnAt)
            VALUES (7, 3, 'open', 'then', 1, 'later', NULL), (8, 4, 'withdrawn', 'then', NULL, 'later', 'now')
            """);

        await connection.ExecuteAsync(Repository.Read(created));

        Assert.That(
            await connection.QueryAsync<string>("""
                SELECT CONCAT_WS(' ', Purpose, SubjectId, HolderId, Digest, CreatedAt, CreatedBy, ExpiresAt, WithdrawnAt) FROM OneTimeLink
                ORDER BY Id
                """),
            Is.EqualTo(new[] { "ActionOwner 7 3 open then 1 later", "ActionOwner 8 4 withdrawn then later now" }));
    }
}
