using System.Text.RegularExpressions;

namespace ProblemTracker.Tests.Pages;

/// <summary>A partial view that is not found fails only when its page is opened, so the names are checked in the source.</summary>
public sealed partial class PartialViewTests
{
    private const string Root = "src/ProblemTracker/Pages/";

    private static readonly IReadOnlyList<string> Views = [.. Repository.Files("src/ProblemTracker/Pages", "*.cshtml")
        .Select(file => file[Root.Length..])];

    [Test]
    public void Every_partial_view_is_found_from_the_folder_of_the_page_that_names_it()
    {
        var lost =
            Views.SelectMany(view => Named().Matches(Repository.Read(Root + view)).Select(m => (View: view, Name: m.Groups[1].Value)))
            .Where(use => !Found(use.View, use.Name)).Select(use => $"{use.View} names {use.Name}");
        Assert.That(lost, Is.Empty);
    }

    [TestCase("Case/Record/Audit.cshtml", "_Changes", true)]
    [TestCase("Case/Record/Audit.cshtml", "_SheetHead", false)]
    public void A_folder_beside_is_not_looked_into(string view, string partial, bool expected) =>
        Assert.That(Found(view, partial), Is.EqualTo(expected));

    /// <summary>The page's folder, those above it, their Parts folders, and the folders of Pages/Shared, as WebSetup has them.</summary>
    private static bool Found(string view, string partial)
    {
        var folders = new List<string>();
        for (var folder = view[..view.LastIndexOf('/')]; folder.Length
            > 0; folder = folder.Contains('/') ? folder[..folder.LastIndexOf('/')] : "")
            folders.AddRange([folder, $"{folder}/Parts"]);
        return Views.Any(known => known.EndsWith($"/{partial}.cshtml", StringComparison.Ordinal)
            && (known.StartsWith("Shared/", StringComparison.Ordinal) || folders.Contains(known[..known.LastIndexOf('/')])));
    }

    [GeneratedRegex(@"<partial name=""(_\w+)""")]
    private static partial Regex Named();
}
