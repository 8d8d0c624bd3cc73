using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using ProblemTracker.Demo;
using ProblemTracker.Pages.Reports;
using ProblemTracker.Tests.Architecture;

namespace ProblemTracker.Tests.Pages;

/// <summary>Every link from every report to a list, followed as a person would, in the demo city.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed partial class ReportLinkTests
{
    private TrackerHost _host = null!;
    private string _session = "";

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = new(demo: true);
        _session = await SessionCookies.Cookie(_host,
            await _host.Query(db => db.Single<long>("SELECT Id FROM Person WHERE Email = @Email", DemoCity.Supervisor, default)));
    }

    [OneTimeTearDown] public void Stop() => _host.Dispose();

    /// <summary>All with links: command staff, who read the concerns report, may not open concerns.</summary>
    public static IEnumerable<string> Pages => ReportList.All.Where(report => report.Name != "concerns")
        .Select(report => $"/reports/{report.Name}").Append("/briefing");

    [TestCaseSource(nameof(Pages))]
    public async Task Each_link_shows_its_filters_in_the_form_and_filtering_again_changes_nothing(string report)
    {
        var links = Link().Matches((await Get(report)).Html).Select(m => m.Groups[1].Value).Distinct().ToList();
        Assert.That(links, Is.Not.Empty);
        List<string> wrong = [];
        foreach (var link in links)
        {
            var (address, html) = await Get(link);
            var asked = QueryHelpers.ParseQuery(link[link.IndexOf('?')..]);
            var form = FilterForm.Of(html);
            wrong.AddRange(form.Choices.Where(c => !c.Name.Equals("Sort", StringComparison.OrdinalIgnoreCase))
                .Where(c => !Same(c.Value, asked.FirstOrDefault(q => q.Key.Equals(c.Name, StringComparison.OrdinalIgnoreCase)).Value))
                .Select(c => $"{link} shows {c.Name} as {c.Shown}"));
            var path = address.Split('?')[0];
            var again = (await Get(path + form.Query)).Address;
            if (!Equal(again, link)) wrong.Add($"{link} becomes {again} when filtered again");
        }
        Assert.That(wrong, Is.Empty, string.Join('\n', wrong));
    }

    private static bool Same(string shown, string? asked) => shown.Equals(asked ?? "", StringComparison.OrdinalIgnoreCase);

    /// <summary>The same filters, in any order; the page adds its sort order.</summary>
    private static bool Equal(string address, string link)
    {
        return Filters(address).SequenceEqual(Filters(link));

        static IEnumerable<string> Filters(string address) => QueryHelpers.ParseQuery(string.Concat(address.SkipWhile(c => c != '?')))
            .Where(q => !q.Key.Equals("sort", StringComparison.OrdinalIgnoreCase))
            .Select(q => $"{q.Key}={q.Value}".ToUpperInvariant()).Order(StringComparer.Ordinal);
    }

    private async Task<(string Address, string Html)> Get(string address)
    {
        for (var hops = 0; ; hops++)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Add("Cookie", _session);
            using var reply = await _host.Anonymous.SendAsync(request);
            if (reply.StatusCode == HttpStatusCode.Redirect && hops < 3)
            {
                address = reply.Headers.Location!.ToString();
                continue;
            }
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK), address);
            return (address, WebUtility.HtmlDecode(await reply.Content.ReadAsStringAsync()));
        }
    }

    [GeneratedRegex("href=\"(/(?:problems|actions|overrides|objectives|scores)(?:/moves)?\\?[^\"]+)\"")]
    private static partial Regex Link();
}
