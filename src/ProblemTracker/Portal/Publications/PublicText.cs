using FluentValidation;

namespace ProblemTracker.Portal;

/// <summary>What residents read of a problem, in one language.</summary>
public sealed record PublicText : IPublicText
{
    public const int LongestTitle = 200, LongestPlace = 200, LongestPart = 2000, LongestMeasure = 300;

    /// <summary>The code of a language of the public site.</summary>
    public string Language { get; init; } = "";
    public string Title { get; init; } = "";
    /// <summary>Where, by the block.</summary>
    public string Place { get; init; } = "";
    /// <summary>What residents said.</summary>
    public string YouSaid { get; init; } = "";
    /// <summary>What was done; null while nothing is.</summary>
    public string? WeDid { get; init; }
    /// <summary>What the figures of the chosen objective count; null without an objective.</summary>
    public string? Measure { get; init; }

    internal PublicText Trimmed() => this with
    {
        Title = Title.Trim(),
        Place = Place.Trim(),
        YouSaid = YouSaid.Trim(),
        WeDid = WeDid.IsBlank() ? null : WeDid.Trim(),
        Measure = Measure.IsBlank() ? null : Measure.Trim(),
    };
}

internal sealed class PublicTextRules : AbstractValidator<PublicText>
{
    private const string NoHouse = "Leave out the number of the house. Name the block if it matters.";

    private static bool NamesNoHouse(string? text) => text is null || !PublicPlace.NamesHouseIn(text);

    public PublicTextRules()
    {
        RuleFor(t => t.Language).LanguageOfSite();
        RuleFor(t => t.Title).NotEmpty().WithMessage("Enter a title that residents understand.").MaximumLength(PublicText.LongestTitle);
        RuleFor(t => t.Place).NotEmpty().WithMessage("Enter where it is, such as: 400 block of Tanner Street.")
            .MaximumLength(PublicText.LongestPlace);
        RuleFor(t => t.Place).Must(place => !PublicPlace.NamesHouse(place)).When(t => t.Place is { Length: > 0 })
            .WithMessage(t => PublicPlace.NamesHouse(PublicPlace.Block(t.Place)) ? "Name the block, not the house. Leave the number out."
                : $"Name the block, not the house, such as: {PublicPlace.Block(t.Place)}.");
        RuleFor(t => t.Title).Must(NamesNoHouse).WithMessage(NoHouse);
        RuleFor(t => t.YouSaid).Must(NamesNoHouse).WithMessage(NoHouse);
        RuleFor(t => t.WeDid).Must(NamesNoHouse).WithMessage(NoHouse);
        RuleFor(t => t.YouSaid).NotEmpty().WithMessage("Enter what residents said.").MaximumLength(PublicText.LongestPart);
        RuleFor(t => t.WeDid).MaximumLength(PublicText.LongestPart);
        RuleFor(t => t.Measure).MaximumLength(PublicText.LongestMeasure);
    }
}
