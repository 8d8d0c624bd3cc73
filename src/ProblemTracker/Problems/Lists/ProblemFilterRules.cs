using FluentValidation;

namespace ProblemTracker.Problems;

/// <summary>A query that can be filtered by a problem's neighborhood, category and lead.</summary>
public interface IProblemFilter
{
    long? NeighborhoodId { get; }
    string? CategoryCode { get; }
    /// <summary>Id of the current lead; 0 for problems without a lead.</summary>
    long? LeadId { get; }
}

internal static class ProblemFilterRules
{
    /// <summary>Validates the filters on neighborhood, category and lead.</summary>
    public static void ProblemRules<T>(this AbstractValidator<T> validator) where T : IProblemFilter =>
        validator.ProblemRules(q => (q.NeighborhoodId, q.CategoryCode, q.LeadId));

    /// <summary>Validates the filters on neighborhood, category and lead. Faults carry the names of the query parameters.</summary>
    public static void ProblemRules<T>(this AbstractValidator<T> validator,
        Func<T, (long? NeighborhoodId, string? CategoryCode, long? LeadId)> filter) =>
        validator.RuleFor(message => message).Custom((message, context) =>
        {
            var (neighborhoodId, categoryCode, leadId) = filter(message);
            if (neighborhoodId <= 0) context.AddFailure("neighborhoodId", "Give a neighborhood's id, a positive number.");
            if (categoryCode is { Length: > 50 }) context.AddFailure("categoryCode", "A category code has at most 50 characters.");
            if (leadId < 0) context.AddFailure("leadId", "Give a person's id, or 0 for problems without a lead.");
        });
}
