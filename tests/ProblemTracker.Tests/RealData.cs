namespace ProblemTracker.Tests;

/// <summary>Public data that is not part of the product. Tests that need it are skipped if it is absent.</summary>
public static class RealData
{
    /// <summary>The path of a file in <c>shared/data</c>, searched for in the parent folders.</summary>
    public static string File(string name)
    {
        for (var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "data", name);
            if (System.IO.File.Exists(path)) return path;
        }
        Assert.Ignore($"shared/data/{name} is missing.");
        return "";
    }
}
