using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Domain.Stages;

public sealed class ThinEvidenceTests
{
    [TestCase(YesNo.Yes, "yes", true)]
    [TestCase(YesNo.Yes, " Noise! ", true)]
    [TestCase(YesNo.Yes, "- 12 -", true)]
    [TestCase(YesNo.Yes, "16 households", false)]
    [TestCase(YesNo.Yes, "...", false)]
    [TestCase(YesNo.Yes, null, false)]
    [TestCase(YesNo.No, "no", false)]
    [TestCase(null, "yes", false)]
    public void Evidence_of_one_word_is_questioned(YesNo? answer, string? evidence, bool questioned)
    {
        var doubts = ThinEvidence.In(new Cheers { Harmful = new() { Answer = answer, Evidence = evidence } });

        Assert.That(doubts.Select(doubt => doubt.Field),
            Is.EqualTo(questioned ? ["scanning.cheers.harmful.evidence"] : Array.Empty<string>()));
        if (questioned) Assert.That(doubts[0].Question, Does.StartWith("Harmful: ").And.EndWith("Will your supervisor accept that?"));
    }

    [Test]
    public void A_question_blocks_no_gate()
    {
        var ready = Sample.ReadyFor(Gate.Analysis);
        var cheers = ready.Scanning.Cheers with { Harmful = new() { Answer = YesNo.Yes, Evidence = "yes" } };
        var thin = ready with { Scanning = ready.Scanning with { Cheers = cheers } };

        Assert.That(ThinEvidence.In(cheers), Has.Count.EqualTo(1));
        Assert.That(Sara.ShortfallsBefore(Gate.Analysis, thin), Is.Empty);
    }
}
