using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace ProblemTracker.Pages.Shared;

/// <summary>
/// A form field: label, hint, error message and control.
/// <code>
/// &lt;field for="Sheet.Statement" label="What is the problem?" hint="One or two sentences." type="textarea" rows="4" required /&gt;
/// &lt;field for="Sheet.Objectives[i].Target" label="Target" /&gt;
/// &lt;field for="LeadId" label="Lead officer" options="Model.People" autocomplete="off" /&gt;
/// </code>
/// Without <c>type</c>, the property determines the control: a select for an enum or for options, a checkbox for bool, radio buttons for
/// bool?, a date field, a number field, else a line of text. Other attributes go to the control.
/// After an error the field shows what was typed, even an invalid number or date.
/// </summary>
[HtmlTargetElement("field", Attributes = "for", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class FieldTagHelper(IHtmlGenerator html, IStringLocalizer<PageTexts> words) : TagHelper
{
    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public ModelExpression For { get; set; } = null!;

    public string Label { get; set; } = "";

    public string? Hint { get; set; }

    /// <summary>text, textarea, number, date, select, checkbox, radio, or any other type of input.</summary>
    public string? Type { get; set; }

    public int Rows { get; set; } = 4;

    /// <summary>Choices of a select or of radio buttons; an enum needs none.</summary>
    public IEnumerable<SelectListItem>? Options { get; set; }

    /// <summary>Marks the label as required. Only the server validates, because the browser's own message would disappear.</summary>
    public bool Required { get; set; }

    /// <summary>Whether the page always sets a value, so that a select needs no blank choice.</summary>
    public bool AlwaysSet { get; set; }

    /// <summary>The control's id. Made from the name by default; set it only if two forms on a page share a field name.</summary>
    public string Id
    {
        get => field ?? TagBuilder.CreateSanitizedId(Name, html.IdAttributeDotReplacement);
        set;
    }

    private const string OfFilter = "Filter.";

    /// <summary>The property's path without the prefix "Filter.", because query parameters carry only the field names.</summary>
    private string Property => For.Name.StartsWith(OfFilter, StringComparison.Ordinal) ? For.Name[OfFilter.Length..] : For.Name;

    private string Name => ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(Property);
    private Type Value => Nullable.GetUnderlyingType(For.ModelExplorer.ModelType) ?? For.ModelExplorer.ModelType;
    private bool IsNullable =>
        Nullable.GetUnderlyingType(For.ModelExplorer.ModelType) is not null || !For.ModelExplorer.ModelType.IsValueType;

    private ModelStateEntry? State => ViewContext.ViewData.ModelState.TryGetValue(Name, out var entry) ? entry : null;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var kind = Type ?? (Options is not null || Value.IsEnum ? "select"
            : Value == typeof(bool) ? (IsNullable ? "radio" : "checkbox")
            : Value == typeof(DateOnly) ? "date"
            : IsNumber(Value) ? "number" : "text");
        var fields = RenderedFields.Of(ViewContext.HttpContext);
        var errors = State?.Errors.Select(error => fields.Labeled(Label, error.ErrorMessage)).Where(message => message.Length > 0)
            .Distinct().ToList() ?? [];

        var control = new AttributeDictionary();
        foreach (var attribute in output.Attributes)
            control[attribute.Name] = Convert.ToString(attribute.Value, CultureInfo.InvariantCulture);
        var needs = FieldNeeds.Of(ViewContext.HttpContext);
        var describedBy = string.Join(' ', new[]
        {
            Hint is null ? null : $"{Id}-hint", needs is null ? null : FieldNeeds.IdOf(Name), errors.Count == 0 ? null : $"{Id}-error",
        }.OfType<string>());
        if (describedBy.Length > 0) control["aria-describedby"] = describedBy;
        if (errors.Count > 0) control["aria-invalid"] = "true";
        if (Required) control["aria-required"] = "true";

        fields.Add(Name, Id, Label);
        // No script reads the generator's data-val attributes: only the server validates.
        ViewContext.ClientValidationEnabled = false;

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.Clear();
        output.Attributes.SetAttribute("class", errors.Count > 0 ? "usa-form-group usa-form-group--error" : "usa-form-group");
        var need = needs?.Of(Name) ?? HtmlString.Empty;
        if (kind == "radio") output.Content.AppendHtml(Radios(control, errors, need));
        else if (kind == "checkbox") output.Content.AppendHtml(need).AppendHtml(Error(errors)).AppendHtml(Checkbox(control));
        else
            output.Content.AppendHtml(LabelFor(errors)).AppendHtml(HintText()).AppendHtml(need).AppendHtml(Error(errors))
                .AppendHtml(Control(kind, control));
    }

    private TagBuilder Control(string kind, AttributeDictionary attributes)
    {
        switch (kind)
        {
            case "textarea":
                return Finish(html.GenerateTextArea(ViewContext, For.ModelExplorer, Property, Rows, 0, null), attributes,
                    "usa-textarea", drop: "cols");
            case "select":
                // Without a value a browser would show the first choice, even if another one stands for "not set".
                var current = html.GetCurrentValues(ViewContext, For.ModelExplorer, Property, allowMultiple: false) ?? [""];
                var blank = IsNullable && !AlwaysSet && Choices().All(choice => choice.Value != "") ? "- Select -" : null;
                return Finish(
                    html.GenerateSelect(ViewContext, For.ModelExplorer, blank, Property, Choices(), current, allowMultiple: false, null),
                    attributes, "usa-select");
            case "number":
                // An input of type number hides invalid text, so the user could not see what they typed.
                attributes.TryAdd("inputmode", Value == typeof(int) || Value == typeof(long) ? "numeric" : "decimal");
                attributes.TryAdd("autocomplete", "off");
                return Finish(TextBox("text", "{0:0.##########}"), attributes, "usa-input field-number");
            case "date":
                // For the same reason an invalid date is shown as text.
                var attempted = State?.AttemptedValue;
                var readable = string.IsNullOrEmpty(attempted)
                    || DateOnly.TryParseExact(attempted, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
                return Finish(TextBox(readable ? "date" : "text", "{0:yyyy-MM-dd}"), attributes, "usa-input field-date");
            default:
                return Finish(TextBox(kind, null), attributes, "usa-input");
        }
    }

    private TagBuilder TextBox(string type, string? format) => type == "password"
        ? html.GeneratePassword(ViewContext, For.ModelExplorer, Property, null, null)
        : html.GenerateTextBox(ViewContext, For.ModelExplorer, Property, For.Model, format, new { type });

    /// <summary>Adds the caller's attributes and the USWDS classes to the control that MVC generated.</summary>
    private TagBuilder Finish(TagBuilder control, AttributeDictionary attributes, string classes, string? drop = null)
    {
        foreach (var (key, value) in attributes)
            if (key == "class") control.AddCssClass(value!);
            else control.Attributes[key] = value;
        if (!control.Attributes.TryGetValue("type", out var type) || type != "radio") control.Attributes["id"] = Id;
        control.AddCssClass(classes);
        if (attributes.ContainsKey("aria-invalid")) control.AddCssClass("usa-input--error");
        if (drop is not null) control.Attributes.Remove(drop);
        return control;
    }

    private Tag Checkbox(AttributeDictionary attributes)
    {
        // MVC's own checkbox throws if the posted value is neither true nor false. A checked box posts "true,false".
        var isChecked = State?.AttemptedValue is { } attempted
            ? attempted.StartsWith("true", StringComparison.OrdinalIgnoreCase) : For.Model is true;
        var button = Element("input", "").With("type", "checkbox").With("name", Name).With("value", "true");
        if (isChecked) button.With("checked", "checked");
        button.TagRenderMode = TagRenderMode.SelfClosing;
        var box = Finish(button, attributes, "usa-checkbox__input");
        var label = Element("label", "usa-checkbox__label").With("for", Id).Text(Label).Html(RequiredMark());
        if (Hint is not null) label.Html(Element("span", "usa-checkbox__label-description").With("id", $"{Id}-hint").Text(Hint));
        // An unchecked box posts nothing, so a default of true would survive without the hidden false. It comes after the label because
        // USWDS draws the box in the label directly after the input.
        return Element("div", "usa-checkbox").Html(box).Html(label)
            .Html(html.GenerateHiddenForCheckbox(ViewContext, For.ModelExplorer, Property));
    }

    private Tag Radios(AttributeDictionary attributes, List<string> errors, IHtmlContent need)
    {
        var group = Element("fieldset", "usa-fieldset").With("role", "radiogroup");
        foreach (var key in new[] { "aria-describedby", "aria-invalid", "aria-required" })
            if (attributes.Remove(key, out var value)) group.With(key, value!);
        group.Html(Element("legend", errors.Count > 0 ? "usa-legend usa-legend--error" : "usa-legend").Text(Label).Html(RequiredMark()));
        group.Html(HintText()).Html(need).Html(Error(errors));

        var current = html.GetCurrentValues(ViewContext, For.ModelExplorer, Property, allowMultiple: false) ?? [];
        var number = 0;
        foreach (var choice in Choices())
        {
            // The first button has the field's own id, so that a link to the field lands on a control.
            var id = number++ == 0 ? Id : $"{Id}_{number}";
            var button = Element("input", "").With("type", "radio").With("name", Name).With("id", id).With("value", choice.Value);
            if (current.Contains(choice.Value, StringComparer.OrdinalIgnoreCase)) button.With("checked", "checked");
            button.TagRenderMode = TagRenderMode.SelfClosing;
            group.Html(Element("div", "usa-radio")
                .Html(Finish(button, attributes, "usa-radio__input"))
                .Html(Element("label", "usa-radio__label").With("for", id).Text(choice.Text)));
        }
        return group;
    }

    private List<SelectListItem> Choices()
    {
        if (Options is not null) return [.. Options];
        if (Value.IsEnum)
            return [.. Enum.GetValues(Value).Cast<Enum>().Select(value => new SelectListItem(Wording.Of(value), value.ToString()))];
        if (Value == typeof(bool)) return [new("Yes", "true"), new("No", "false")];
        throw new InvalidOperationException($"The field {Name} needs options. Set its options attribute.");
    }

    private Tag LabelFor(List<string> errors) =>
        Element("label", errors.Count > 0 ? "usa-label usa-label--error" : "usa-label").With("for", Id).Text(Label).Html(RequiredMark());

    private IHtmlContent RequiredMark() => Required ? Element("span", "field-required").Text($" {words["Required"]}") : HtmlString.Empty;

    private IHtmlContent HintText() => Hint is null ? HtmlString.Empty : Element("div", "usa-hint").With("id", $"{Id}-hint").Text(Hint);

    private IHtmlContent Error(List<string> errors) => errors.Count == 0 ? HtmlString.Empty
        : Element("div", "usa-error-message").With("id", $"{Id}-error").Html(Element("span", "usa-sr-only").Text($"{words["Error"]} "))
            .Text(string.Join(' ', errors));

    private static Tag Element(string name, string classes) => new(name, classes);

    private static bool IsNumber(Type type) =>
        type == typeof(int) || type == typeof(long) || type == typeof(decimal) || type == typeof(double) || type == typeof(short)
            || type == typeof(float);

    /// <summary>A TagBuilder with a fluent interface.</summary>
    private sealed class Tag : TagBuilder
    {
        public Tag(string name, string classes) : base(name)
        {
            if (classes.Length > 0) AddCssClass(classes);
        }

        public Tag With(string name, string value)
        {
            Attributes[name] = value;
            return this;
        }

        public Tag Text(string text)
        {
            InnerHtml.Append(text);
            return this;
        }

        public Tag Html(IHtmlContent content)
        {
            InnerHtml.AppendHtml(content);
            return this;
        }
    }
}
