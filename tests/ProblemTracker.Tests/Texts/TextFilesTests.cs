using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using ProblemTracker.Domain;
using ProblemTracker.Nudges;
using ProblemTracker.Partners;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Texts;

/// <summary>The resource files: complete in every language, used, and the same English as elsewhere.</summary>
public sealed partial class TextFilesTests
{
    /// <summary>Texts that are written alike in a language.</summary>
    private static readonly string[] Alike = ["es Error"];

    /// <summary>Beginnings of keys that are put together from a code.</summary>
    private static readonly string[] PutTogether =
        ["Status.4", "Status.5", "Status.Other", "Rule.", "Update.", "Due.", "Validator.", "Email.Asked", "Email.DueSoon", "Email.WasDue",
            "Category.", "Frequency.", "Public.", "Stage.", "Outcome.", "Pace.", "Survey.Answer.", "Question."];

    [Test]
    public void Every_text_has_a_translation_with_the_same_places_for_values()
    {
        Assert.That(TextFiles.English, Has.Count.GreaterThan(2));
        var languages = TextFiles.Translations.Select(file => file.Language).Distinct().ToList();
        Assert.That(languages, Does.Contain("es"));
        Assert.Multiple(() =>
        {
            foreach (var language in languages)
                foreach (var english in TextFiles.English)
                {
                    var file = TextFiles.Translations.Where(found => found.Language == language && found.English == english)
                        .Select(found => found.File).SingleOrDefault();
                    Assert.That(file, Is.Not.Null, $"{english} has no translation into {language}.");
                    if (file is not null) Compare(language, TextFiles.Read(english), TextFiles.Read(file), file);
                }
        });
    }

    private static void Compare(
        string language, IReadOnlyDictionary<string, string> english, IReadOnlyDictionary<string, string> other, string file)
    {
        Assert.That(other.Keys, Is.EquivalentTo(english.Keys), file);
        foreach (var (key, text) in other.Where(pair => english.ContainsKey(pair.Key)))
        {
            Assert.That(Places(text), Is.EqualTo(Places(english[key])), $"{file}: {key}");
            if (Alike.Contains($"{language} {key}")) continue;
            Assert.That(text.Trim(), Is.Not.Empty.And.Not.EqualTo(english[key]), $"{file}: {key}");
        }
    }

    [Test]
    public void Every_text_is_used_and_every_used_key_has_a_text()
    {
        var source = string.Join('\n', Sources.Select(Repository.Read));
        var keys = TextFiles.English.SelectMany(file => TextFiles.Read(file).Keys).ToHashSet();
        var used = Indexed().Matches(source).Select(match => match.Groups[1].Value).ToHashSet();

        Assert.That(used, Has.Count.GreaterThan(50));
        Assert.That(used.Where(key => !key.Contains('{', StringComparison.Ordinal)).Except(keys), Is.Empty, "no such text");
        Assert.That(keys.Where(key => !source.Contains($"\"{key}\"", StringComparison.Ordinal) && key != "DemoMark"
            && !PutTogether.Any(start => key.StartsWith(start, StringComparison.Ordinal))), Is.Empty, "not used");
    }

    [Test]
    public void Languages_are_those_that_have_files()
    {
        var expected = TextFiles.Translations.Select(file => file.Language).Distinct().Order(StringComparer.Ordinal);

        Assert.That(Languages.All.Skip(1).Select(language => language.Name).Order(StringComparer.Ordinal),
            Is.EqualTo(expected));
        Assert.That(Languages.All[0].Name, Is.EqualTo("en"));
    }

    [Test]
    public void Third_language_is_added_by_its_file_alone()
    {
        var folder = Directory.CreateTempSubdirectory("languages-").FullName;
        foreach (var language in new[] { "es", "vi" })
        {
            Directory.CreateDirectory(Path.Combine(folder, language));
            File.WriteAllText(Path.Combine(folder, language, "ProblemTracker.resources.dll"), "");
        }
        Directory.CreateDirectory(Path.Combine(folder, "wwwroot"));

        Assert.That(Languages.TranslatedIn(folder).Select(Languages.Name),
            Is.EqualTo(new[] { "Español", "Tiếng Việt" }));
        var code = Sources.Where(file => !file.Contains("/Demo/", StringComparison.Ordinal))
            .Where(file => CodeOfSpanish().IsMatch(Repository.Read(file)));
        Assert.That(code, Is.Empty, "No code names a language.");
    }

    [Test]
    public void English_of_a_rule_is_the_rules_own_message()
    {
        var rules = TextFiles.Read(TextFiles.English.Single(file => file.EndsWith("OwnerTexts.resx", StringComparison.Ordinal)));
        var today = new DateOnly(2026, 3, 2);
        foreach (var status in Enum.GetValues<ActionStatus>())
            foreach (var answer in new OwnerAnswer?[] { null, OwnerAnswer.Accepted, OwnerAnswer.Declined })
                foreach (var reported in new DateOnly?[] { null, today })
                    foreach (var broken in new[]
                    {
                        OwnerRules.BeforeAnswering(status, reported), OwnerRules.BeforeReporting(status, answer, reported),
                    }.OfType<Shortfall>())
                        Assert.That(rules[$"Rule.{broken.Code}"], Is.EqualTo(broken.Message));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(9)]
    [TestCase(-1)]
    [TestCase(-40)]
    public void English_of_a_reminder_is_the_sentence_of_the_page(int days)
    {
        using var host = new TrackerHost();
        var words = host.Services.GetRequiredService<IStringLocalizer<OwnerTexts>>();
        var today = new DateOnly(2026, 3, 2);
        foreach (var action in new[] { null, "Light the alley" })
        {
            var due = today.AddDays(days);
            var nudge = new NudgeRow
            {
                Kind = NudgeKind.PartnerDueSoon,
                DueOn = due,
                Action = action,
                Sentence = NudgeKind.PartnerDueSoon.Sentence(due, today, null, action),
            };
            Assert.That(PartnerEmails.Sentence(words, nudge, today), Is.EqualTo(nudge.Sentence));
        }
    }

    private static IEnumerable<string> Sources =>
        Repository.Files("src/ProblemTracker", "*.cs").Concat(Repository.Files("src/ProblemTracker", "*.cshtml"));

    private static string Places(string text) => string.Join(' ', Place().Matches(text).Select(match => match.Value).Order());

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"(?:\b(?:Text|words|text)|Words\(\))\[\$?""([^""]+)""")]
    private static partial Regex Indexed();

    [GeneratedRegex(@"""es""|""es-")]
    private static partial Regex CodeOfSpanish();
}
