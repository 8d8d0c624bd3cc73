using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using Microsoft.Extensions.Localization;

namespace ProblemTracker.Pages.Shared;

/// <summary>Gives forms plain error messages, and binds empty text to "" instead of null where the property can't be null.</summary>
internal sealed class FormBinding(IStringLocalizer<PageTexts> text) : IBindingMetadataProvider, IDisplayMetadataProvider
{
    public static void Configure(MvcOptions mvc, IStringLocalizer<PageTexts> text)
    {
        // Our validators check required fields, with better messages.
        mvc.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
        mvc.ModelMetadataDetailsProviders.Add(new FormBinding(text));
        mvc.Filters.Add<UnreadableValues>();
    }

    public void CreateBindingMetadata(BindingMetadataProviderContext context)
    {
        var kind = Nullable.GetUnderlyingType(context.Key.ModelType) ?? context.Key.ModelType;
        Func<string, string> unreadable =
            kind == typeof(DateOnly) ? value => text["Unreadable.Date", value]
            : kind == typeof(int) || kind == typeof(long) ? value => text["Unreadable.Whole", value]
            : kind == typeof(double) || kind == typeof(decimal) ? value => text["Unreadable.Number", value]
            : kind == typeof(bool) || kind.IsEnum ? _ => text["Unreadable.Choice"]
            : value => text["Unreadable.Other", value];
        Func<string, string> missing = _ =>
            text[kind == typeof(DateOnly) ? "Missing.Date" : kind.IsEnum ? "Missing.Choice" : "Missing.Other"];

        var words = new DefaultModelBindingMessageProvider();
        words.SetAttemptedValueIsInvalidAccessor((value, _) => unreadable(Short(value)));
        words.SetNonPropertyAttemptedValueIsInvalidAccessor(value => unreadable(Short(value)));
        words.SetValueIsInvalidAccessor(value => unreadable(Short(value)));
        words.SetUnknownValueIsInvalidAccessor(_ => unreadable(text["Unreadable.This"]));
        words.SetNonPropertyUnknownValueIsInvalidAccessor(() => unreadable(text["Unreadable.This"]));
        words.SetValueMustNotBeNullAccessor(missing);
        words.SetMissingBindRequiredValueAccessor(missing);
        words.SetMissingKeyOrValueAccessor(() => missing(""));
        words.SetMissingRequestBodyRequiredValueAccessor(() => missing(""));
        words.SetValueMustBeANumberAccessor(unreadable);
        words.SetNonPropertyValueMustBeANumberAccessor(() => unreadable(text["Unreadable.This"]));
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
