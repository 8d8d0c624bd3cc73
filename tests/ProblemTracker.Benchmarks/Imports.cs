using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MediatR;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Data;
using ProblemTracker.Domain;
using ProblemTracker.Host;
using ProblemTracker.Incidents;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Problems;
using ProblemTracker.Search;
using ProblemTracker.Shared;

/// <summary>
/// Measures an import of incidents in random order next to <c>sqlite3</c>'s <c>.import</c> of the same rows into a copy of the same
/// database, with the same indexes and search index. Someone opens problems all the time, with and without the import.
/// </summary>
internal static class Imports
{
    private const int Columns = 10, Lines = 5;

    /// <summary>Id of the import that brought the incidents of before.</summary>
    private const int Earlier = 1000;

    private static readonly DateTimeOffset First = new(2021, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Streets = ["Oak", "Elm", "Main", "Pine", "Lake", "Hill", "Park", "River", "Cedar", "Maple"];
    private static readonly Actor Bench = Actor.System("bench");

    private static readonly string[] Categories =
        ["noise", "disorder", "drugs", "alcohol", "vandalism", "burglary", "theft", "robbery", "assault", "other"];

    private sealed record Row(
        int Number, DateTimeOffset At, string Category, double Latitude, double Longitude, int Cell, string Address);

    /// <param name="folder">An empty folder.</param>
    /// <param name="rows">Rows of the file.</param>
    /// <param name="before">Incidents that the database already has.</param>
    public static async Task Measure(string folder, int rows, int before)
    {
        var options = TrackerOptions.From(
            new ConfigurationBuilder().AddInMemoryCollection([new("Data", folder), new("Demo", "false")]).Build());
        Schema.Migrate(options.Database);
        await using var services = new ServiceCollection().AddLogging().AddTracker(options).BuildServiceProvider();
        using (var boundaries = new MemoryStream(Encoding.UTF8.GetBytes(Boundaries())))
            await Send(services, new ImportNeighborhoods("cells.geojson", boundaries));
        var file = Path.Combine(folder, "tracker.db");
        var copy = Path.Combine(folder, "copy.db");
        Fill(file, before);
        SqliteConnection.ClearAllPools();
        File.Copy(file, copy);
        var csv = Path.Combine(folder, "incidents.csv");
        await File.WriteAllLinesAsync(csv, Rows(before, rows).Select(r => string.Create(CultureInfo.InvariantCulture,
            $"{r.Number},{r.At:yyyy-MM-ddTHH:mm:ssZ},{r.Category},{r.Latitude:F6},{r.Longitude:F6},{r.Address}"))
            .Prepend("no,at,kind,lat,lon,address"));

        Console.WriteLine($"{rows:N0} rows into {before:N0} incidents");
        Console.WriteLine($"{"",-40}{"rows/s",10}{"KB/row",10}{"CPU s",10}{"MB",10}{"p99 ms",10}");
        using var alone = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        Print("opening problems alone", null, null, null, null, await Open(services, alone.Token));

        var number = Rate(await Theirs(copy, folder, before, rows), rows);
        Print(".import of sqlite3", number.Speed, number.Kilobytes, number.Processor, null, null);

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        await File.WriteAllTextAsync("/proc/self/clear_refs", "5");
        using var beside = new CancellationTokenSource();
        var opening = Task.Run(() => Open(services, beside.Token));
        var (start, written, processor) = (Stopwatch.GetTimestamp(), Written("self"), Environment.CpuUsage.TotalTime);
        await using (var content = File.OpenRead(csv))
            if (await Send(services, new ImportIncidents("incidents.csv", content, Map())) is var made && made.Added != rows)
                throw new InvalidOperationException($"{made.Added} of {rows} rows were added.");
        var ours = Rate((Stopwatch.GetElapsedTime(start), Environment.CpuUsage.TotalTime - processor, Written("self") - written), rows);
        await beside.CancelAsync();
        Print("import, opening problems beside it", ours.Speed, ours.Kilobytes, ours.Processor, Peak(), await opening);
        Console.WriteLine($"ratio {ours.Speed / number.Speed:N2}");
    }

    private static void Print(string what, double? speed, double? kilobytes, double? processor, double? megabytes, double? p99) =>
        Console.WriteLine($"{what,-40}{speed,10:N0}{kilobytes,10:N1}{processor,10:N1}{megabytes,10:N0}{p99,10:N0}");

    private static (double Speed, double Kilobytes, double Processor) Rate(
        (TimeSpan Time, TimeSpan Processor, long Bytes) taken, int rows) =>
        (rows / taken.Time.TotalSeconds, taken.Bytes / 1024.0 / rows, taken.Processor.TotalSeconds);

    /// <summary>Imports with the command line of SQLite, in one transaction as it does by itself.</summary>
    private static async Task<(TimeSpan Time, TimeSpan Processor, long Bytes)> Theirs(string database, string folder, int before, int rows)
    {
        var (incidents, texts) = (Path.Combine(folder, "rows.csv"), Path.Combine(folder, "texts.csv"));
        await File.WriteAllLinesAsync(incidents, Rows(before, rows).Select(r => string.Join(',', Values(r).Prepend(r.Number + 1))));
        await File.WriteAllLinesAsync(texts, Rows(before, rows).Select(r => $"{r.Number + 1},{Words(r)}"));
        var start = Stopwatch.GetTimestamp();
        using var shell = Process.Start(new ProcessStartInfo("sqlite3",
            [database, ".mode csv", "PRAGMA secure_delete = ON", $".import {incidents} Incident", $".import {texts} IncidentText"])
        { RedirectStandardOutput = true })!;
        var (bytes, processor) = (0L, TimeSpan.Zero);
        while (!shell.WaitForExit(TimeSpan.FromMilliseconds(100)))
            (bytes, processor) = (Math.Max(bytes, Written($"{shell.Id}")), shell.TotalProcessorTime);
        var time = Stopwatch.GetElapsedTime(start);
        await using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        await using var count = connection.CreateCommand();
        count.CommandText = "SELECT COUNT(*) FROM IncidentText";
        return (long)(await count.ExecuteScalarAsync())! == before + rows ? (time, processor, bytes)
            : throw new InvalidOperationException("sqlite3 did not import all rows.");
    }

    private static async Task<double> Open(IServiceProvider services, CancellationToken until)
    {
        var times = new List<double>();
        while (!until.IsCancellationRequested)
        {
            var start = Stopwatch.GetTimestamp();
            await Send(services, new OpenProblem("Noise behind the bar", "Every Friday night.", "noise", ProblemSource.Resident,
                Priority.Normal, false, NeighborhoodId: 1));
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            await Task.Delay(50, CancellationToken.None);
        }
        times.Sort();
        return times[times.Count * 99 / 100];
    }

    private static async Task<T> Send<T>(IServiceProvider services, IRequest<T> message)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Bench;
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(message);
    }

