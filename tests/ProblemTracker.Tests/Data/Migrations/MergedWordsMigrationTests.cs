using Dapper;
using Microsoft.Data.Sqlite;

namespace ProblemTracker.Tests.Data;

public sealed class MergedWordsMigrationTests
{
    [Test]
    public async Task Kept_entry_is_found_by_the_words_of_entries_that_were_merged_into_it()
    {
        await using var connection = new SqliteConnection("Data Source=:memory:;Foreign Keys=False");
        await connection.OpenAsync();
        var scripts = Repository.Files("db/sqlite", "*.sql");
        var created = scripts.Single(script => script.EndsWith("_merged_and_duplicates.sql", StringComparison.Ordinal));
        foreach (var script in scripts.TakeWhile(script => script != created)) await connection.ExecuteAsync(Repository.Read(script));
        await connection.ExecuteAsync("""
            INSERT INTO Stakeholder (Id, Name, NameKey, Kind, CreatedAt, MergedIntoId) VALUES (1, 'Anna', 'ANNA', 'Resident', 'then', NULL),
                (2, 'Ana', 'ANA', 'Resident', 'then', 1), (3, 'Hanna', 'HANNA', 'Resident', 'then', 1),
                (4, 'Other', 'OTHER', 'Resident', 'then', NULL);
            INSERT INTO StakeholderText (StakeholderId, Words)
                VALUES (1, ' ANNA ¶ '), (2, ' ANA ¶ '), (3, ' HANNA ¶ '), (4, ' OTHER ¶ ');
            """);

        await connection.ExecuteAsync(Repository.Read(created));

        Assert.That(await connection.QueryAsync<string>(
            "SELECT CONCAT(rowid, Words) FROM StakeholderSearch WHERE StakeholderSearch MATCH 'ANA OR HANNA OR OTHER' ORDER BY rowid"),
            Has.Some.Matches("^1 ANNA ¶  +ANA ¶  +HANNA ¶ $").And.Some.EqualTo("2 ANA ¶ ").And.Some.EqualTo("4 OTHER ¶ "));
    }
}
