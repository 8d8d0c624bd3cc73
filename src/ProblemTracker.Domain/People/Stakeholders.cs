namespace ProblemTracker.Domain;

/// <summary>The kind of person or organization.</summary>
public enum StakeholderKind { Resident, Business, Agency, ServiceProvider, School, FaithGroup, Landlord, Media, Other }

/// <summary>A stakeholder's role in one problem. One stakeholder may have several.</summary>
public enum StakeholderRole { Affected, Reporter, OffendersHandler, Guardian, PlaceManager, Partner, Resource }

public static class StakeholderRoles
{
    /// <summary>People who could be harmed if their names became known: named only to the problem's team and to supervisors.</summary>
    public static bool IsProtected(this StakeholderRole role) =>
        role is StakeholderRole.Affected or StakeholderRole.Reporter or StakeholderRole.OffendersHandler;
}

/// <summary>The best way to reach someone.</summary>
public enum Channel { Email, Phone, Mail, InPerson }

/// <summary>What a stakeholder agreed to get email about.</summary>
public enum ConsentScope { OwnActions, WholeProblem }

/// <summary>How a directory entry resembles the one being added.</summary>
public enum Likeness { SamePhone, SameEmail, SameName, NearName }

public static class StakeholderKinds
{
    /// <summary>
    /// Whether the entry may be one person, who could be a minor. Don't enter anyone under 18: a school or program stands in for them.
    /// </summary>
    public static bool MayBePerson(this StakeholderKind kind) =>
        kind is StakeholderKind.Resident or StakeholderKind.Landlord or StakeholderKind.Other;
}

/// <summary>A stakeholder's recorded consent to get email. No record means no consent.</summary>
/// <param name="WithdrawnOn">Local date. Consent given later clears it.</param>
public sealed record Consent(DateOnly? On, ConsentScope? Scope, DateOnly? WithdrawnOn)
{
    public static readonly Consent None = new(null, null, null);

    public bool IsGiven => On is not null && WithdrawnOn is null;

    /// <summary>
    /// The consent after two entries are merged: the stricter one. Withdrawn on either entry means withdrawn; if both consents are given,
    /// the narrower scope applies. An entry without a record withdraws nothing, because it only means that no one asked. Consent moves to
    /// an entry without a record only if the email address it was given for moves too; otherwise email would go to an address without
    /// consent.
    /// </summary>
    /// <param name="gone">The consent of the entry that is merged into this one.</param>
    /// <param name="sameAddress">Whether the remaining entry has, or takes over, the email address of the merged one.</param>
    public Consent With(Consent gone, bool sameAddress)
    {
        if (WithdrawnOn is not null) return this;
        if (gone.WithdrawnOn is not null) return gone;
        if (gone.On is null) return this;
        if (On is null) return sameAddress ? gone : this;
        return gone.Scope < Scope ? gone : this;
    }
}
