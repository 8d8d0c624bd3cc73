namespace ProblemTracker.Tests.Host;

public sealed class PageCompressionTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    [TestCase("/sign-in", null, ExpectedResult = "gzip")]
    [TestCase("/sign-in", "same-origin", ExpectedResult = "gzip")]
    [TestCase("/sign-in", "none", ExpectedResult = "gzip")]
    [TestCase("/sign-in", "cross-site", ExpectedResult = "")]
    [TestCase("/sign-in", "same-site", ExpectedResult = "")]
    [TestCase("/api/v1/problems", null, ExpectedResult = "gzip")]
    [TestCase("/api/v1/problems", "cross-site", ExpectedResult = "")]
    public async Task<string> Pages_and_data_are_compressed_unless_another_site_opens_them(string path, string? from)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptEncoding.Add(new("gzip"));
        if (from is not null) request.Headers.Add("Sec-Fetch-Site", from);
        using var reply = await _host.Anonymous.SendAsync(request);
        return string.Join(", ", reply.Content.Headers.ContentEncoding);
    }
}
