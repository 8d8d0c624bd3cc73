using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Problems;

namespace ProblemTracker.Evidence;

/// <summary>Adds photos and documents to a walk, and so to its problem. They are checked and stored like all files of problems.</summary>
/// <param name="ItemId">The item that they show; its words begin their caption. Null for the site as a whole.</param>
/// <param name="Caption">Of each of them.</param>
[Needs(Permission.WorkEvidence)]
public sealed record AddChecklistFiles(
    long ProblemId, int Number, IReadOnlyList<FileUpload> Files, long? ItemId = null, string? Caption = null) : ICommand<FilesAdded>;

internal sealed class AddChecklistFilesValidator : AbstractValidator<AddChecklistFiles>
{
    public AddChecklistFilesValidator()
    {
        RuleFor(c => c.Files).NotEmpty().WithMessage("Choose a photo or a file.");
        RuleFor(c => c.Files).Must(files => files.Count <= FileIntake.MostAtOnce)
            .WithMessage($"Add at most {FileIntake.MostAtOnce} files at once.");
        RuleFor(c => c.Caption).MaximumLength(AddFiles.LongestCaption);
    }
}

internal sealed class AddChecklistFilesHandler(Db db, CaseFiles files, FileIntake intake)
    : IPrepare<AddChecklistFiles>, IRequestHandler<AddChecklistFiles, FilesAdded>
{
    public Task Prepare(AddChecklistFiles command, CancellationToken ct) => intake.Take(command.ProblemId, command.Files, ct);

    public async Task<FilesAdded> Handle(AddChecklistFiles command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.WorkEvidence, ct);
        file.MustBeOpen();
        var walk = await ChecklistSql.Walk(db, command.ProblemId, command.Number, ct);
        var ids = await intake.Insert(file, command.Files, Caption(command, walk), new(WalkId: walk.Id), ct);
        file.Record("checklist.file", walk.Id, $"Added {FileWords.Count(command.Files.Select(upload => upload.Kept!.Kind))} to the site "
            + $"checklist of {DateText.Date(walk.WalkedOn)}.", null, FileIntake.Recorded(command.Files, ids));
        await files.Save(file, ct);
        return new(ids);
    }

    private static string? Caption(AddChecklistFiles command, WalkDetails walk)
    {
        if (command.ItemId is not { } id) return command.Caption;
        var item = walk.Items.FirstOrDefault(one => one.ItemId == id)?.Item ?? throw new Invalid("itemId", "This walk has no such item.");
        var caption = string.IsNullOrWhiteSpace(command.Caption) ? item : $"{item}. {command.Caption.Trim()}";
        return caption.Length <= AddFiles.LongestCaption ? caption
            : throw new Invalid("caption", $"With the item’s words the caption has {caption.Length} characters. Shorten it by "
                + $"{caption.Length - AddFiles.LongestCaption}.");
    }
}

internal static class AddChecklistFilesEndpoint
{
    public static void MapAddChecklistFiles(this RouteGroupBuilder problems) => problems
        .MapPost("/{id:long}/checklists/{number:int}/files", async (long id, int number, string? name, string? caption, long? itemId,
            HttpRequest request, IMediator mediator, CancellationToken ct) =>
        {
            var sent = await AddFilesEndpoint.Read(request, name, ct);
            var added = await mediator.Send(new AddChecklistFiles(id, number, sent.Files, sent.Number("itemId") ?? itemId,
                sent.Field("caption") ?? caption), ct);
            return TypedResults.Created($"/api/v1/problems/{id}/files", added);
        })
        .WithMetadata(new RequestSizeLimitAttribute(AddFiles.LargestRequest))
        .WithName("AddChecklistFiles")
        .WithSummary("Add photos and documents to a filled site checklist: multipart/form-data with any number of files and the fields "
            + "caption and itemId, or one file as the body itself with its name in the address");
}
