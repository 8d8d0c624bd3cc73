using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace ProblemTracker.Pages.Shared;

/// <summary>
/// The fields of the page in rendering order, for the error summary in the layout, which renders after the page. ModelState has another
/// order. A page adds a control that it writes by hand with <c>RenderedFields.Of(Context).Add(name, id)</c>.
/// </summary>
public sealed class RenderedFields
{
    private readonly List<(string Name, string Id, string Label)> _fields = [];
    private readonly HashSet<string> _unreadable = [];

    public static RenderedFields Of(HttpContext context)
    {
        if (context.Features.Get<RenderedFields>() is { } fields) return fields;
        context.Features.Set(fields = new RenderedFields());
        return fields;
    }

    public void Add(string name, string id, string label = "") => _fields.Add((name, id, label));

    /// <summary>Takes the messages about values that could not be read. They don't name their fields: binding knows no labels.</summary>
    internal void AddUnreadable(ModelStateDictionary state) =>
        _unreadable.UnionWith(state.Values.SelectMany(entry => entry.Errors).Select(error => error.ErrorMessage));

    /// <summary>The message with the field's label before it, if it is about a value that could not be read.</summary>
    internal string Labeled(string label, string message) =>
        label.Length == 0 || !_unreadable.Contains(message) || message.Length == 0 ? message
            : label.EndsWith('?') ? $"{label} {message}" : $"{label}: {char.ToLowerInvariant(message[0])}{message[1..]}";

    /// <summary>
    /// All errors in field order, each with the id of its field. An error about a group of fields has the id of the first one; an error
    /// about no field on the page has none.
    /// </summary>
    public IReadOnlyList<(string Message, string? Id)> InOrder(ModelStateDictionary state)
    {
        var errors = from entry in state
                     from error in entry.Value!.Errors
                     where error.ErrorMessage.Length > 0
                     let own = Own(entry.Key)
                     let at = own >= 0 ? own : FirstOf(entry.Key)
                     orderby at
                     select (own < 0 ? error.ErrorMessage : Labeled(_fields[own].Label, error.ErrorMessage),
                         at < 0 ? null : _fields[at].Id);
        return [.. errors.Distinct()];
    }

    private int Own(string key) => _fields.FindIndex(field => field.Name.Equals(key, StringComparison.OrdinalIgnoreCase));

    private int FirstOf(string group) => group.Length == 0 ? -1 : _fields.FindIndex(field => field.Name.Length > group.Length
        && field.Name.StartsWith(group, StringComparison.OrdinalIgnoreCase) && field.Name[group.Length] is '.' or '[');
}

/// <summary>Tells the page which messages came from binding. Before a handler runs, no other errors are there.</summary>
internal sealed class UnreadableValues : IPageFilter
{
    public void OnPageHandlerSelected(PageHandlerSelectedContext context)
    {
    }

    public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (!context.ModelState.IsValid) RenderedFields.Of(context.HttpContext).AddUnreadable(context.ModelState);
    }

    public void OnPageHandlerExecuted(PageHandlerExecutedContext context)
    {
    }
}
