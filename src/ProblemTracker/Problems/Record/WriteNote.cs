using FluentValidation;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>Adds a note to an open or closed problem. A note doesn't count as activity, or a stalled problem would look active.</summary>
/// <param name="Files">Photos and documents that belong to it.</param>
[Needs(Permission.WriteNotes)]
public sealed record WriteNote(long ProblemId, string Text, IReadOnlyList<FileUpload>? Files = null) : ICommand<NoteDetails>;

internal sealed class WriteNoteValidator : AbstractValidator<WriteNote>
{
    public WriteNoteValidator()
    {
        // The timeline shows the whole note in one line, so the limits match.
        RuleFor(c => c.Text).NotEmpty().WithMessage("Enter a note.").MaximumLength(Audit.LongestSummary);
        RuleFor(c => c.Files).Must(files => files!.Count <= FileIntake.MostAtOnce).When(c => c.Files is not null)
            .WithMessage($"Add at most {FileIntake.MostAtOnce} files at once.");
    }
}

internal sealed class WriteNoteHandler(Db db, Actor actor, CaseFiles files, FileIntake intake)
    : IPrepare<WriteNote>, IRequestHandler<WriteNote, NoteDetails>
{
    public Task Prepare(WriteNote command, CancellationToken ct) => intake.Take(command.ProblemId, command.Files ?? [], ct);

    public async Task<NoteDetails> Handle(WriteNote command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.WriteNotes, ct);
        var text = command.Text.Trim();
        var id = await db.Insert("INSERT INTO ProblemNote (ProblemId, Body, PersonId, At) VALUES (@ProblemId, @text, @PersonId, @Now)",
            new { command.ProblemId, text, actor.PersonId, file.Now }, ct);
        file.TakeOverNote();
        object? added = command.Files is { Count: > 0 } uploads
            ? FileIntake.Recorded(uploads, await intake.Insert(file, uploads, null, new(NoteId: id), ct)) : null;
        file.Record("note.written", id, text, null, added);
        file.Tell(UpdateKind.Mentioned, await Mentioned(command.ProblemId, text, ct));
        await files.Save(file, ct);
        return await db.Single<NoteDetails>($"{NoteSql.Listing.Rows} WHERE n.Id = @id", new { id }, ct);
    }

    private async Task<IEnumerable<long?>> Mentioned(long problemId, string text, CancellationToken ct) => !text.Contains('@') ? []
        : Mentions.In(text, (await Mentionable.For(db, actor, problemId, ct)).Select(person => (person.Id, person.Name))).Cast<long?>();
}

internal static class WriteNoteEndpoint
{
    public sealed record Body(string Text);

    public static void MapWriteNote(this RouteGroupBuilder problems) => problems
        .MapPost("/{id:long}/notes", async (long id, Body body, IMediator mediator, CancellationToken ct) =>
            TypedResults.Created($"/api/v1/problems/{id}/notes", await mediator.Send(new WriteNote(id, body.Text), ct)))
        .WithName("WriteNote").WithSummary("Add a note to a problem, open or closed");
}
