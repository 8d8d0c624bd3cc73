using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Evidence;

/// <summary>Replaces the ordered list of checklist items. An item that a walk has can be retired but not removed.</summary>
[Needs(Permission.Administer)]
public sealed record ReplaceChecklistItems(int Version, IReadOnlyList<ChecklistItem> Items) : ICommand<VersionedSetting<ChecklistItemList>>;

internal sealed class ReplaceChecklistItemsValidator : AbstractValidator<ReplaceChecklistItems>
{
    /// <summary>The most that people answer on one walk.</summary>
    private const int MostActive = 40;

    public ReplaceChecklistItemsValidator()
    {
        RuleFor(c => c.Items).Must(items => items.Count <= 200).WithMessage("The list can have at most 200 items, retired ones included.")
            .Must(items => items.Count(i => i is { Active: true }) is >= 1 and <= MostActive)
            .WithMessage($"Keep 1 to {MostActive} items active.");
        RuleForEach(c => c.Items).ChildRules(item =>
            item.RuleFor(i => i.Name).NotEmpty().WithMessage("Enter what people look for.").MaximumLength(100));
        RuleFor(c => c.Items).Custom((items, context) =>
        {
            HashSet<string> names = [];
            HashSet<long> ids = [];
            for (var i = 0; i < items.Count; i++)
            {
                if (items[i] is not { } item) continue;
                if (SearchKey.Of(item.Name) is { Length: > 0 } key && !names.Add(key))
                    context.AddFailure($"items[{i}].name", "This item is in the list twice. Change one.");
                if (item.Id is { } id && !ids.Add(id)) context.AddFailure($"items[{i}].id", "This id is in the list twice. Remove one.");
            }
        });
    }
}

internal sealed class ReplaceChecklistItemsHandler(Db db, Actor actor, TimeProvider clock)
    : IRequestHandler<ReplaceChecklistItems, VersionedSetting<ChecklistItemList>>
{
    public async Task<VersionedSetting<ChecklistItemList>> Handle(ReplaceChecklistItems command, CancellationToken ct)
    {
        var version = await SettingSql.Replace(db, ChecklistItemSql.Setting, "", command.Version, ct);
        var before = await ChecklistItemSql.List(db, ct);
        var known = before.Select(item => item.Id).ToHashSet();
        for (var i = 0; i < command.Items.Count; i++)
            if (command.Items[i].Id is { } id && !known.Contains(id))
                throw new Invalid($"items[{i}].id", "There is no item with this id. Leave the id out to add an item.");
        var gone = known.Except(command.Items.Select(item => item.Id)).ToList();
        var used = await db.List<string>("""
            SELECT i.Name FROM ChecklistItem i
            WHERE i.Id IN @gone AND EXISTS (SELECT 1 FROM ChecklistAnswer a WHERE a.ItemId = i.Id) ORDER BY i.Position, i.Id
            """, new { gone }, ct);
        if (used.Count > 0)
            throw new RuleBroken("checklistItem.inUse",
                $"Walks have answers to these items: {string.Join(", ", used)}. Keep them in the list with \"active\": false.", "items");
        await db.Execute("DELETE FROM ChecklistItem WHERE Id IN @gone", new { gone }, ct);
        foreach (var (position, item) in command.Items.Index())
        {
            var row = new { item.Id, Name = item.Name.Trim(), Position = position + 1, item.Active };
            await db.Execute(item.Id is null
                ? "INSERT INTO ChecklistItem (Name, Position, Active) VALUES (@Name, @Position, @Active)"
                : "UPDATE ChecklistItem SET Name = @Name, Position = @Position, Active = @Active WHERE Id = @Id", row, ct);
        }
        var after = await ChecklistItemSql.List(db, ct);
        await db.Record(actor, clock.GetUtcNow(), "setting.changed", null, ChecklistItemSql.Setting, null, before, after, ct);
        return new(version, new(after));
    }
}

internal static class ReplaceChecklistItemsEndpoint
{
    public static void MapReplaceChecklistItems(this RouteGroupBuilder settings) => settings
        .MapPut("/checklist-items", async (IfMatch version, ChecklistItemList body, IMediator mediator, CancellationToken ct) =>
            (await mediator.Send(new ReplaceChecklistItems(version, body.Items), ct)).Result())
        .WithName("ReplaceChecklistItems").WithSummary("Replace the list of checklist items; leave the id of a new item out")
        .Produces<ChecklistItemList>();
}
