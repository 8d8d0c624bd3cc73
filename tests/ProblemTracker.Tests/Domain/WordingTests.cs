using System.Reflection;
using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Domain;

public sealed class WordingTests
{
    [Test]
    public void Labels_read_as_plain_English() => Assert.Multiple(() =>
    {
        Assert.That(Wording.Of(Technique.UsePlaceManagers), Is.EqualTo("Use place managers"));
        Assert.That(Wording.Of(ClosingReason.FurtherEffortUnlikelyToHelp), Is.EqualTo("Further effort unlikely to help"));
        Assert.That(Wording.Of(ClosingReason.ReasonableEffortSomeBenefit), Is.EqualTo("Reasonable effort with some benefit"));
        Assert.That(Wording.Of(ClosingReason.NotAProblem), Is.EqualTo("Not a problem"));
        Assert.That(Wording.Of(EvaluationDesign.BeforeAfter), Is.EqualTo("Before and after"));
        Assert.That(Wording.Of(EvaluationDesign.BeforeAfterWithControl), Is.EqualTo("Before and after, with a control area"));
        Assert.That(Wording.Of(CarriedOut.Not), Is.EqualTo("Not carried out"));
        Assert.That(Wording.Of(MeasureKind.QualityOfLife), Is.EqualTo("Quality of life"));
        Assert.That(Wording.Of(Stage.Scanning), Is.EqualTo("Scanning"));
    });

    [TestCaseSource(nameof(Enums))]
    public void Every_value_has_its_own_label(Type type)
    {
        var labels = Enum.GetValues(type).Cast<Enum>().Select(Wording.Of).ToList();

        Assert.That(labels, Is.Unique);
        Assert.That(labels, Has.All.Match("^([A-Z]['a-z-]+|A|PDF|PowerPoint)(,? [a-z-]+)*$"));
    }

    [Test]
    public void Unnamed_value_gives_its_number() => Assert.That(Wording.Of((Stage)99), Is.EqualTo("99"));

    private static IEnumerable<Type> Enums => typeof(Stage).Assembly.GetExportedTypes().Where(type => type.GetTypeInfo().IsEnum);
}
