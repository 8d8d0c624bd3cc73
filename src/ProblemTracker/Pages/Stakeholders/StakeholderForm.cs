using ProblemTracker.Stakeholders;

namespace ProblemTracker.Pages.Stakeholders;

/// <summary>The form of a stakeholder, in the API's field names.</summary>
public sealed class StakeholderForm
{
    public string Name { get; set; } = "";
    public StakeholderKind? Kind { get; set; }
    public string? Phone { get; set; }
    public string? Email { get; set; }
    public string? Remarks { get; set; }

    public static StakeholderForm Of(StakeholderAnswer stands) => new()
    {
        Name = stands.Name,
        Kind = stands.Kind,
        Phone = stands.Phone,
        Email = stands.Email,
        Remarks = stands.Remarks,
    };
}
