using System.Text.Json;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using ProblemTracker.Maps;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Pages.Settings;

/// <summary>What pages that draw boundaries share.</summary>
internal static class Boundary
{
    /// <summary>The view of a map around a boundary.</summary>
    public static MapBox? BoxOf(JsonElement boundary)
    {
        var box = GeoJson.Read(boundary.GetRawText()).EnvelopeInternal;
        return new MapView(box.MinY, box.MinX, box.MaxY, box.MaxX).Box;
    }

    /// <summary>Moves the errors of the message's field to the field that the map fills in.</summary>
    public static void Rename(ModelStateDictionary state)
    {
        foreach (var error in state.TryGetValue("boundary", out var entry) ? entry.Errors.ToList() : [])
            state.AddModelError("Area", error.ErrorMessage);
        state.Remove("boundary");
    }
}
