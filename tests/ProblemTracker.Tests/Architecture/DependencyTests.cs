using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Architecture;

/// <summary>Dependencies go one way: a capability can use those listed before it, never those listed after it.</summary>
public sealed partial class DependencyTests
{
    /// <summary>Every capability of the product, lowest first. Add new ones here.</summary>
    private static readonly string[] LowestFirst =
    [
        "Domain", "Analysis", "Data", "Shared", "Backups",
        // Foundations.
        "Files", "Agency", "Jobs", "Mail", "AuditLog", "Retention", "Links", "Accounts", "Webhooks", "Search", "Neighborhoods",
        "Maps", "Assignments",
        // Records.
        "Problems", "Stakeholders", "Incidents", "Concerns", "Open311", "Surveys",
        // Features that build on the records.
        "Partners", "Portal", "Engagement", "Updates", "Nudges", "Evidence", "Patrol", "Reports", "PublicRecords", "Calendars",
        "Demo",
        // Pages and the API's host only bind input and send messages.
        "Pages", "Host",
    ];

    /// <summary>Maximum number of files in a folder, so that files are easy to find.</summary>
    private const int MostFiles = 16;

    [Test]
    public void Every_capability_is_listed() =>
        Assert.That(Types().Select(Capability).OfType<string>().Distinct().Except(LowestFirst), Is.Empty);

    /// <summary>Checks compiled code: the types of fields, parameters, calls and return values.</summary>
    [Test]
    public void Compiled_code_depends_downward_only()
    {
        var upward = Types().SelectMany(type => type.Dependencies.Select(d => (From: type, To: d.Target)))
            // ArchUnitNET assigns the T of a generic method to the method it loaded first.
            .Where(d => d.To is not GenericParameter)
            .Where(d => IsUpward(Capability(d.From), Capability(d.To)))
            .Select(d => $"{d.From.FullName} uses {d.To.FullName}");
        Assert.That(upward.Distinct().Order(StringComparer.Ordinal), Is.Empty);
    }

    /// <summary>
    /// Checks source files, since constants leave no trace in compiled code. Their <c>using</c> does, because an unneeded one fails the
    /// build.
    /// </summary>
    [Test]
    public void Source_files_import_downward_only()
    {
        var upward = Repository.Files("src/ProblemTracker", "*.cs").Where(file => file.Split('/').Length > 3)
            .SelectMany(file => Usings().Matches(Repository.Read(file))
            .Where(m => IsUpward(file.Split('/')[2], m.Groups[1].Value)).Select(m => $"{file}: {m.Value.Trim()}"));
        Assert.That(upward, Is.Empty);
    }

    [TestCase("Data", "Shared", true)]
    [TestCase("Problems", "Reports", true)]
    [TestCase("Reports", "Problems", false)]
    [TestCase("Problems", "Problems", false)]
    [TestCase("Problems", null, false)]
    public void Upward_is_from_a_lower_capability_to_a_higher_one(string from, string? to, bool expected) =>
        Assert.That(IsUpward(from, to), Is.EqualTo(expected));

    [Test]
    public void Namespace_matches_the_capabilitys_folder()
    {
        var elsewhere = Repository.Files("src/ProblemTracker", "*.cs").Where(file => file.Split('/').Length > 3)
            .Where(file => Declared().Match(Repository.Read(file)) is { Success: true } m && m.Groups[1].Value != Expected(file.Split('/')))
            .Select(file => $"{file} should be in {Expected(file.Split('/'))}");
        Assert.That(elsewhere, Is.Empty);

        static string Expected(string[] path) =>
            path[2] == "Pages" && path.Length > 4 ? $"ProblemTracker.Pages.{path[3]}" : $"ProblemTracker.{path[2]}";
    }

    [TestCase("src")]
    [TestCase("tests")]
    public void No_folder_has_too_many_files(string top)
    {
        var full = Repository.Files(top, "*").Where(file => !file.Contains("/wwwroot/", StringComparison.Ordinal))
            .GroupBy(file => file[..file.LastIndexOf('/')]).Where(folder => folder.Count() > MostFiles)
            .Select(folder => $"{folder.Key}: {folder.Count()}");
        Assert.That(full, Is.Empty);
    }

    [Test]
    public void Page_classes_end_in_Page() =>
        Assert.That(
            Repository.Files("src/ProblemTracker/Pages", "*.cshtml").Select(file => Model().Match(Repository.Read(file)).Groups[1].Value)
            .Where(name => name.EndsWith("Model", StringComparison.Ordinal)), Is.Empty);

    private static bool IsUpward(string? from, string? to) =>
        from is not null && to is not null && Array.IndexOf(LowestFirst, to) > Array.IndexOf(LowestFirst, from);

    /// <returns>Null for types outside the product, and for its entry point.</returns>
    private static string? Capability(IType type) =>
        type.Namespace?.FullName.Split('.') is ["ProblemTracker", var capability, ..] ? capability : null;

    private static IEnumerable<IType> Types() => Loaded.Value.Types.Where(type => Capability(type) is not null);

    private static readonly Lazy<ArchUnitNET.Domain.Architecture> Loaded = new(() => new ArchLoader()
        .LoadAssemblies(typeof(ProblemTracker.Domain.Stage).Assembly, typeof(ProblemTracker.Analysis.Proportion).Assembly,
            typeof(ProblemTracker.Shared.TrackerOptions).Assembly)
        .Build());

    [GeneratedRegex(@"^using (?:static )?ProblemTracker\.(\w+)[\w.]*;", RegexOptions.Multiline)]
    private static partial Regex Usings();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Declared();

    [GeneratedRegex(@"^@model (\w+)", RegexOptions.Multiline)]
    private static partial Regex Model();
}
