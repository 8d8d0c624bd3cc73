using MediatR;
using Microsoft.Extensions.Localization;

namespace ProblemTracker.Partners;

/// <summary>Accepts the action of a link, or declines it with a reason.</summary>
[AllowEveryone]
public sealed record AnswerByLink(string Token, int Version, OwnerAnswer Answer, string? Reason = null) : ICommand<Done>, IOwnerAnswer;

/// <summary>Reports the action of a link done.</summary>
[AllowEveryone]
public sealed record ReportDoneByLink(string Token, int Version, DateOnly? DoneOn, string? Note = null) : ICommand<Done>, IDoneReport;

/// <summary>Adds a comment to the action of a link, for the team.</summary>
[AllowEveryone]
public sealed record CommentByLink(string Token, string Text) : ICommand<Done>, IComment;

internal sealed class AnswerByLinkValidator(IStringLocalizer<OwnerTexts> words) : OwnerAnswerRules<AnswerByLink>(words);

internal sealed class ReportDoneByLinkValidator(IStringLocalizer<OwnerTexts> words) : DoneReportRules<ReportDoneByLink>(words);

internal sealed class CommentByLinkValidator(IStringLocalizer<OwnerTexts> words) : CommentRules<CommentByLink>(words);

/// <summary>Makes the same changes as a partner with an account, by the same rules.</summary>
internal sealed class ActByLinkHandler(OwnerDesk desk)
    : IRequestHandler<AnswerByLink, Done>, IRequestHandler<ReportDoneByLink, Done>, IRequestHandler<CommentByLink, Done>
{
    public async Task<Done> Handle(AnswerByLink command, CancellationToken ct)
    {
        await desk.Answer(await desk.TakeByLink(command.Token, ct), command.Version, command.Answer, command.Reason, ct);
        return Done.Instance;
    }

    public async Task<Done> Handle(ReportDoneByLink command, CancellationToken ct)
    {
        await desk.Report(await desk.TakeByLink(command.Token, ct), command.Version, command.DoneOn!.Value, command.Note, ct);
        return Done.Instance;
    }

    public async Task<Done> Handle(CommentByLink command, CancellationToken ct)
    {
        await desk.Comment(await desk.TakeByLink(command.Token, ct), command.Text, ct);
        return Done.Instance;
    }
}
