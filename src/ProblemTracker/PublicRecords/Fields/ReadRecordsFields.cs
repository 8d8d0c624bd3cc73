using MediatR;

namespace ProblemTracker.PublicRecords;

/// <summary>Every field of one problem in a request, with its value and the decision about it.</summary>
[Needs(Permission.ReleaseRecords)]
public sealed record ReadRecordsFields(long RequestId, long ProblemId) : IQuery<RecordsFields>;

public sealed record RecordsFields(long RequestId, long ProblemId, IReadOnlyList<RecordsField> Items);

/// <param name="Digest">Send it back with the decision, so that nobody decides about a value they have not seen.</param>
/// <param name="Decision">The latest decision, even if the value changed since; null if there is none.</param>
/// <param name="Picture">The picture that the field stands for; null with every other kind.</param>
public sealed record RecordsField(
    string Key, string Section, string Label, FieldKind Kind, string Value, string Digest, FieldState State, bool NeedsDecision,
    FieldDecision? Decision, Proposal? Proposal, PictureRef? Picture);

internal sealed class ReadRecordsFieldsHandler(RecordsReader reader) : IRequestHandler<ReadRecordsFields, RecordsFields>
{
    public async Task<RecordsFields> Handle(ReadRecordsFields query, CancellationToken ct)
    {
        var gathered = await reader.Gather(query.RequestId, query.ProblemId, ct);
        return new(query.RequestId, query.ProblemId, [.. gathered.Fields.Select(reviewed => new RecordsField(
            reviewed.Field.Key, reviewed.Field.Section, reviewed.Field.Label, reviewed.Field.Kind, reviewed.Field.Value,
            reviewed.Field.Digest, reviewed.State, reviewed.Field.NeedsDecision, reviewed.Last,
            reviewed.Field.Proposal, reviewed.Field.Picture))]);
    }
}

internal static class ReadRecordsFieldsEndpoint
{
    public static void MapReadRecordsFields(this RouteGroupBuilder requests) => requests
        .MapGet("/{id:long}/problems/{problemId:long}/fields", (long id, long problemId, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ReadRecordsFields(id, problemId), ct))
        .WithName("ReadRecordsFields").WithSummary("Read the fields of a problem in a public-records request, with the decisions");
}
