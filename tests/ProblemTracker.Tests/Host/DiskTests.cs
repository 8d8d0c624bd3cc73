using Microsoft.Data.Sqlite;
using ProblemTracker.Tests.Data;

namespace ProblemTracker.Tests.Host;

/// <summary>A server whose data folder is a small file system of its own, which is filled. Needs root to mount it.</summary>
public sealed class DiskTests
{
    [Test]
    public async Task Full_disk_answers_503_loses_nothing_and_saving_goes_on_once_there_is_space()
    {
        if (ServerDatabase.IsGiven) Assert.Ignore("The process runs on SQLite.");
        using var disk = new SmallDisk();
        disk.MustBeSmall();
        var folder = Path.Combine(disk.Folder, "data");
        var token = await TrackerProcess.Token(folder, "ada", "Officer", "Administrator");
        Execute(folder, "INSERT INTO Neighborhood (Name, NameKey) VALUES ('Alder Hill', 'ALDER HILL')");
        List<string> saved = [];
        using (var server = await TrackerProcess.Serve(folder, "--public-url", "http://localhost", "--DrainSeconds=0"))
        {
            using var api = server.Client(token);
            await (await api.PostAsJsonAsync("/api/v1/problems", new
            {
                title = "Noise behind the bar",
                description = "Every Friday night.",
                categoryCode = "noise",
                source = "Officer",
                priority = "Normal",
                confidential = false,
                neighborhoodId = 1,
                leadId = 1,
            })).Ok();
            disk.Fill();
            HttpResponseMessage refused;
            // The first notes may still fit into files that are there.
            do refused = await Note($"Note {saved.Count} {new string('x', 1800)}");
            while (refused.IsSuccessStatusCode && saved.Count < 5000);
            var read = await api.GetAsync("/api/v1/problems/1");
            var ready = await api.GetAsync("/health/ready");
            disk.Free();
            var later = await Note("There is space again.");

            Assert.That((refused.StatusCode, (await refused.Json()).GetProperty("title").GetString()), Is.EqualTo(
                (HttpStatusCode.ServiceUnavailable, "The server's disk is full, so nothing was saved. Tell your administrator.")));
            Assert.That(refused.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(30)));
            Assert.That(read.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That((ready.StatusCode, (await ready.Json()).GetProperty("checks").GetProperty("disk").GetString()),
                Is.EqualTo((HttpStatusCode.ServiceUnavailable, "Unhealthy")));
            Assert.That(later.StatusCode, Is.EqualTo(HttpStatusCode.Created), await later.Content.ReadAsStringAsync());
            await server.Terminate();

            async Task<HttpResponseMessage> Note(string text)
            {
                var reply = await api.PostAsJsonAsync("/api/v1/problems/1/notes", new { text });
                if (reply.IsSuccessStatusCode) saved.Add(text);
                return reply;
            }
        }
        Assert.That(Texts(folder, "PRAGMA integrity_check"), Is.EqualTo(new[] { "ok" }));
        Assert.That(Texts(folder, "SELECT Body FROM ProblemNote ORDER BY Id"), Is.EqualTo(saved));
    }

    private static void Execute(string folder, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={folder}/tracker.db;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static List<string> Texts(string folder, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={folder}/tracker.db;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        List<string> texts = [];
        while (rows.Read()) texts.Add(rows.GetString(0));
        return texts;
    }
}
