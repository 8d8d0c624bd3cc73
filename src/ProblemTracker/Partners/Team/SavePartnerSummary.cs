using FluentValidation;
using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Partners;

/// <summary>
/// Saves the summary that partners see of a problem; a blank one removes it. Does not count as activity on the problem.
/// </summary>
[Needs(Permission.WorkProblems)]
public sealed record SavePartnerSummary(long ProblemId, int Version, string? Summary) : ICommand<PartnerTerms>;

/// <summary>What partners can see of a problem.</summary>
public sealed record PartnerTerms(string? Summary, bool OpenToPartners, int Version) : IVersioned
{
    internal static PartnerTerms Of(ProblemRecord problem) => new(problem.PartnerSummary, problem.OpenToPartners, problem.Version);
}

internal sealed class SavePartnerSummaryValidator : AbstractValidator<SavePartnerSummary>
{
    public SavePartnerSummaryValidator() => RuleFor(c => c.Summary).MaximumLength(2000);
}

internal sealed class SavePartnerSummaryHandler(CaseFiles files) : IRequestHandler<SavePartnerSummary, PartnerTerms>
{
    public async Task<PartnerTerms> Handle(SavePartnerSummary command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.WorkProblems, ct);
        file.MustBeOpen();
        file.MustBeAt(command.Version);
        var before = file.Problem.PartnerSummary;
        var summary = string.IsNullOrWhiteSpace(command.Summary) ? null : command.Summary.Trim();
        file.TellPartners(summary);
        file.Record("problem.partnerSummary", null,
            summary is null ? "Removed the summary for partners." : "Saved the summary for partners.",
            new { Summary = before }, new { Summary = summary });
        await files.Save(file, ct);
        return PartnerTerms.Of(file.Problem);
    }
}

internal static class SavePartnerSummaryEndpoint
{
    public sealed record Body(string? Summary);

    public static void MapSavePartnerSummary(this RouteGroupBuilder problems) => problems
        .MapPut("/{id:long}/partner-summary", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new SavePartnerSummary(id, version, body.Summary), ct))
        .WithName("SavePartnerSummary").WithSummary("Save the summary that partners see of a problem; null removes it");
}
