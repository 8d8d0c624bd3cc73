using System.Text.RegularExpressions;

namespace ProblemTracker.Tests.Pages;

/// <summary>A missing partial view fails only when its page is opened, so these tests check the names in the source.</summary>
public sealed partial class PartialViewTests
{
    private const string Root = "src/ProblemTracker/Pages/";

    private static readonly IReadOnlyList<string> Views = [.. Repository.Files("src/ProblemTracker/Pages", "*.cshtml")
        .Select(file => file[Root.Length..])];

    [Test]
    public void Every_partial_view_is_found_from_the_page_that_names_it()
    {
        var lost = Views
            .SelectMany(view => Named().Matches(Repository.Read(Root + view)).Select(m => (View: view, Name: m.Groups[1].Value)))
            .Where(use => !Found(use.View, use.Name)).Select(use => $"{use.View} names {use.Name}");
        Assert.That(lost, Is.Empty);
    }

    [TestCase("Case/Record/Audit.cshtml", "_Changes", true)]
    [TestCase("Case/Record/Audit.cshtml", "_SheetHead", false)]
    public void Sibling_folders_are_not_searched(string view, string partial, bool expected) =>
        Assert.That(Found(view, partial), Is.EqualTo(expected));

    /// <summary>
    /// Searches the page's folder, its parents, their Parts folders and the folders of Pages/Shared, as configured in WebSetup.
    /// </summary>
    private static bool Found(string view, string partial)
    {
        var folders = new List<string>();
        var folder = view[..view.LastIndexOf('/')];
        while (folder.Length > 0)
        {
            folders.AddRange([folder, $"{folder}/Parts"]);
            folder = folder.Contains('/') ? folder[..folder.LastIndexOf('/')] : "";
        }
        return Views.Any(known => known.EndsWith($"/{partial}.cshtml", StringComparison.Ordinal)
            && (known.StartsWith("Shared/", StringComparison.Ordinal) || folders.Contains(known[..known.LastIndexOf('/')])));
    }

    [GeneratedRegex(@"<partial name=""(_\w+)""")]
    private static partial Regex Named();
}
