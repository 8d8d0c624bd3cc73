using FluentValidation.Resources;

namespace ProblemTracker.Shared;

/// <summary>What validators say that have no sentence of their own.</summary>
internal sealed class DefaultSentences : LanguageManager
{
    public DefaultSentences()
    {
        AddTranslation("en", "MaximumLengthValidator", "Use at most {MaxLength} characters; this has {TotalLength}.");
        AddTranslation("en", "NotEmptyValidator", "This is required.");
        AddTranslation("en", "NotNullValidator", "This is required.");
        AddTranslation("en", "EnumValidator", "Choose one of the listed values.");
    }
}
