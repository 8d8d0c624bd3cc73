using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Data;
using ProblemTracker.Demo;
using ProblemTracker.Host;
using ProblemTracker.Shared;

/// <summary>
/// Measures pages and the data of maps as a browser gets them from a running program: median time, bytes as sent, and bytes with gzip.
/// </summary>
internal static partial class Pages
{
    private const int Runs = 7;

    /// <param name="problems">Copies of the demo city's problems.</param>
    /// <param name="incidents">Copies of its incidents, each some meters from its model.</param>
    public static async Task Measure(string folder, int problems, int incidents)
    {
        await Fill(folder, problems, incidents);
        var address = $"http://127.0.0.1:{FreePort()}";
        using var product = Process.Start(new ProcessStartInfo("dotnet",
            [Path.Combine(AppContext.BaseDirectory, "ProblemTracker.dll"), "--urls", address, "--data", folder])
        { RedirectStandardOutput = true })!;
        try
        {
            product.OutputDataReceived += (_, _) => { };
            product.BeginOutputReadLine();
            Console.WriteLine($"{problems:N0} problems, {incidents:N0} incidents");
            Console.WriteLine($"{"",-56}{"median ms",12}{"bytes",12}{"gzip",12}");
            using var anyone = new HttpClient { BaseAddress = new(address) };
            await Ready(anyone);
            await Get(anyone, "floor: alive", "/health/live");
            using var officer = await SignIn(address, "officer2@demo.example");
            await Get(officer, "My day, officer", "/");
            await Get(officer, "counts of the header", "/updates?handler=Counts");
            await Get(officer, "problem", "/problems/35");
            await Get(officer, "evidence of a problem", "/problems/35/evidence");
            await Get(officer, "report of a problem", "/problems/5/report");
            await Get(officer, "report of a problem, Word", "/problems/5/report?handler=Document");
            await Get(officer, "problems, open", "/problems");
            await Get(officer, "problems, map", "/problems?view=map");
            await Get(officer, "data of the map of problems", $"/problems?handler=points&{City}");
            await Get(officer, "actions", "/actions");
            await Get(officer, "incidents", "/incidents");
            await Get(officer, "incidents, map", "/incidents/map");
            await Get(officer, "incidents, places", "/incidents/places");
            await Get(officer, "data of a map: whole city, all", Points(City));
            await Get(officer, "data of a map: whole city, a year", Points(City, "&from=2025-11-01"));
            await Get(officer, "data of a map: one neighborhood", Points("south=43.54&west=-77.56&north=43.57&east=-77.50"));
            await Get(officer, "data of a map: some streets", Points("south=43.547&west=-77.523&north=43.554&east=-77.494"));
            await Get(officer, "streets, whole city", $"/map/streets?{City}");
            using var supervisor = await SignIn(address, "supervisor@demo.example");
            await Get(supervisor, "My day, supervisor", "/");
            using var command = await SignIn(address, "command@demo.example");
            await Get(command, "My day, command staff", "/");
            await Get(command, "briefing", "/briefing");
        }
        finally
        {
            product.Kill();
            await product.WaitForExitAsync();
        }
    }

    private const string City = "south=43.51&west=-77.68&north=43.64&east=-77.38";

    private static string Points(string view, string filter = "") => $"/incidents/map?all=true{filter}&handler=points&{view}";

    private static async Task Get(HttpClient client, string what, string path)
    {
        var times = new List<double>();
        byte[] body = [];
        for (var i = 0; i <= Runs; i++)
        {
            var start = Stopwatch.GetTimestamp();
            using var reply = await client.GetAsync(path);
            body = await reply.Content.ReadAsByteArrayAsync();
            if (reply.StatusCode != HttpStatusCode.OK) throw new InvalidOperationException($"{path} answered {(int)reply.StatusCode}.");
            // The first request compiles the page.
            if (i > 0) times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        times.Sort();
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) await gzip.WriteAsync(body);
        Console.WriteLine($"{what,-56}{times[Runs / 2],12:N1}{body.Length,12:N0}{packed.Length,12:N0}");
    }

    private static async Task<HttpClient> SignIn(string address, string account)
    {
        var client = new HttpClient { BaseAddress = new(address), Timeout = TimeSpan.FromMinutes(5) };
        var token = Token().Match(await client.GetStringAsync("/sign-in")).Groups[1].Value;
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string> { ["account"] = account, ["__RequestVerificationToken"] = token });
        using var reply = await client.PostAsync("/sign-in?handler=Demo", form);
        return reply.IsSuccessStatusCode ? client : throw new InvalidOperationException($"{account} can't sign in.");
    }

    private static async Task Ready(HttpClient client)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                if ((await client.GetAsync("/health/ready")).IsSuccessStatusCode) return;
            }
            catch (HttpRequestException) when (i < 600)
            {
                // Not listening yet.
            }
            await Task.Delay(200);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task Fill(string folder, int problems, int incidents)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("Data", folder), new("Demo", "true")]).Build();
        var options = TrackerOptions.From(settings);
        await using var services = new ServiceCollection().AddLogging().AddTracker(options).BuildServiceProvider();
        await Startup.Prepare(services, options);
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System("bench");
        await DemoScale.Run(scope.ServiceProvider, options, problems * 2 / 125, (_, _) => { }, default);
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var models = await db.Single<int>("SELECT COUNT(*) FROM Incident", null, default);
        var last = await db.Single<long>("SELECT MAX(Id) FROM Incident", null, default);
        for (var copy = 1; copy * models < incidents; copy++)
            await db.Write(() => db.Execute("""
                INSERT INTO Incident (ImportRunId, EventKey, DedupeKey, SourceNumber, OccurredFrom, OccurredTo, TimePrecision, LocalDate,
                    LocalHour, LocalWeekday, CategoryCode, SourceCategory, NeighborhoodId, Latitude, Longitude, Address)
                SELECT ImportRunId, CONCAT(EventKey, '-', @copy), CONCAT(DedupeKey, '-', @copy), SourceNumber, OccurredFrom, OccurredTo,
                    TimePrecision, LocalDate, LocalHour, LocalWeekday, CategoryCode, SourceCategory, NeighborhoodId,
                    Latitude + ((Id * 7919 + @copy) % 401 - 200) * 0.00001, Longitude + ((Id * 104729 + @copy) % 401 - 200) * 0.00001,
                    Address
                FROM Incident WHERE Id <= @last
                """, new { copy, last }, default), default);
        await db.Write(() => db.Execute(db.Dialect.RefreshStatistics(), null, default), default);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
