using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Binders;

namespace ProblemTracker.Pages.Shared;

/// <summary>
/// Lets a form fill the rows of a worksheet. Its lists are read-only and empty at first, and MVC, which adds to the list that is there,
/// would drop every row without a word.
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
