namespace ProblemTracker.Tests.Analysis;

/// <summary>Compares with reference values to a millionth, relative.</summary>
internal static class Near
{
    public static void Equal(double? actual, double expected, double relative = 1e-6)
    {
        Assert.That(actual, Is.Not.Null);
        Assert.That(actual!.Value, Is.EqualTo(expected).Within(Math.Max(1e-9, Math.Abs(expected) * relative)));
    }

    public static void Equal(IReadOnlyList<double> actual, IReadOnlyList<double> expected)
    {
        Assert.That(actual, Has.Count.EqualTo(expected.Count));
        for (var i = 0; i < expected.Count; i++) Equal(actual[i], expected[i]);
    }
}
