using FluentValidation;
using MediatR;

namespace ProblemTracker.PublicRecords;

/// <summary>Decides for fields of one problem whether they are released or redacted. All are saved, or none.</summary>
[Needs(Permission.ReleaseRecords)]
public sealed record DecideRecordsFields(long RequestId, long ProblemId, IReadOnlyList<FieldToDecide> Items) : ICommand<FieldsDecided>;

/// <param name="Digest">The field's digest as read: another value needs another look.</param>
/// <param name="ReasonCode">With Redact.</param>
/// <param name="Passages">With Passages: words of the text, each with its reason.</param>
public sealed record FieldToDecide(
    string Key, string Digest, FieldChoice Choice, string? ReasonCode = null, IReadOnlyList<Passage>? Passages = null);

public sealed record FieldsDecided(int Count);

internal sealed class DecideRecordsFieldsValidator : AbstractValidator<DecideRecordsFields>
{
    public DecideRecordsFieldsValidator()
    {
        RuleFor(c => c.Items).NotEmpty().WithMessage("Decide about at least one field.")
            .Must(items => items.Count <= 2000).WithMessage("Decide about at most 2,000 fields at a time.");
        RuleForEach(c => c.Items).ChildRules(item =>
        {
            item.RuleFor(i => i.Key).NotEmpty().MaximumLength(200);
            item.RuleFor(i => i.Digest).NotNull().MaximumLength(64);
            item.RuleFor(i => i.Choice).IsInEnum();
            item.RuleFor(i => i.ReasonCode).MaximumLength(40);
            item.RuleFor(i => i.ReasonCode).NotEmpty().When(i => i.Choice == FieldChoice.Redact).WithMessage("Choose a reason.");
            item.RuleFor(i => i.Passages).NotEmpty().When(i => i.Choice == FieldChoice.Passages)
                .WithMessage("Enter the words to redact, or choose Release.");
            item.RuleForEach(i => i.Passages).ChildRules(passage =>
            {
                passage.RuleFor(p => p.Text).NotEmpty().WithMessage("Enter the words to redact.").MaximumLength(2000);
                passage.RuleFor(p => p.ReasonCode).NotEmpty().WithMessage("Choose a reason.").MaximumLength(40);
            });
        });
    }
}

