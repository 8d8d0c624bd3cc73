using FluentValidation;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>Changes the caption of a file; a blank one removes it.</summary>
[Needs(Permission.WriteNotes)]
public sealed record ChangeFileCaption(long FileId, int Version, string? Caption) : ICommand<FileDetails>;

internal sealed class ChangeFileCaptionValidator : AbstractValidator<ChangeFileCaption>
{
    public ChangeFileCaptionValidator() => RuleFor(c => c.Caption).MaximumLength(AddFiles.LongestCaption);
}

internal sealed class ChangeFileCaptionHandler(Db db, Actor actor, CaseFiles files) : IRequestHandler<ChangeFileCaption, FileDetails>
{
    public async Task<FileDetails> Handle(ChangeFileCaption command, CancellationToken ct)
    {
        var problemId = (await FileSql.Find(db, actor, command.FileId, ct)).ProblemId;
        var file = await files.Take(problemId, Permission.WriteNotes, ct);
        // Read again under the lock.
        var before = await FileSql.Find(db, actor, command.FileId, ct);
        FileSql.MustOwn(file, before);
        file.MustBeOpen();
        if (before.Version != command.Version) throw new Stale(before.Version);
        var caption = string.IsNullOrWhiteSpace(command.Caption) ? null : command.Caption.Trim();
        file.Write("UPDATE ProblemFile SET Caption = @caption, Version = Version + 1 WHERE Id = @Id", new { before.Id, caption });
        file.Record("file.changed", before.Id, null, new { before.Caption }, new { Caption = caption });
        await files.Save(file, ct);
        return await FileSql.Find(db, actor, command.FileId, ct);
    }
}

internal static class ChangeFileCaptionEndpoint
{
    public sealed record Body(string? Caption);

    public static void MapChangeFileCaption(this RouteGroupBuilder files) => files
        .MapPut("/{id:long}", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ChangeFileCaption(id, version, body.Caption), ct))
        .WithName("ChangeFileCaption").WithSummary("Change the caption of a file; null removes it");
}
