using Microsoft.AspNetCore.Mvc.ModelBinding;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.Pages.Stakeholders;

/// <summary>The form of a stakeholder, in the API's field names.</summary>
public sealed class StakeholderForm
{
    public string Name { get; set; } = "";
    public StakeholderKind? Kind { get; set; }
    public bool IsAdult { get; set; }
    public string? SafeContact { get; set; }
    public Channel? PreferredChannel { get; set; }
    public string? Phone { get; set; }
    public string? Email { get; set; }
    public string? PostalAddress { get; set; }
    public string? Language { get; set; }
    public string? Shareable { get; set; }
    public string? Remarks { get; set; }

    /// <summary>Whether the form asks for age. False for a saved entry that may be a person: its age was confirmed before.</summary>
    [BindNever]
    public bool AsksAge { get; set; } = true;

    public static StakeholderForm Of(StakeholderDetails stands) => new()
    {
        Name = stands.Name,
        Kind = stands.Kind,
        SafeContact = stands.SafeContact,
        PreferredChannel = stands.PreferredChannel,
        Phone = stands.Phone,
        Email = stands.Email,
        PostalAddress = stands.PostalAddress,
        Language = stands.Language,
        Shareable = stands.Shareable,
        Remarks = stands.Remarks,
        AsksAge = !stands.Kind.MayBePerson(),
    };

    public CreateStakeholder Creation() =>
        new(Name, Kind ?? default, IsAdult, SafeContact, PreferredChannel, Phone, Email, PostalAddress, Language, Shareable, Remarks);

    public ChangeStakeholder Change(long id, int version) =>
        new(id, version, Name, Kind ?? default, IsAdult, SafeContact, PreferredChannel, Phone, Email, PostalAddress, Language, Shareable,
            Remarks);
}
