using FluentValidation;
using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Partners;

/// <summary>Writes what a problem's partners read about it; blank takes it back. Telling is no work on the problem: no activity.</summary>
[Needs(Permission.WorkProblems)]
public sealed record SavePartnerSummary(long ProblemId, int Version, string? Summary) : ICommand<PartnerTerms>;

/// <summary>What partners are shown of a problem.</summary>
public sealed record PartnerTerms(string? Summary, bool OpenToPartners, int Version) : IVersioned;

internal sealed class SavePartnerSummaryValidator : AbstractValidator<SavePartnerSummary>
{
    public SavePartnerSummaryValidator() => RuleFor(c => c.Summary).MaximumLength(2000);
}

internal sealed class SavePartnerSummaryHandler(Db db, Actor actor, Dossiers dossiers, TimeProvider clock) : IRequestHandler<SavePartnerSummary, PartnerTerms>
{
    public async Task<PartnerTerms> Handle(SavePartnerSummary command, CancellationToken ct)
    {
        var file = await dossiers.Take(command.ProblemId, Permission.WorkProblems, ct);
        file.MustBeOpen();
        file.MustBeAt(command.Version);
        var before = await Terms(db, command.ProblemId, ct);
        var summary = string.IsNullOrWhiteSpace(command.Summary) ? null : command.Summary.Trim();
        await db.Execute("UPDATE Problem SET PartnerSummary = @summary, Version = Version + 1 WHERE Id = @ProblemId", new { summary, command.ProblemId }, ct);
        var after = await Terms(db, command.ProblemId, ct);
        await db.Record(actor, clock.GetUtcNow(), "problem.partnerSummary", command.ProblemId, command.ProblemId,
            summary is null ? "Took the summary for partners back." : "Wrote the summary for partners.", new { before.Summary }, new { after.Summary }, ct);
        return after;
    }

    public static async Task<PartnerTerms> Terms(Db db, long problemId, CancellationToken ct)
    {
        var row = await db.Single<Row>("SELECT PartnerSummary, OpenToPartners, Version FROM Problem WHERE Id = @problemId", new { problemId }, ct);
        return new(row.PartnerSummary, row.OpenToPartners, row.Version);
    }

    private sealed record Row
    {
        public string? PartnerSummary { get; init; }
        public bool OpenToPartners { get; init; }
        public int Version { get; init; }
    }
}

internal static class SavePartnerSummaryEndpoint
{
    public sealed record Body(string? Summary);

    public static void MapSavePartnerSummary(this RouteGroupBuilder problems) => problems
        .MapPut("/{id:long}/partner-summary", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new SavePartnerSummary(id, version, body.Summary), ct))
        .WithName("SavePartnerSummary").WithSummary("Write what the problem's partners read about it; null takes it back").SheetErrors();
}