internal sealed class DecideRecordsFieldsHandler(Db db, Actor actor, RecordsReader reader, TimeProvider clock)
    : IRequestHandler<DecideRecordsFields, FieldsDecided>
{
    public async Task<FieldsDecided> Handle(DecideRecordsFields command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await RecordsSql.Lock(db, command.RequestId, now, ct);
        var fields = (await reader.Gather(command.RequestId, command.ProblemId, ct)).Fields.ToDictionary(field => field.Field.Key);
        await Check(command.Items, fields, ct);
        List<(FieldToDecide Item, FieldDecision Decision)> changed = [];
        List<object> before = [], after = [];
        foreach (var item in command.Items)
        {
            var decision = new FieldDecision(item.Choice, item.Choice == FieldChoice.Redact ? item.ReasonCode : null,
                item.Choice == FieldChoice.Passages ? item.Passages! : []);
            var field = fields[item.Key];
            if (field.State == FieldState.Decided && Same(field.Last!, decision)) continue;
            changed.Add((item, decision));
            before.Add(Said(item.Key, field.Last, field.Field.Proposal));
            after.Add(Said(item.Key, decision, field.Field.Proposal));
        }
        await Save(command, changed, now, ct);
        if (after.Count > 0)
            await db.Record(actor, now, "recordsRequest.decided", command.ProblemId, command.RequestId, null, before, after, ct);
        return new(after.Count);
    }

    private static bool Same(FieldDecision one, FieldDecision other) =>
        one.Choice == other.Choice && one.ReasonCode == other.ReasonCode && one.Passages.SequenceEqual(other.Passages);

    // Keys and codes only: neither a value nor the words of a passage.
    private static object Said(string key, FieldDecision? decision, Proposal? proposal) => new
    {
        Field = key,
        decision?.Choice,
        ReasonCodes = decision is null ? null : string.Join(", ",
            decision.Passages.Select(p => p.ReasonCode).Append(decision.ReasonCode).OfType<string>().Distinct()),
        Passages = decision?.Passages.Count,
        Proposed = proposal?.ReasonCode,
    };

    private async Task Check(IReadOnlyList<FieldToDecide> items, Dictionary<string, ReviewedField> fields, CancellationToken ct)
    {
        var codes = (await db.List<string>("SELECT Code FROM ReasonCode WHERE Active = 1", null, ct)).ToHashSet(StringComparer.Ordinal);
        var wrong = new Dictionary<string, string[]>();
        foreach (var (i, item) in items.Index())
        {
            if (items.Take(i).Any(other => other.Key == item.Key))
                wrong[$"items[{i}].key"] = ["This field is in the list twice. Decide about it once."];
            else if (!fields.TryGetValue(item.Key, out var field))
                wrong[$"items[{i}].key"] = ["This problem has no such field now. Reload, then decide again."];
            else if (field.Field.Digest != item.Digest)
                wrong[$"items[{i}].digest"] = ["This field changed after you loaded it. Look at the new value, then decide again."];
            else if (item.Choice == FieldChoice.Redact && !codes.Contains(item.ReasonCode!))
                wrong[$"items[{i}].reasonCode"] = ["This is not an active reason code. Choose one from the list."];
            else if (item.Choice == FieldChoice.Passages && field.Field.Kind is not (FieldKind.Text or FieldKind.Name or FieldKind.Staff))
                wrong[$"items[{i}].choice"] = ["Passages can only be redacted in a text. Release or redact this field as a whole."];
            else if (item.Choice == FieldChoice.Passages && item.Passages!.Any(p => !codes.Contains(p.ReasonCode)))
                wrong[$"items[{i}].passages"] = ["A passage has no active reason code. Choose one from the list."];
            else if (item.Choice == FieldChoice.Passages && item.Passages!.Any(p => !Redaction.Occurs(p.Text, field.Field.Value)))
                wrong[$"items[{i}].passages"] = ["A passage does not occur in this text. Copy the words from the text."];
        }
        if (wrong.Count > 0) throw new Invalid(wrong);
    }

    /// <summary>In batches, since a problem can have hundreds of fields.</summary>
    private async Task Save(DecideRecordsFields command, IReadOnlyList<(FieldToDecide Item, FieldDecision Decision)> changed,
        DateTimeOffset now, CancellationToken ct)
    {
        foreach (var some in changed.Chunk(500))
        {
            const string these = "RequestId = @RequestId AND ProblemId = @ProblemId AND FieldKey IN @Keys";
            var args = new { command.RequestId, command.ProblemId, Keys = some.Select(one => one.Item.Key) };
            await db.Execute($"DELETE FROM RedactedPassage WHERE FieldDecisionId IN (SELECT Id FROM FieldDecision WHERE {these})",
                args, ct);
            await db.Execute($"DELETE FROM FieldDecision WHERE {these}", args, ct);
        }
        await db.Execute(changed.Select(one => new PendingWrite("""
            INSERT INTO FieldDecision (RequestId, ProblemId, FieldKey, Digest, Choice, ReasonCode, DecidedAt, DecidedBy)
            VALUES (@RequestId, @ProblemId, @Key, @Digest, @Choice, @ReasonCode, @now, @PersonId)
            """, new
        {
            command.RequestId,
            command.ProblemId,
            one.Item.Key,
            one.Item.Digest,
            Choice = one.Decision.Choice.ToString(),
            one.Decision.ReasonCode,
            now,
            actor.PersonId,
        })), ct);
        await db.Execute(changed.SelectMany(one => one.Decision.Passages.Select(passage => new PendingWrite("""
            INSERT INTO RedactedPassage (FieldDecisionId, Text, ReasonCode)
            SELECT Id, @Text, @ReasonCode FROM FieldDecision
            WHERE RequestId = @RequestId AND ProblemId = @ProblemId AND FieldKey = @Key
            """, new { command.RequestId, command.ProblemId, one.Item.Key, Text = passage.Text.Trim(), passage.ReasonCode }))), ct);
    }
}

internal static class DecideRecordsFieldsEndpoint
{
    public sealed record Body(IReadOnlyList<FieldToDecide> Items);

    public static void MapDecideRecordsFields(this RouteGroupBuilder requests) => requests
        .MapPost("/{id:long}/problems/{problemId:long}/decisions",
            (long id, long problemId, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new DecideRecordsFields(id, problemId, body.Items), ct))
        .WithName("DecideRecordsFields").WithSummary("Release or redact fields of a problem in a public-records request");
}
