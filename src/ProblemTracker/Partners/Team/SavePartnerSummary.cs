using FluentValidation;
using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Partners;

/// <summary>
/// Saves the title and the summary that partners see of a problem; a blank one removes it. Does not count as activity on the problem.
/// </summary>
/// <param name="PublicTitle">Also shown to holders of a link.</param>
[Needs(Permission.WorkProblems)]
public sealed record SavePartnerSummary(long ProblemId, int Version, string? Summary, string? PublicTitle = null)
    : ICommand<PartnerTerms>
{
    public const int LongestTitle = 200;
}

/// <summary>What partners can see of a problem.</summary>
public sealed record PartnerTerms(string? PublicTitle, string? Summary, bool OpenToPartners, int Version) : IVersioned
{
    internal static PartnerTerms Of(ProblemRecord problem) =>
        new(problem.PublicTitle, problem.PartnerSummary, problem.OpenToPartners, problem.Version);

    /// <summary>Sets the title and the summary, on record.</summary>
    internal static void Change(CaseFile file, string? title, string? summary)
    {
        var before = new { file.Problem.PublicTitle, Summary = file.Problem.PartnerSummary };
        var after = new { PublicTitle = Given(title), Summary = Given(summary) };
        file.TellPartners(after.PublicTitle, after.Summary);
        file.Record("problem.partnerSummary", null, Line(after.PublicTitle, after.Summary), before, after);
    }

    private static string? Given(string? text) => text.IsBlank() ? null : text.Trim();

    private static string Line(string? title, string? summary) => (title, summary) switch
    {
        (null, null) => "Removed the title and the summary for partners.",
        (_, null) => "Saved the title for partners.",
        (null, _) => "Saved the summary for partners.",
        _ => "Saved the title and the summary for partners.",
    };
}

internal sealed class SavePartnerSummaryValidator : AbstractValidator<SavePartnerSummary>
{
    public SavePartnerSummaryValidator()
    {
        RuleFor(c => c.PublicTitle).MaximumLength(SavePartnerSummary.LongestTitle);
        RuleFor(c => c.Summary).MaximumLength(2000);
    }
}

internal sealed class SavePartnerSummaryHandler(CaseFiles files) : IRequestHandler<SavePartnerSummary, PartnerTerms>
{
    public async Task<PartnerTerms> Handle(SavePartnerSummary command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.WorkProblems, ct);
        file.MustBeOpen();
        file.MustBeAt(command.Version);
        PartnerTerms.Change(file, command.PublicTitle, command.Summary);
        await files.Save(file, ct);
        return PartnerTerms.Of(file.Problem);
    }
}

internal static class SavePartnerSummaryEndpoint
{
    public sealed record Body(string? Summary, string? PublicTitle = null);

    public static void MapSavePartnerSummary(this RouteGroupBuilder problems) => problems
        .MapPut("/{id:long}/partner-summary", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new SavePartnerSummary(id, version, body.Summary, body.PublicTitle), ct))
        .WithName("SavePartnerSummary").WithSummary("Save the title and the summary that partners see of a problem; null removes one");
}
