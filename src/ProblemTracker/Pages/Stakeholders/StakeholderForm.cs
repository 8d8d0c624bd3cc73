using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
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
    public string? EmailLanguage { get; set; }
    public string? Shareable { get; set; }
    public string? Remarks { get; set; }

    /// <summary>The languages of emails and link pages.</summary>
    internal static IEnumerable<SelectListItem> EmailLanguages =>
    [
        new("English unless they choose", ""),
        .. Languages.All.Select(language => new SelectListItem(Languages.Name(language), language.Name)),
    ];

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
        EmailLanguage = stands.EmailLanguage,
        Shareable = stands.Shareable,
        Remarks = stands.Remarks,
        AsksAge = !stands.Kind.MayBePerson(),
    };

    public CreateStakeholder Creation() =>
        new(Name, Kind ?? default, IsAdult, SafeContact, PreferredChannel, Phone, Email, PostalAddress, Language, Shareable, Remarks,
            EmailLanguage);

    public ChangeStakeholder Change(long id, int version) =>
        new(id, version, Name, Kind ?? default, IsAdult, SafeContact, PreferredChannel, Phone, Email, PostalAddress, Language, Shareable,
            Remarks, EmailLanguage);
}
