using FluentValidation;

namespace ProblemTracker.Portal;

/// <summary>What a meeting is about, in one language. Plain text, in which web addresses become links.</summary>
public sealed record MeetingText : IPublicText
{
    public const int LongestTitle = 200, LongestAgenda = 4000;

    /// <summary>The code of a language of the public site.</summary>
    public string Language { get; init; } = "";
    public string Title { get; init; } = "";
    /// <summary>Null if there is none.</summary>
    public string? Agenda { get; init; }

    internal MeetingText Trimmed() => this with { Title = Title.Trim(), Agenda = Agenda.IsBlank() ? null : Agenda!.Trim() };
}

internal sealed class MeetingTextRules : AbstractValidator<MeetingText>
{
    public MeetingTextRules()
    {
        RuleFor(t => t.Language).LanguageOfSite();
        RuleFor(t => t.Title).NotEmpty().WithMessage("Enter a title.").MaximumLength(MeetingText.LongestTitle);
        RuleFor(t => t.Agenda).MaximumLength(MeetingText.LongestAgenda);
    }
}
