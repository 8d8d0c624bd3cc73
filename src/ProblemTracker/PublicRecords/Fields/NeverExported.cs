using System.Reflection;
using ProblemTracker.Problems;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.PublicRecords;

/// <summary>The properties of a dossier that no export contains, each with its reason. A test checks that the list has no others.</summary>
internal static class NeverExported
{
    private const string Bookkeeping = "Bookkeeping of the program.";
    private const string Elsewhere = "Another field says it in words.";

    private static readonly Dictionary<(Type Type, string Property), string> Listed = new()
    {
        [(typeof(RecordDossier), nameof(RecordDossier.MergedNames))] = "Only finds names in texts; the directory has one entry for each.",
        [(typeof(FullProblem), nameof(FullProblem.Gate))] = "Computed for the reader: what is left to do.",
        [(typeof(FullProblem), nameof(FullProblem.DueRule))] = "Computed from the dates that the record has.",
        [(typeof(FullProblem), nameof(FullProblem.WorksheetVersions))] = Bookkeeping,
        [(typeof(ProblemHead), nameof(ProblemHead.Allowed))] = "Computed for the reader: what they may do.",
        [(typeof(ProblemHead), nameof(ProblemHead.CategoryCode))] = Elsewhere,
        [(typeof(ProblemHead), nameof(ProblemHead.Duplicates))] = "Other problems, each a record of its own.",
        [(typeof(ProblemHead), nameof(ProblemHead.VerdictText))] = Elsewhere,
        [(typeof(ProblemHead), nameof(ProblemHead.HasNeighborhood))] = Elsewhere,
        [(typeof(ProblemHead), nameof(ProblemHead.LeadHasLeft))] = Bookkeeping,
        [(typeof(ProblemHead), nameof(ProblemHead.IsOverdue))] = "Computed from the due date and today.",
        [(typeof(ProblemHead), nameof(ProblemHead.Version))] = Bookkeeping,
        [(typeof(InformationSource), nameof(InformationSource.Key))] = Bookkeeping,
        [(typeof(Consultation), nameof(Consultation.Key))] = Bookkeeping,
        [(typeof(Measurement), nameof(Measurement.Key))] = Bookkeeping,
        [(typeof(Objective), nameof(Objective.Key))] = Bookkeeping,
        [(typeof(Objective), nameof(Objective.BaselineKey))] = Bookkeeping,
        [(typeof(CountBasis), nameof(CountBasis.Filter))] = Elsewhere,
        [(typeof(NoteDetails), nameof(NoteDetails.Files))] = Elsewhere,
        [(typeof(Alternative), nameof(Alternative.Key))] = Bookkeeping,
        [(typeof(Outcome), nameof(Outcome.ObjectiveKey))] = Bookkeeping,
        [(typeof(ActionDetails), nameof(ActionDetails.Version))] = Bookkeeping,
        [(typeof(AttachmentRow), nameof(AttachmentRow.IsHidden))] = "About the reader, not about the record.",
        [(typeof(PlanDetails), nameof(PlanDetails.Hash))] = "A hash of the plan would let someone check guesses of what is withheld.",
        [(typeof(StakeholderDetails), nameof(StakeholderDetails.HasConsent))] = Elsewhere,
        [(typeof(StakeholderDetails), nameof(StakeholderDetails.Version))] = Bookkeeping,
    };

    /// <summary>Why the property is never exported; null if it is.</summary>
    public static string? ReasonOf(PropertyInfo property)
    {
        if (Listed.TryGetValue((property.DeclaringType!, property.Name), out var reason)) return reason;
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return type == typeof(long) && (property.Name == "Id" || property.Name.EndsWith("Id", StringComparison.Ordinal))
            && !RecordFields.NamesStakeholder(property) ? "Number of a row in the database." : null;
    }

    public static IEnumerable<(Type Type, string Property)> All => Listed.Keys;
}
