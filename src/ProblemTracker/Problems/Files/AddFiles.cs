using System.Globalization;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace ProblemTracker.Problems;

/// <summary>
/// Adds photos and documents to a problem, or to one of its notes or actions. Like notes they don't count as work, and those who follow the
/// problem hear of them. Photos are stored upright and without place, time and camera; documents as they are.
/// </summary>
/// <param name="Caption">Of each of them.</param>
[Needs(Permission.WriteNotes)]
public sealed record AddFiles(
    long ProblemId, IReadOnlyList<FileUpload> Files, string? Caption = null, long? NoteId = null, long? ActionId = null)
    : ICommand<FilesAdded>
{
    /// <summary>Bytes of one request.</summary>
    public const long LargestRequest = 256L * 1024 * 1024;

    public const int LongestCaption = 200;
}

public sealed record FilesAdded(IReadOnlyList<long> Ids);

internal sealed class AddFilesValidator : AbstractValidator<AddFiles>
{
    public AddFilesValidator()
    {
        RuleFor(c => c.Files).NotEmpty().WithMessage("Choose a photo or a file.");
        RuleFor(c => c.Files).Must(files => files.Count <= FileIntake.MostAtOnce)
            .WithMessage($"Add at most {FileIntake.MostAtOnce} files at once.");
        RuleFor(c => c.Caption).MaximumLength(AddFiles.LongestCaption);
        RuleFor(c => c.ActionId).Null().When(c => c.NoteId is not null)
            .WithMessage("Add files to a note or to an action, not to both.");
    }
}

internal sealed class AddFilesHandler(Db db, CaseFiles files, FileIntake intake) : IPrepare<AddFiles>, IRequestHandler<AddFiles, FilesAdded>
{
    public Task Prepare(AddFiles command, CancellationToken ct) => intake.Take(command.ProblemId, command.Files, ct);

    public async Task<FilesAdded> Handle(AddFiles command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.WriteNotes, ct);
        if (command.NoteId is null) file.MustBeOpen();
        if (command.NoteId is { } note) await MustBeOwn(file, note, ct);
        var action = command.ActionId is { } actionId ? await ActionSql.Find(db, actionId, ct) : null;
        if (command.ActionId is not null && action?.ProblemId != command.ProblemId)
            throw new Invalid("actionId", "This problem has no such action.");
        var ids = await intake.Insert(file, command.Files, command.Caption, new(command.NoteId, command.ActionId), ct);
        var what = $"Added {FileWords.Count(command.Files.Select(upload => upload.Kept!.Kind))}";
        var (auditEvent, subject, summary) = action is not null ? ("action.file", action.Id, $"{what} to an action: {action.Description}")
            : command.NoteId is { } id ? ("file.added", id, $"{what} to a note.") : ("file.added", (object?)null, $"{what}.");
        file.Record(auditEvent, subject, summary, null, FileIntake.Recorded(command.Files, ids));
        file.TellFollowers(UpdateKind.NoteWritten);
        await files.Save(file, ct);
        return new(ids);
    }

    private async Task MustBeOwn(CaseFile file, long noteId, CancellationToken ct)
    {
        var note = await db.Find<NoteRow>("SELECT n.ProblemId, n.PersonId FROM ProblemNote n WHERE n.Id = @noteId", new { noteId }, ct);
        if (note?.ProblemId != file.Problem.Id) throw new Invalid("noteId", "This problem has no such note.");
        if (note.PersonId != file.Actor.PersonId)
            throw new Invalid("noteId", "Someone else wrote this note. Add the files to a note of your own.");
    }

    private sealed record NoteRow
    {
        public long ProblemId { get; init; }
        public long? PersonId { get; init; }
    }
}

internal static class AddFilesEndpoint
{
    public static void MapAddFiles(this RouteGroupBuilder problems) => problems
        .MapPost("/{id:long}/files", async (long id, string? name, string? caption, long? noteId, long? actionId, HttpRequest request,
            IMediator mediator, CancellationToken ct) =>
        {
            var sent = await Read(request, name, ct);
            var added = await mediator.Send(new AddFiles(id, sent.Files, sent.Field("caption") ?? caption,
                sent.Number("noteId") ?? noteId, sent.Number("actionId") ?? actionId), ct);
            return TypedResults.Created($"/api/v1/problems/{id}/files", added);
        })
        .WithMetadata(new RequestSizeLimitAttribute(AddFiles.LargestRequest))
        .WithName("AddFiles")
        .WithSummary("Add photos and documents to a problem, or to a note or an action of it: multipart/form-data with any number of files "
            + "and the fields caption, noteId and actionId, or one file as the body itself with its name in the address");

    /// <summary>Files that a program sends, as a form or as the body itself.</summary>
    /// <param name="name">The name of a file that is the body.</param>
    public static async Task<SentForm> Read(HttpRequest request, string? name, CancellationToken ct)
    {
        var form = await Form(request, ct);
        return new(form is null ? await Body(request, name, ct) : Uploads(form.Files), form);
    }

    public sealed record SentForm(IReadOnlyList<FileUpload> Files, IFormCollection? Form)
    {
        public string? Field(string name) => Form?[name].FirstOrDefault();

        public long? Number(string field) => Field(field) is not { Length: > 0 } text ? null
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id
            : throw new Invalid(field, "Enter a number.");
    }

    /// <summary>The files of a form, without the fields that were left empty.</summary>
    public static IReadOnlyList<FileUpload> Uploads(IEnumerable<IFormFile> files) =>
        [.. files.Where(file => file.Length > 0 || file.FileName.Length > 0)
            .Select(file => new FileUpload(file.FileName, file.Length, file.OpenReadStream))];

    private static async Task<IReadOnlyList<FileUpload>> Body(HttpRequest request, string? name, CancellationToken ct)
    {
        using var content = new MemoryStream();
        await request.Body.CopyToAsync(content, ct);
        return content.Length == 0 ? [] : [FileUpload.Of(name ?? "", content.ToArray())];
    }

    private static async Task<IFormCollection?> Form(HttpRequest request, CancellationToken ct)
    {
        // Programs that send a file as the body often leave another type than the file's.
        if (request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) is not true) return null;
        try
        {
            return await request.ReadFormAsync(ct);
        }
        // The framework has no exception of its own for malformed forms.
        catch (Exception error) when (error is InvalidDataException or ArgumentException or NotSupportedException
            || (error is IOException and not BadHttpRequestException && !ct.IsCancellationRequested))
        {
            throw new Invalid("files", "The form is incomplete or too large. Send fewer or smaller files.");
        }
    }
}
