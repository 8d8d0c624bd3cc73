using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace ProblemTracker.Pages.Shared;

/// <summary>
/// How forms become properties: what can't be read is answered in words a reader understands, and an empty line of text is empty, not null.
/// </summary>
internal sealed class FormBinding : IBindingMetadataProvider, IDisplayMetadataProvider
{
    public static void Configure(MvcOptions mvc)
    {
        // Our validators say what is required, in better words.
        mvc.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
        mvc.ModelMetadataDetailsProviders.Add(new FormBinding());
    }

    public void CreateBindingMetadata(BindingMetadataProviderContext context)
    {
        var kind = Nullable.GetUnderlyingType(context.Key.ModelType) ?? context.Key.ModelType;
        Func<string, string> unreadable =
            kind == typeof(DateOnly) ? value => $"“{value}” is not a date. Choose one, or write it like 2026-03-02."
            : kind == typeof(int) || kind == typeof(long) ? value => $"“{value}” is not a whole number."
            : kind == typeof(double) || kind == typeof(decimal) ? value => $"“{value}” is not a number. Write it like 12.5."
            : kind == typeof(bool) || kind.IsEnum ? _ => "Choose one of the answers offered."
            : value => $"“{value}” can't be used here.";
        Func<string, string> missing = _ => kind == typeof(DateOnly) ? "Choose a date." : kind.IsEnum ? "Choose one." : "Fill this in.";

        var words = new DefaultModelBindingMessageProvider();
        words.SetAttemptedValueIsInvalidAccessor((value, _) => unreadable(Short(value)));
        words.SetNonPropertyAttemptedValueIsInvalidAccessor(value => unreadable(Short(value)));
        words.SetValueIsInvalidAccessor(value => unreadable(Short(value)));
        words.SetUnknownValueIsInvalidAccessor(_ => unreadable("This"));
        words.SetNonPropertyUnknownValueIsInvalidAccessor(() => unreadable("This"));
        words.SetValueMustNotBeNullAccessor(missing);
        words.SetMissingBindRequiredValueAccessor(missing);
        words.SetMissingKeyOrValueAccessor(() => missing(""));
        words.SetMissingRequestBodyRequiredValueAccessor(() => missing(""));
        words.SetValueMustBeANumberAccessor(unreadable);
        words.SetNonPropertyValueMustBeANumberAccessor(() => unreadable("This"));
        context.BindingMetadata.ModelBindingMessageProvider = words;
    }

    public void CreateDisplayMetadata(DisplayMetadataProviderContext context)
    {
        if (context.Key.ModelType != typeof(string)) return;
        var nullability = context.Key switch
        {
            { PropertyInfo: { } property } => new NullabilityInfoContext().Create(property),
            { ParameterInfo: { } parameter } => new NullabilityInfoContext().Create(parameter),
            _ => null,
        };
        if (nullability?.WriteState == NullabilityState.NotNull || nullability?.ReadState == NullabilityState.NotNull)
            context.DisplayMetadata.ConvertEmptyStringToNull = false;
    }

    private static string Short(string value) => value.Length > 40 ? value[..40] + "…" : value;
}
