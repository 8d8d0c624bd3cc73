using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Bulk;

/// <summary>Model of <c>_Result</c>.</summary>
/// <param name="One">What was changed, such as "problem".</param>
/// <param name="Many">Its plural, which is also the folder of its pages.</param>
public sealed record BulkOutcome(BulkResult Result, string One, string Many);
