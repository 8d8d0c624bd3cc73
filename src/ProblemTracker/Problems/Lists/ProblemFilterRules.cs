using FluentValidation;

namespace ProblemTracker.Problems;

/// <summary>A query that can be narrowed to the problems of one neighborhood, category or lead.</summary>
public interface IProblemFilter
{
    long? NeighborhoodId { get; }
    string? CategoryCode { get; }
    /// <summary>Who leads it today; 0 means nobody.</summary>
    long? LeadId { get; }
}

internal static class ProblemFilterRules
{
    /// <summary>What is wrong with a list's filter by problems.</summary>
    public static void ProblemRules<T>(this AbstractValidator<T> validator) where T : IProblemFilter =>
        validator.ProblemRules(q => (q.NeighborhoodId, q.CategoryCode, q.LeadId));

    /// <summary>
    /// What is wrong with the neighborhood, category and lead by which a list or a report is narrowed, at the names that the address has.
    /// </summary>
    public static void ProblemRules<T>(this AbstractValidator<T> validator,
        Func<T, (long? NeighborhoodId, string? CategoryCode, long? LeadId)> filter) =>
        validator.RuleFor(message => message).Custom((message, context) =>
        {
            var (neighborhoodId, categoryCode, leadId) = filter(message);
            if (neighborhoodId <= 0) context.AddFailure("neighborhoodId", "Give the id of a neighborhood.");
            if (categoryCode is { Length: > 50 }) context.AddFailure("categoryCode", "There is no category with so long a code.");
            if (leadId < 0) context.AddFailure("leadId", "Give the id of a person, or 0 for problems that nobody leads.");
        });
}
