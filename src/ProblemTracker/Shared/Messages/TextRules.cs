using System.Diagnostics.CodeAnalysis;
using FluentValidation;
using FluentValidation.Validators;
using MimeKit;

namespace ProblemTracker.Shared;

/// <summary>The rules for texts that validators share.</summary>
internal static class TextRules
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

    /// <summary>
    /// Whether the mail library takes the text as one address, both when it reads it and when it sends to it. What is around the text is
    /// trimmed, as it is when it is stored.
    /// </summary>
    public static bool IsEmailAddress([NotNullWhen(true)] string? text) => text?.Trim() is { Length: > 0 } address
        && !address.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))
        && MailboxAddress.TryParse(Strict, address, out var strict) && strict.Address == address
        && MailboxAddress.TryParse(address, out var sent) && sent.Address == address
        && strict.Domain.Length > 0 && HasKnownDomain(strict);

    private static readonly ParserOptions Strict = new()
    {
        AddressParserComplianceMode = RfcComplianceMode.Strict,
        AllowAddressesWithoutDomain = false,
    };

    // A server that knows no international addresses gets the domain in ASCII.
    private static bool HasKnownDomain(MailboxAddress address)
    {
        try
        {
            return MailboxAddress.EncodeAddrspec(address.Address).Split('@')[^1].All(char.IsAscii);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private sealed class Visible<T> : PropertyValidator<T, string>, INotEmptyValidator
    {
        public override string Name => "NotEmptyValidator";

        public override bool IsValid(ValidationContext<T> context, string value) => !value.IsBlank();

        protected override string GetDefaultMessageTemplate(string errorCode) => Localized(errorCode, Name);
    }
}
