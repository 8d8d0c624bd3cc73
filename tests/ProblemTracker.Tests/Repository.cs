using ProblemTracker.Shared;

namespace ProblemTracker.Tests;

/// <summary>The files of this repository, for tests that check source text.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Paths below the root, with slashes, sorted; without build output and restored packages.</summary>
    public static IReadOnlyList<string> Files(string folder, string pattern) => [.. Directory
        .EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
        .Where(file => !file.Split('/').Any(part => part is "bin" or "obj" or "node_modules" or "lib"))
        .Order(StringComparer.Ordinal)];

    private static string Find(string from)
    {
        var folder = new DirectoryInfo(from);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ProblemTracker.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"There is no ProblemTracker.sln above {from}.");
    }
}
