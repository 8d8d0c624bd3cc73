using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace ProblemTracker.Pages.Shared;

/// <summary>
/// Binds no property that only its own page sets. <c>[BindProperties]</c> on a class would otherwise take those with a private setter from
/// the request too, and ask for the fields of a record that the page reads itself.
/// </summary>
internal sealed class OwnProperties : IPageApplicationModelConvention
{
    public void Apply(PageApplicationModel model)
    {
        foreach (var property in model.HandlerProperties)
            if (property.PropertyInfo.SetMethod is not { IsPublic: true }) property.BindingInfo = null;
    }
}
