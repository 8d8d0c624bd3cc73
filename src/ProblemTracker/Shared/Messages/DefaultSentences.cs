using System.Globalization;
using FluentValidation.Resources;

namespace ProblemTracker.Shared;

/// <summary>What validators say that have no sentence of their own, in the language of the request.</summary>
internal sealed class DefaultSentences : LanguageManager
{
    public override string GetString(string key, CultureInfo? culture = null) =>
        CommonTexts.Find($"Validator.{key}", culture ?? CultureInfo.CurrentUICulture) ?? base.GetString(key, culture);
}
