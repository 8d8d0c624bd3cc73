using System.Text;
using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.PublicRecords;

namespace ProblemTracker.Tests.PublicRecords;

/// <summary>Random dossiers with planted words and random decisions, through the same writer as a release.</summary>
public sealed class PackagePropertyTests
{
    private static readonly string[] Escapings = ["{0}", "<b>{0}</b>", "\"{0}\"", "a, {0}\r\nb", "=1+{0}", "{0} & é 日本 \U0001F600"];

    [Test]
    public void Redacted_words_are_in_no_byte_and_released_words_are_there([Range(1, 40)] int seed)
    {
        var random = new Random(seed);
        List<ReleasedField> fields = [];
        List<string> gone = [], kept = [];
        for (var i = 0; i < 60; i++)
        {
            var (word, rest) = (Word(random), Word(random));
            var value = string.Format(null, Escapings[random.Next(Escapings.Length)], word) + " " + rest;
            var decision = random.Next(3) switch
            {
                0 => FieldDecision.Release,
                1 => FieldDecision.Redact("PRIVACY"),
                _ => new FieldDecision(FieldChoice.Passages, null, [new(random.Next(2) == 0 ? word.ToUpperInvariant() : word, "MEDICAL")]),
            };
            (decision.Choice == FieldChoice.Release ? kept : gone).Add(word);
            (decision.Choice == FieldChoice.Redact ? gone : kept).Add(rest);
            var result = Redaction.Apply(value, decision);
            fields.Add(new(1 + i / 30, $"notes[{i}].text", "notes", $"Notes {i}: text", result.Text,
                [.. result.Withheld.Select(w => w.ReasonCode).Distinct()]));
        }

        var files = Files(fields);

        Assert.That(ProofSearch.Find(gone, files), Is.Empty);
        foreach (var way in new Func<string, byte[]>[]
        {
            Encoding.UTF8.GetBytes, Encoding.Unicode.GetBytes, text => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(text)),
            text => Encoding.UTF8.GetBytes(WebUtility.HtmlEncode(text)), text => Encoding.UTF8.GetBytes(Uri.EscapeDataString(text)),
            text => Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=')[..^1]),
        })
            Assert.That(gone.Where(word => files.Any(file => file.Content.AsSpan().IndexOf(way(word)) >= 0)), Is.Empty,
                "the same without our own search");
        // The document and the table.
        Assert.That(ProofSearch.Find(kept, files[..1]).Select(hit => kept[hit.Term]), Is.EquivalentTo(kept));
        Assert.That(ProofSearch.Find(kept, files[1..2]).Select(hit => kept[hit.Term]), Is.EquivalentTo(kept));
    }

    [Test]
    public void Planted_word_in_any_released_field_is_found([Range(1, 20)] int seed)
    {
        var random = new Random(seed);
        var word = Word(random);
        var fields = Enumerable.Range(0, 10).Select(i => new ReleasedField(1, $"notes[{i}].text", "notes", $"Notes {i}: text",
            Redaction.Apply(i == seed % 10 ? string.Format(null, Escapings[seed % Escapings.Length], word) : Word(random),
                FieldDecision.Release).Text, [])).ToList();

        Assert.That(ProofSearch.Find([word], Files(fields)).Select(hit => hit.File), Is.EqualTo(new[] { 0, 1 }));
    }

    /// <summary>The writer can be given nothing but released texts.</summary>
    [Test]
    public void Only_redaction_makes_a_released_text()
    {
        Assert.That(typeof(ReleasedText).GetConstructors(), Is.Empty);
        Assert.That(typeof(ReleasedField).GetProperty(nameof(ReleasedField.Text))!.PropertyType, Is.EqualTo(typeof(ReleasedText)));
    }

    [Test]
    public void Metadata_in_a_picture_is_found()
    {
        byte[] clean = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xDA, 0, 2];
        byte[] exif = [0xFF, 0xD8, 0xFF, 0xE1, 0, 4, 0, 0, 0xFF, 0xDA, 0, 2];
        byte[] comment = [0xFF, 0xD8, 0xFF, 0xFE, 0, 4, 0, 0, 0xFF, 0xDA, 0, 2];
        Assert.That(Jpeg.Metadata(clean), Is.Null);
        foreach (var wrong in new[] { exif, comment, [], [0xFF, 0xD8], [0x89, 0x50, 0x4E, 0x47] })
            Assert.That(Jpeg.Metadata(wrong), Is.Not.Null);
    }

    private static ProofFile[] Files(IReadOnlyList<ReleasedField> fields)
    {
        var files = new ReleasePackage("R-2026-0001", new(2026, 3, 2), fields, [],
            [new("PRIVACY", "Privacy of a person", null, true), new("MEDICAL", "Medical information", "Section 1", true)]).Files();
        return [.. files, new("zip", ReleasePackage.Zip(files))];
    }

    private static string Word(Random random) =>
        new([.. Enumerable.Range(0, 12).Select(i => (char)((i == 0 ? 'A' : 'a') + random.Next(26)))]);
}
