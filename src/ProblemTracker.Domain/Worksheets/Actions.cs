using System.Text.Json.Serialization;

namespace ProblemTracker.Domain;

public enum ActionStatus { Planned, Done, Dropped }

/// <summary>Who owns an action: someone in the department, an organization, a resident, or no one yet.</summary>
public enum ActionOwner { Police, Partner, Resident, Unassigned }

public enum TriangleSide { Offender, Target, Place }

/// <summary>
/// The 25 techniques of situational prevention (Cornish and Clarke 2003), five per group: effort, risks, rewards, provocations, excuses.
/// </summary>
public enum Technique
{
    HardenTargets, ControlAccess, ScreenExits, DeflectOffenders, ControlToolsAndWeapons,
    ExtendGuardianship, AssistNaturalSurveillance, ReduceAnonymity, UsePlaceManagers, StrengthenFormalSurveillance,
    ConcealTargets, RemoveTargets, IdentifyProperty, DisruptMarkets, DenyBenefits,
    ReduceFrustrationAndStress, AvoidDisputes, ReduceArousal, NeutralizePeerPressure, DiscourageImitation,
    SetRules, PostInstructions, AlertConscience, AssistCompliance, ControlDrugsAndAlcohol,
}

/// <summary>A task that is part of the response, owned by a police employee or by a stakeholder, never by both.</summary>
public sealed record ResponseAction
{
    public long Id { get; init; }
    public string Description { get; init; } = "";
    public long? OwnerId { get; init; }
    /// <summary>The stakeholder's attachment to this problem, if the owner is outside the police.</summary>
    public long? OwnerAttachmentId { get; init; }
    public DateOnly? DueOn { get; init; }
    public Technique? Technique { get; init; }
    public TriangleSide? Side { get; init; }
    public bool Enforcement { get; init; }
    /// <summary>An urgent safety measure: may start in any stage, with a reason; part of the current response, not of the plan.</summary>
    public bool UrgentSafetyMeasure { get; init; }
    public ActionStatus Status { get; init; }
    /// <summary>Local date on which it was done.</summary>
    public DateOnly? DoneOn { get; init; }
    public string? DroppedReason { get; init; }

    [JsonIgnore]
    public bool HasOwner => OwnerId is not null || OwnerAttachmentId is not null;
    [JsonIgnore]
    public bool IsPlanned => !UrgentSafetyMeasure && Status != ActionStatus.Dropped;
}