    /// <summary>Fills the tables without indexes and then builds these, as they would be after many imports.</summary>
    private static void Fill(string file, int rows)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        var indexes = new List<string>();
        using (var all = Command("SELECT sql FROM sqlite_master WHERE tbl_name = 'Incident' AND type = 'index' AND sql IS NOT NULL"))
        using (var read = all.ExecuteReader())
            while (read.Read()) indexes.Add(read.GetString(0));
        string[] triggers = ["IncidentText_Insert", "Incident_Insert"];
        foreach (var name in triggers)
        {
            using var trigger = Command($"SELECT sql FROM sqlite_master WHERE name = '{name}'");
            indexes.Add((string)trigger.ExecuteScalar()!);
        }
        using var transaction = connection.BeginTransaction();
        foreach (var sql in indexes) Run($"DROP {sql.Split(' ')[1]} {sql.Split(' ')[2]}");
        Run("INSERT INTO ImportRun (Id, Kind, FileName, State, StartedAt, LeaseUntil, FinishedAt) VALUES "
            + $"({Earlier}, 'Incidents', 'before', 'Finished', '2026-01-01T00:00:00.0000000Z', '2026-01-01T00:00:00.0000000Z', "
            + "'2026-01-01T00:00:00.0000000Z')");
        using var incident = Command($"INSERT INTO Incident VALUES ({string.Join(", ", Enumerable.Range(0, 17).Select(i => $"@p{i}"))})");
        using var text = Command("INSERT INTO IncidentText VALUES (@p0, @p1)");
        foreach (var row in Rows(0, rows))
        {
            Set(incident, Values(row).Prepend(row.Number + 1));
            Set(text, [row.Number + 1, Words(row)]);
        }
        foreach (var sql in indexes) Run(sql);
        Run("INSERT INTO IncidentKey SELECT DedupeKey, Id FROM Incident ORDER BY DedupeKey");
        Run("INSERT INTO IncidentEvent SELECT EventKey, Id FROM Incident ORDER BY EventKey");
        Run("INSERT INTO IncidentPlace SELECT Latitude, Longitude, Id FROM Incident ORDER BY Latitude, Longitude, Id");
        Run("INSERT INTO IncidentAddress SELECT Address, Id FROM Incident ORDER BY Address, Id");
        Run("INSERT INTO IncidentSearch (IncidentSearch) VALUES ('rebuild')");
        transaction.Commit();
        Run("ANALYZE");
        Run("PRAGMA wal_checkpoint(TRUNCATE)");

