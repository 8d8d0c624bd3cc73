using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace ProblemTracker.Pages.Shared;

/// <summary>Gives forms plain error messages, and binds empty text to "" instead of null where the property can't be null.</summary>
internal sealed class FormBinding : IBindingMetadataProvider, IDisplayMetadataProvider
{
    public static void Configure(MvcOptions mvc)
    {
        // Our validators check required fields, with better messages.
        mvc.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
        mvc.ModelMetadataDetailsProviders.Add(new FormBinding());
    }

    public void CreateBindingMetadata(BindingMetadataProviderContext context)
    {
        var kind = Nullable.GetUnderlyingType(context.Key.ModelType) ?? context.Key.ModelType;
        Func<string, string> unreadable =
            kind == typeof(DateOnly) ? value => $"“{value}” is not a date. Choose a date, or type it like 2026-03-02."
            : kind == typeof(int) || kind == typeof(long) ? value => $"“{value}” is not a whole number. Type it like 12."
            : kind == typeof(double) || kind == typeof(decimal) ? value => $"“{value}” is not a number. Type it like 12.5."
            : kind == typeof(bool) || kind.IsEnum ? _ => "Choose one of the options."
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
