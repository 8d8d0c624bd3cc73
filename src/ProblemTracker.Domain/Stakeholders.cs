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
