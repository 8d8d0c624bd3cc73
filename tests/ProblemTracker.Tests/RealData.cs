namespace ProblemTracker.Tests;

/// <summary>Public data that is no part of the product. Tests that need it show as skipped where it is absent.</summary>
public static class RealData
{
    /// <summary>The path of a file in <c>shared/data</c>, looked for upward from here.</summary>
    public static string File(string name)
    {
        for (var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "data", name);
            if (System.IO.File.Exists(path)) return path;
        }
        Assert.Ignore($"shared/data/{name} is not here.");
        return "";
    }
}
