using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Agency;
using ProblemTracker.Engagement;

namespace ProblemTracker.Pages.Engagement;

/// <summary>The fields of a contact.</summary>
public sealed class EngagementForm
{
    public EngagementKind? Kind { get; set; }
    public int? People { get; set; }
    public int? Minutes { get; set; }
    public long? NeighborhoodId { get; set; }
    public double? Latitude { get; set; }
    public double? Longitude { get; set; }
    public string? Heard { get; set; }
    /// <summary>Local date and time as browsers send them; blank for the current time.</summary>
    public string? HappenedAt { get; set; }
    public string? CategoryCode { get; set; }

    /// <summary>The type of the field: as text, an unreadable time is shown and can be corrected.</summary>
    public string TimeType => LocalTime.FieldType(HappenedAt);

    public static EngagementForm Of(EngagementRow contact, AgencyDay day) => new()
    {
        Kind = contact.Kind,
        People = contact.People,
        Minutes = contact.Minutes,
        NeighborhoodId = contact.NeighborhoodId,
        Heard = contact.Heard,
        HappenedAt = LocalTime.Of(contact.HappenedAt, day),
        CategoryCode = contact.CategoryCode,
    };

    /// <summary>What was entered. An unreadable time becomes an error of its field.</summary>
    public EngagementFacts Facts(AgencyDay day, ModelStateDictionary state) => new()
    {
        Kind = Kind,
        People = People,
        Minutes = Minutes,
        // The list has a neighborhood from before; a person who uses their location means that one.
        NeighborhoodId = Latitude is null ? NeighborhoodId : null,
        Latitude = Latitude,
        Longitude = Longitude,
        Heard = Heard,
        HappenedAt = LocalTime.At(HappenedAt, day, state, "Form.HappenedAt"),
        CategoryCode = CategoryCode,
    };

    /// <summary>After a refusal, the person chooses from the list.</summary>
    public void ForgetLocation(ModelStateDictionary state)
    {
        (Latitude, Longitude) = (null, null);
        state.Remove("Form.Latitude");
        state.Remove("Form.Longitude");
    }
}

/// <summary>Model of <c>_Fields</c>.</summary>
public sealed record EngagementFields(
    EngagementForm Form, IReadOnlyList<SelectListItem> Neighborhoods, IReadOnlyList<SelectListItem> Categories);
