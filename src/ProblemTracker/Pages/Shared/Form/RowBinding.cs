using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Binders;

namespace ProblemTracker.Pages.Shared;

/// <summary>
/// Binds the rows of a worksheet's form. The worksheet's lists are read-only and start empty; MVC would try to add to them and silently
/// drop every row.
/// </summary>
internal sealed class RowBinding : IModelBinderProvider
{
    private readonly CollectionModelBinderProvider _collections = new();

    public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
        context.Metadata.ModelType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
            && _collections.GetBinder(context) is { } rows ? new FromScratch(rows) : null;

    private sealed class FromScratch(IModelBinder rows) : IModelBinder
    {
        public Task BindModelAsync(ModelBindingContext context)
        {
            context.Model = null;
            return rows.BindModelAsync(context);
        }
    }
}
