using System.Reflection;
using ProblemTracker.Incidents;

namespace ProblemTracker.Evidence;

/// <summary>A public guide about a kind of problem.</summary>
/// <param name="Summary">Two sentences of our own.</param>
public sealed record Guide(string Title, string Summary, string Href);

/// <summary>Public guides by the words of a category's name; the file Guides.txt has them.</summary>
public static class GuideTable
{
    private sealed record Entry(IReadOnlyList<IReadOnlyList<string>> Names, Guide Guide);

    private static readonly List<string> Lines = Read();

    private static readonly IReadOnlyList<Entry> Entries = [.. Lines.Skip(1).Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .Select(part => new Entry([.. part[0].Split(';', StringSplitOptions.TrimEntries).Select(OffenseTable.Words)],
            new(part[1], part[2], Lines[0])))];

    /// <summary>The address of the list of all guides.</summary>
    public static string List => Lines[0];

    /// <summary>The guides for a category, those that fit by most words first.</summary>
    public static IReadOnlyList<Guide> For(string category)
    {
        var words = OffenseTable.Words(category);
        return [.. Entries.Select(entry => (entry.Guide, Fit: entry.Names.Where(name => name.All(words.Contains)).Select(name => name.Count)
                .DefaultIfEmpty().Max()))
            .Where(one => one.Fit > 0).OrderByDescending(one => one.Fit).Select(one => one.Guide)];
    }

    /// <summary>
    /// The address of the list, then a line <c>names | title | summary</c> each; all words of one of the names must be in a category's.
    /// </summary>
    private static List<string> Read()
    {
        using var file = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("evidence/guides.txt")!);
        return [.. file.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => line[0] != '#')];
    }
}
