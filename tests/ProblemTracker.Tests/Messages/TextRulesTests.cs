using FluentValidation;
using FluentValidation.Validators;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using ProblemTracker.Shared;
using SharedTexts = ProblemTracker.Shared.Texts;

namespace ProblemTracker.Tests.Messages;

public sealed class TextRulesTests
{
    [TestCase("dana@example.com")]
    [TestCase(" dana.quill+porch@mail.city.example.gov ")]
    [TestCase("o'neill@example.com")]
    [TestCase("a@1-800.3.example")]
    [TestCase("a234567890123456789012345678901234567890123456789012345678901234@b.example", Description = "64 before the @")]
    [TestCase("dana@b\u00fccher.example")]
    [TestCase("a@xn--bcher-kva.example")]
    [TestCase("a@\u0928\u093f\u0915.example", Description = "with a mark")]
    [TestCase("jos\u00e9@example.com", Description = "for servers that know international addresses")]
    public void Address_that_can_be_mailed_passes(string address) => Assert.That(TextRules.IsEmailAddress(address), Is.True);

    [TestCase(null)]
    [TestCase("")]
    [TestCase("dana")]
    [TestCase("@example.com")]
    [TestCase("dana@")]
    [TestCase("a b@c.example")]
    [TestCase("a@b..example")]
    [TestCase("a..b@example.com")]
    [TestCase("a@b.example.")]
    [TestCase(".a@b.example")]
    [TestCase("a@b@c.example")]
    [TestCase("a@b.example, c@d.example")]
    [TestCase("Dana <dana@example.com>")]
    [TestCase("<dana@example.com>")]
    [TestCase("dana(at home)@example.com")]
    [TestCase("dana@example.com\r\nBcc: x@y.example")]
    [TestCase("dana@exa mple.com")]
    [TestCase("dana@-.\u200bexample")]
    [TestCase("a@b.example\u200b")]
    [TestCase("a\u2060b@c.example")]
    [TestCase("a@-b.example")]
    [TestCase("a@b-.example")]
    [TestCase("a@b_c.example")]
    [TestCase("a@[127.0.0.1]")]
    [TestCase("a@1.2.3.4")]
    [TestCase("a@\ud83d\ude00.co", Description = "a symbol in the domain")]
    [TestCase("a@xn--e28h.co", Description = "the same in ASCII")]
    [TestCase("a@xn--bcher-kva.example.")]
    [TestCase("a@b")]
    [TestCase("no-reply@localhost")]
    [TestCase("a2345678901234567890123456789012345678901234567890123456789012345@b.example", Description = "65 before the @")]
    [TestCase("a@b23456789012345678901234567890123456789012345678901234567890123x.example", Description = "64 in a label")]
    public void Address_that_the_mail_library_refuses_or_reads_otherwise_is_refused(string? address) =>
        Assert.That(TextRules.IsEmailAddress(address), Is.False);

    [Test]
    public void Sender_can_be_a_machine_without_a_name_on_the_internet()
    {
        Assert.That(TextRules.IsSender("no-reply@localhost"), Is.True);
        Assert.That(TextRules.IsSender("no-reply@-"), Is.False);
    }

    [Test]
    public void Address_that_passes_can_be_put_into_an_email()
    {
        foreach (var text in new[] { "dana@example.com", "dana@b\u00fccher.example", "\"dana q\"@example.com", "dana@[10.0.0.1]" })
            if (TextRules.IsEmailAddress(text))
                Assert.That(MailboxAddress.Parse(text).GetAddress(idnEncode: true), Does.Contain("@").And.Matches("^[ -~]+$"));
    }

    [Test]
    public void Every_validator_of_a_required_text_uses_the_rule_for_visible_texts()
    {
        using var host = new TrackerHost();
        using var scope = host.Services.CreateScope();
        var validators = typeof(Program).Assembly.GetTypes().Where(type => !type.IsAbstract && !type.ContainsGenericParameters)
            .SelectMany(type => type.GetInterfaces())
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IValidator<>))
            .Distinct().SelectMany(type => scope.ServiceProvider.GetServices(type)).OfType<IValidator>().ToList();
        var components = validators.SelectMany(validator => Components(validator.CreateDescriptor())).ToList();

        Assert.That(components.OfType<INotEmptyValidator>().Count(), Is.GreaterThan(60));
        Assert.That(components.Where(component => component.GetType() is { IsGenericType: true } type
            && type.GetGenericTypeDefinition() == typeof(NotEmptyValidator<,>)
            && type.GenericTypeArguments[1] == typeof(string)), Is.Empty);
    }

    private static IEnumerable<IPropertyValidator> Components(IValidatorDescriptor descriptor) =>
        descriptor.Rules.SelectMany(rule => rule.Components).Select(component => component.Validator).OfType<IPropertyValidator>();

    [TestCase("plain \U0001F600 text\r\n\u001b", true)]
    [TestCase("a\0", false)]
    [TestCase("\uFFFE", false)]
    [TestCase("\uFFFF", false)]
    [TestCase("\uFFFD", true)]
    public void Text_without_characters_that_can_not_be_stored_is_plain(string text, bool isPlain) =>
        Assert.That(SharedTexts.IsPlain(text), Is.EqualTo(isPlain));

    [Test]
    public void Half_of_a_surrogate_pair_is_not_plain()
    {
        Assert.That(SharedTexts.IsPlain("a\uD83D"), Is.False);
        Assert.That(SharedTexts.IsPlain("\uDE00a"), Is.False);
        Assert.That(SharedTexts.IsPlain("\uDE00\uD83D"), Is.False);
    }

    /// <summary>What passes is never refused by what comes after it.</summary>
    [FsCheck.NUnit.Property(MaxTest = 500)]
    public bool Plain_text_can_be_normalized(string? text) => text is null || !SharedTexts.IsPlain(text) || text!.Normalize().Length >= 0;

    [Test]
    public void Longer_text_names_the_line() =>
        Assert.That(SharedTexts.Objection("email,name\na@b.example,Ann\nc@d.example,B\uFFFEn"),
            Is.EqualTo("Line 3 has a character that can't be stored (U+FFFE). Remove it."));

    [Test]
    public void Names_and_values_of_a_dictionary_are_looked_at() =>
        Assert.That(SharedTexts.NotPlain(new Dictionary<string, string> { ["a\0"] = "b", ["c"] = "\uFFFF" }).Count(), Is.EqualTo(2));
}
