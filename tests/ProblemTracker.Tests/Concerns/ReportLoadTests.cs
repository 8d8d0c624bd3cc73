using System.Diagnostics;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using ProblemTracker.Tests.Host;

namespace ProblemTracker.Tests.Concerns;

/// <summary>Many residents report at once, through Debian's nginx as the named proxy, from many networks.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed partial class ReportLoadTests
{
    private const int PerNetwork = 5, AtOnce = 8;

    private readonly string _folder = Directory.CreateTempSubdirectory("tracker-load").FullName;
    private TrackerProcess _tracker = null!;
    private NginxProcess _nginx = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        NginxProcess.MustBeInstalled();
        Directory.CreateDirectory(Path.Combine(_folder, "data"));
        _tracker = await TrackerProcess.Serve(Path.Combine(_folder, "data"), "--public-url", $"https://{NginxProcess.Host}",
            "--TrustedProxies=127.0.0.1");
        _nginx = await NginxProcess.Start(_folder, _tracker.Url);
        Execute("""
            INSERT INTO Setting (Name, Value, Version)
            VALUES ('publicSite', '{"isOn":true,"acknowledgeDays":2,"decideDays":10}', 1)
            """);
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _nginx?.Dispose();
        _tracker?.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [TestCase(40)]
    [TestCase(500, Category = "Soak")]
    public async Task No_concern_is_lost_and_pages_inside_answer_meanwhile(int concerns)
    {
        var before = Execute("SELECT COUNT(*) FROM Concern");
        using var done = new CancellationTokenSource();
        var inside = Task.Run(() => OpenPagesInside(done.Token), default);
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(Enumerable.Range(0, concerns), new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (i, _) => await Report($"127.1.{i / PerNetwork}.1"));
        var took = watch.Elapsed;
        await done.CancelAsync();
        var (pages, slowest) = await inside;

        await TestContext.Out.WriteLineAsync(FormattableString.Invariant(
            $"{concerns} concerns in {took.TotalSeconds:0.0} s; {pages} pages inside, slowest {slowest.TotalMilliseconds:0} ms"));
        Assert.That(Execute("SELECT COUNT(*) FROM Concern") - before, Is.EqualTo(concerns));
        Assert.That(Execute("SELECT COUNT(DISTINCT Number) FROM Concern") - before, Is.EqualTo(concerns));
        Assert.That(Execute("SELECT COUNT(*) FROM AuditEntry WHERE Origin LIKE '127.1.%'"), Is.Zero, "nobody is tracked");
        Assert.That(pages, Is.GreaterThan(0));
    }

    [Test]
    public async Task One_network_is_limited_and_others_are_not()
    {
        using var flood = Browser("127.2.0.1");
        HttpStatusCode last;
        var posts = 0;
        do
        {
            using var reply = await flood.PostAsync("/city/report", new FormUrlEncodedContent([]));
            last = reply.StatusCode;
        } while (last != HttpStatusCode.TooManyRequests && ++posts < 100);
        Assert.That(last, Is.EqualTo(HttpStatusCode.TooManyRequests));
        using var neighbor = Browser("127.2.0.2");
        using (var reply = await neighbor.PostAsync("/city/report", new FormUrlEncodedContent([])))
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests), "of the same network");
        await Report("127.3.0.1");
    }

    /// <summary>Writes and sends a report as a browser at an address would.</summary>
    private async Task Report(string from)
    {
        using var browser = Browser(from);
        using var first = await browser.GetAsync("/city/report");
        browser.DefaultRequestHeaders.Add("Cookie", first.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        var proof = Proof().Match(await first.Content.ReadAsStringAsync()).Groups[1].Value;
        await Post(browser, "/city/report", "where", ("Proof", proof), ("CategoryCode", "noise"), ("Description", "Loud."));
        await Post(browser, "/city/report/where", "report", ("Proof", proof), ("Address", $"Street {Guid.NewGuid():N}"));
        await Post(browser, "/city/report/who", "follow", ("Proof", proof));
    }

    private static async Task Post(HttpClient browser, string path, string next, params (string Name, string Value)[] fields)
    {
        using var reply = await browser.PostAsync(path,
            new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));
        Assert.That((reply.StatusCode, reply.Headers.Location?.ToString()),
            Is.EqualTo((HttpStatusCode.Found, reply.Headers.Location?.ToString())), path);
        Assert.That(reply.Headers.Location!.ToString(), Does.Contain(next), path);
    }

    private async Task<(int Pages, TimeSpan Slowest)> OpenPagesInside(CancellationToken ct)
    {
        using var browser = Browser("127.0.0.1");
        var (pages, slowest) = (0, TimeSpan.Zero);
        while (!ct.IsCancellationRequested)
        {
            var watch = Stopwatch.StartNew();
            using var page = await browser.GetAsync("/sign-in", CancellationToken.None);
            Assert.That(page.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            if (watch.Elapsed > slowest) slowest = watch.Elapsed;
            pages++;
        }
        return (pages, slowest);
    }

    private long Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder}/data/tracker.db");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar() ?? 0, null);
    }

    /// <summary>Connects from an address of this machine to nginx.</summary>
    private HttpClient Browser(string from) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        SslOptions = new() { RemoteCertificateValidationCallback = (_, seen, _, _) => seen?.GetCertHashString() == _nginx.Thumbprint },
        ConnectCallback = async (_, ct) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
            await socket.ConnectAsync(IPAddress.Loopback, _nginx.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = new($"https://{NginxProcess.Host}") };

    [GeneratedRegex("name=\"Proof\" value=\"([^\"]+)\"")]
    private static partial Regex Proof();
}
