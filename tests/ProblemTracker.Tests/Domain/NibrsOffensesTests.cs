using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Domain;

public sealed class NibrsOffensesTests
{
    [Test]
    public void Codes_are_unique_and_have_three_characters()
    {
        var codes = NibrsOffenses.GroupA.Concat(NibrsOffenses.GroupB).Select(o => o.Code).ToList();
        Assert.That(codes, Is.Unique.And.All.Match("^[0-9]{2}[0-9A-Z]$"));
        Assert.That(NibrsOffenses.GroupB.Select(o => o.Code), Is.All.StartsWith("90"));
    }

    [TestCase("220", "Burglary/Breaking and Entering")]
    [TestCase("90C", "Disorderly Conduct")]
    [TestCase("999", null)]
    [TestCase("", null)]
    public void Code_gives_its_name(string code, string? name) => Assert.That(NibrsOffenses.NameOf(code), Is.EqualTo(name));
}
