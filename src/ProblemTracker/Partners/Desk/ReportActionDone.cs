using FluentValidation;
using MediatR;
using Microsoft.Extensions.Localization;
using ProblemTracker.Agency;
using ProblemTracker.Files;
using ProblemTracker.Problems;

namespace ProblemTracker.Partners;

/// <summary>An owner's report that an action is done, by account or by link.</summary>
public interface IDoneReport : IOwnerPhotos
{
    DateOnly? DoneOn { get; }
    string? Note { get; }
}

/// <summary>Reports one of the partner's actions done. The team then confirms or returns the report.</summary>
/// <param name="DoneOn">Local date, not in the future.</param>
/// <param name="Note">Becomes a comment.</param>
/// <param name="Photos">Shows what was done.</param>
[Needs(Permission.ActAsPartner)]
public sealed record ReportActionDone(
    long ActionId, int Version, DateOnly? DoneOn, string? Note = null, IReadOnlyList<PictureUpload>? Photos = null)
    : ICommand<PartnerAction>, IDoneReport;

internal abstract class DoneReportRules<T> : AbstractValidator<T> where T : IDoneReport
{
    protected DoneReportRules(IStringLocalizer<OwnerTexts> words)
    {
        RuleFor(c => c.DoneOn).NotNull().WithMessage(_ => words["DoneOn.Needed"])
            .PlausibleDate().WithMessage(_ => words["DoneOn.Range"]);
        RuleFor(c => c.Note).MaximumLength(Conversations.LongestComment);
        this.PhotoRules(words);
    }
}

internal sealed class ReportActionDoneValidator(IStringLocalizer<OwnerTexts> words) : DoneReportRules<ReportActionDone>(words);

internal sealed class ReportActionDoneHandler(Db db, Actor actor, OwnerDesk desk, OwnerPhotos photos, AgencySettings agency)
    : IPrepare<ReportActionDone>, IRequestHandler<ReportActionDone, PartnerAction>
{
    public Task Prepare(ReportActionDone command, CancellationToken ct) => photos.Convert(command, ct);

    public async Task<PartnerAction> Handle(ReportActionDone command, CancellationToken ct)
    {
        await desk.Report(await desk.Take(command.ActionId, ct), command.Version, command, ct);
        return await PartnerSql.Action(db, actor, command.ActionId, await agency.Today(ct), ct);
    }
}

internal static class ReportActionDoneEndpoint
{
    public sealed record Body(DateOnly DoneOn, string? Note = null);

    public static void MapReportActionDone(this RouteGroupBuilder partner) => partner
        .MapPost("/actions/{id:long}/report", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ReportActionDone(id, version, body.DoneOn, body.Note), ct))
        .WithName("ReportActionDone").WithSummary("Report one of your actions done; the police team confirms or returns the report");
}
