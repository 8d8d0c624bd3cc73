namespace ProblemTracker.Domain;

/// <summary>What sort of person or organization a stakeholder is.</summary>
public enum StakeholderKind { Resident, Business, Agency, ServiceProvider, School, FaithGroup, Landlord, Media, Other }

/// <summary>How a stakeholder stands to one problem. One may stand in several roles.</summary>
public enum StakeholderRole { Affected, Reporter, OffendersHandler, Guardian, PlaceManager, Partner, Resource }

public static class StakeholderRoles
{
    /// <summary>Whom it may hurt to be known: named to the problem's team and to supervisors only.</summary>
    public static bool IsProtected(this StakeholderRole role) =>
        role is StakeholderRole.Affected or StakeholderRole.Reporter or StakeholderRole.OffendersHandler;
}

/// <summary>How somebody is best reached.</summary>
public enum Channel { Email, Phone, Mail, InPerson }

/// <summary>What somebody outside agreed to be written to about.</summary>
public enum ConsentScope { OwnActions, WholeProblem }

/// <summary>In what an entry of the directory is like the one that is being added.</summary>
public enum Likeness { SamePhone, SameEmail, SameName, NearName }

public static class StakeholderKinds
{
    /// <summary>
    /// Whether one natural person may be meant, who could be under age. Nobody under 18 is entered: a school or program stands for them.
    /// </summary>
    public static bool MayBePerson(this StakeholderKind kind) =>
        kind is StakeholderKind.Resident or StakeholderKind.Landlord or StakeholderKind.Other;
}

/// <summary>What is on record about somebody's consent to be written to. Nothing at all on record is no consent.</summary>
/// <param name="WithdrawnOn">Local date; a consent that was given after it clears it.</param>
public sealed record Consent(DateOnly? On, ConsentScope? Scope, DateOnly? WithdrawnOn)
{
    public static readonly Consent None = new(null, null, null);

    public bool IsGiven => On is not null && WithdrawnOn is null;

    /// <summary>
    /// What holds after two entries turned out to be one: the stricter. Withdrawn on either is withdrawn. Of two that are given the
    /// narrower scope holds. An entry without a record takes nothing away, since it says only that nobody asked; and a consent goes over to
    /// an entry without one only where the address it was given for goes over too, or mail would go where nobody agreed to get it.
    /// </summary>
    /// <param name="gone">The entry that is given up.</param>
    /// <param name="sameAddress">Whether the entry that stays has, or takes over, the mail address of the one that goes.</param>
    public Consent With(Consent gone, bool sameAddress)
    {
        if (WithdrawnOn is not null) return this;
        if (gone.WithdrawnOn is not null) return gone;
        if (gone.On is null) return this;
        if (On is null) return sameAddress ? gone : this;
        return gone.Scope < Scope ? gone : this;
    }
}