        SqliteCommand Command(string sql)
        {
            var command = connection.CreateCommand();
            command.CommandText = sql;
            return command;
        }

        void Run(string sql)
        {
            using var command = Command(sql);
            command.ExecuteNonQuery();
        }

        static void Set(SqliteCommand command, IEnumerable<object> values)
        {
            command.Parameters.Clear();
            foreach (var (i, value) in values.Index()) command.Parameters.AddWithValue($"@p{i}", value);
            command.ExecuteNonQuery();
        }
    }

    private static IEnumerable<object> Values(Row row)
    {
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{row.Number}")).AsSpan(0, 16));
        var at = row.At.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);
        return [Earlier, key, key, $"{row.Number}", at, at, "Minute", at[..10], row.At.Hour, (int)row.At.DayOfWeek, row.Category,
            row.Category, row.Cell + 1, row.Latitude.ToString("F6", CultureInfo.InvariantCulture),
            row.Longitude.ToString("F6", CultureInfo.InvariantCulture), row.Address];
    }

    private static string Words(Row row) =>
        TextWords.Of(IncidentTexts.Of($"{row.Number}", row.Address, row.Category));

    /// <summary>Rows in random order, at 100,000 places of five years.</summary>
    private static IEnumerable<Row> Rows(int after, int count)
    {
        var random = new Random(after + 1);
        for (var number = after; number < after + count; number++)
        {
            var place = random.Next(100_000);
            var (column, line) = (place % 400, place / 400);
            yield return new(number, First.AddMinutes(random.Next(5 * 365 * 24 * 60)), Categories[random.Next(Categories.Length)],
                43.5 + line * 0.0005 + 0.0002, -77.6 + column * 0.0005 + 0.0002, line / 50 * Columns + column / 40,
                $"{line * 4}-{column % 10} {Streets[column / 10 % 10]} {(char)('A' + column / 100)} St");
        }
    }

    private static string Boundaries() => $$$"""{"type":"FeatureCollection","features":[{{{string.Join(',',
        Enumerable.Range(0, Columns * Lines).Select(Cell))}}}]}""";

    private static string Cell(int cell)
    {
        var (west, south) = (-77.6 + cell % Columns * 0.02, 43.5 + cell / Columns * 0.025);
        var (east, north) = (west + 0.02, south + 0.025);
        var ring = string.Create(CultureInfo.InvariantCulture,
            $"[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]");
        return $$$"""
            {"type":"Feature","properties":{"name":"Cell {{{cell}}}"}, "geometry":{"type":"Polygon","coordinates":[[{{{ring}}}]]} }
            """;
    }

    private static IncidentMap Map() => new()
    {
        Columns = new Dictionary<string, string>
        {
            ["number"] = "no",
            ["occurred"] = "at",
            ["category"] = "kind",
            ["latitude"] = "lat",
            ["longitude"] = "lon",
            ["address"] = "address",
        },
        Categories = Categories.ToDictionary(c => c),
        CategoryDefault = "other",
        Key = ["no"],
    };

    /// <summary>Bytes that a process caused to be written to disk.</summary>
    private static long Written(string process)
    {
        try
        {
            return File.ReadLines($"/proc/{process}/io").Where(line => line.StartsWith("write_bytes", StringComparison.Ordinal))
                .Select(line => long.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture)).First();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return 0; // It has just ended.
        }
    }

    /// <summary>Megabytes of memory that this process used at most since <c>clear_refs</c> was written.</summary>
    private static double Peak() => File.ReadLines("/proc/self/status").Where(line => line.StartsWith("VmHWM", StringComparison.Ordinal))
        .Select(line => long.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture) / 1024).First();
}
