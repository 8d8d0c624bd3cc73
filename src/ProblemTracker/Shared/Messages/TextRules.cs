using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FluentValidation;
using FluentValidation.Validators;
using MimeKit;

namespace ProblemTracker.Shared;

/// <summary>The rules for texts that validators share.</summary>
internal static partial class TextRules
{
    private const string Address = "Enter an email address in the format name@example.com.";

    /// <summary>
    /// Refuses a text that nobody can see (<see cref="VisibleText"/>). It has the name of FluentValidation's rule, and C# prefers it for
    /// texts, so that no validator can use the other, which takes zero-width characters for text.
    /// </summary>
    public static IRuleBuilderOptions<T, string> NotEmpty<T>(this IRuleBuilder<T, string?> rule) =>
        ((IRuleBuilder<T, string>)rule!).SetValidator(new Visible<T>());

    /// <summary>Refuses an address that no email can be sent to. A blank one passes.</summary>
    public static IRuleBuilderOptions<T, string> EmailAddress<T>(this IRuleBuilder<T, string?> rule) =>
        ((IRuleBuilder<T, string>)rule!).Must(text => string.IsNullOrWhiteSpace(text) || IsEmailAddress(text)).WithMessage(Address);

    /// <summary>Characters before the @, by RFC 5321.</summary>
    private const int LongestLocalPart = 64;

    /// <summary>
    /// Whether the mail library takes the text as one address, both when it reads it and when it sends to it, and its domain can be on the
    /// internet: names of letters, digits and hyphens (RFC 1123) with a dot between them, and no numbers. What is around the text is
    /// trimmed, as it is when it is stored.
    /// </summary>
    public static bool IsEmailAddress([NotNullWhen(true)] string? text) =>
        DomainOf(text) is { } domain && domain.Contains('.', StringComparison.Ordinal);

    /// <summary>Whether a text can be a phone number: people write them in many ways, but none has fewer than three digits.</summary>
    public static bool IsPhone([NotNullWhen(true)] string? text) => text is not null && text.Count(char.IsAsciiDigit) >= 3;

    /// <summary>Whether emails can be sent from this address: also from a machine that has no name on the internet.</summary>
    public static bool IsSender([NotNullWhen(true)] string? text) => DomainOf(text) is not null;

    /// <returns>The domain in ASCII; null if the text is no address.</returns>
    private static string? DomainOf(string? text) => text?.Trim() is { Length: > 0 } address
        && !VisibleText.HasUnseen(address) && address.LastIndexOf('@') is > 0 and <= LongestLocalPart
        // The library reads a domain in ASCII (xn--) as what it stands for.
        && Decoded(address) is { } read
        && MailboxAddress.TryParse(Strict, address, out var strict) && strict.Address == read
        && MailboxAddress.TryParse(address, out var sent) && sent.Address == read
        && strict.Domain.EnumerateRunes().All(IsOfDomains)
        && strict.Domain.Length > 0 && AsciiDomain(strict) is { } domain && Host().IsMatch(domain) ? domain : null;

    private static readonly ParserOptions Strict = new()
    {
        AddressParserComplianceMode = RfcComplianceMode.Strict,
        AllowAddressesWithoutDomain = false,
    };

    private static string? Decoded(string address)
    {
        if (!address.Contains("xn--", StringComparison.OrdinalIgnoreCase)) return address;
        // The library would drop it.
        if (address.EndsWith('.')) return null;
        try
        {
            return MailboxAddress.DecodeAddrspec(address);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Whether registries allow the character in names (IDNA 2008): letters with their marks and digits, no symbols.</summary>
    private static bool IsOfDomains(Rune rune) => rune.Value is '.' or '-' || Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    // A server that knows no international addresses gets the domain in ASCII.
    private static string? AsciiDomain(MailboxAddress address)
    {
        try
        {
            return MailboxAddress.EncodeAddrspec(address.Address).Split('@')[^1];
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\A(?=.{1,253}\z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*(?![0-9]+\z)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Host();

    private sealed class Visible<T> : PropertyValidator<T, string>, INotEmptyValidator
    {
        public override string Name => "NotEmptyValidator";

        public override bool IsValid(ValidationContext<T> context, string value) => !value.IsBlank();

        protected override string GetDefaultMessageTemplate(string errorCode) => Localized(errorCode, Name);
    }
}
