using ProblemTracker.Problems;

namespace ProblemTracker.Evidence;

/// <summary>
/// Names in a report. It is passed on, so it never names people who could be harmed by that, whoever reads it; a public one names no person
/// outside the department.
/// </summary>
internal sealed class ReportNames(FullProblem problem, bool isPublic)
{
    public string Of(long? attachmentId) => problem.Stakeholders.FirstOrDefault(row => row.Id == attachmentId) switch
    {
        null => "Someone",
        { Name: { } name } row when IsNamed(row) => name,
        var row => $"{Wording.Of(row.Role)} (name not shown)",
    };

    public string OwnerOf(ActionDetails action) =>
        action.Owner ?? (action.OwnerAttachmentId is { } attached ? Of(attached) : "No owner yet");

    public string OwnerOf(ResponseAction action) => action.OwnerAttachmentId is { } attached ? Of(attached)
        : action.OwnerId is not { } person ? "No owner yet"
        : problem.Actions.FirstOrDefault(other => other.OwnerId == person)?.Owner
            ?? problem.Team.FirstOrDefault(member => member.Id == person)?.Name ?? "A police employee";

    private bool IsNamed(AttachmentRow row) => !row.Role.IsProtected() && !(isPublic && row.Kind?.MayBePerson() is not false);
}
