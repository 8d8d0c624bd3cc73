using ProblemTracker.Domain;

namespace ProblemTracker.Tests.PublicRecords;

public sealed class RedactionTests
{
    [Test]
    public void Passage_is_redacted_wherever_it_occurs_with_its_reason()
    {
        var result = Of("Ann Vale saw it. Later ANN\n VALE called.", new Passage("ann vale", "PRIVACY"));

        Assert.That(result.Text.Value, Is.EqualTo("[redacted: PRIVACY] saw it. Later [redacted: PRIVACY] called."));
        Assert.That(result.Withheld.Select(w => w.Value), Is.EqualTo(new[] { "Ann Vale", "ANN\n VALE" }), "as it stands in the record");
    }

    [Test]
    public void Overlapping_passages_become_one_gap_with_both_reasons()
    {
        var result = Of("Ann Vale of Oak Street saw it.", new("Ann Vale of Oak", "PRIVACY"), new("Oak Street", "SECURITY"));

        Assert.That(result.Text.Value, Is.EqualTo("[redacted: PRIVACY, SECURITY] saw it."));
        Assert.That(result.Withheld, Has.Count.EqualTo(2));
    }

    [Test]
    public void Passage_is_taken_literally() =>
        Assert.That(Of("a.b (c) aXb", new Passage("a.b (c)", "X")).Text.Value, Is.EqualTo("[redacted: X] aXb"));

    [Test]
    public void Whole_field_leaves_only_its_reason()
    {
        var result = Redaction.Apply("Secret", FieldDecision.Redact("MEDICAL"));
        Assert.That(result.Text.Value, Is.EqualTo("[redacted: MEDICAL]"));
        Assert.That(result.Withheld, Is.EqualTo(new[] { new Withheld("Secret", "MEDICAL", false) }));
        Assert.That(Redaction.Apply("Known", FieldDecision.Release).Text.Value, Is.EqualTo("Known"));
    }

    private static RedactedText Of(string text, params Passage[] passages) =>
        Redaction.Apply(text, new(FieldChoice.Passages, null, passages));
}
