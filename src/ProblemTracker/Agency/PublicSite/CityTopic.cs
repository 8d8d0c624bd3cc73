using System.Text.Json.Serialization;
using FluentValidation;

namespace ProblemTracker.Agency;

/// <summary>A matter of another service of the city, such as potholes, that residents may take for one of the police.</summary>
/// <param name="Name">In English.</param>
/// <param name="Office">Who handles it, such as Public Works; null for the city.</param>
/// <param name="Phone">The number to call; null for the number for city services.</param>
/// <param name="Link">The address of its page; null if there is none.</param>
/// <param name="Names">The name in other languages, by their codes.</param>
public sealed record CityTopic(string Name, string? Office = null, string? Phone = null, string? Link = null,
    IReadOnlyDictionary<string, string>? Names = null)
{
    /// <summary>Most topics of an agency.</summary>
    public const int Most = 30;

    internal const int LongestName = 100;

    /// <summary>The name in the language of the request.</summary>
    [JsonIgnore]
    public string LocalName => LocalNames.Of(Name, Names);

    internal CityTopic Trimmed() => new(Name.Trim(), Text(Office), Text(Phone), Text(Link), LocalNames.Trimmed(Names));

    private static string? Text(string? typed) => typed.IsBlank() ? null : typed.Trim();
}

internal sealed class CityTopicRules : AbstractValidator<CityTopic>
{
    public CityTopicRules()
    {
        RuleFor(t => t.Name).NotEmpty().WithMessage("Enter a name for the topic.").MaximumLength(CityTopic.LongestName);
        RuleFor(t => t.Names).MustBeLocalNames(CityTopic.LongestName);
        RuleFor(t => t.Office).MaximumLength(100);
        RuleFor(t => t.Phone).MaximumLength(50)
            .Must(phone => phone.IsBlank() || TextRules.IsPhone(phone))
            .WithMessage("Enter a phone number, such as 311 or 555-0100.");
        RuleFor(t => t.Link).MaximumLength(500)
            .Must(link => link.IsBlank() || (Uri.TryCreate(link.Trim(), UriKind.Absolute, out var address)
                && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)))
            .WithMessage("Enter a web address that starts with https://.");
    }
}
