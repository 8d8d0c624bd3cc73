using System.Text.RegularExpressions;
using FluentValidation;
using MediatR;

namespace ProblemTracker.Agency;

/// <summary>Replaces the ordered list of categories. A category in use can be retired but not removed.</summary>
[Needs(Permission.Administer)]
public sealed record ReplaceCategories(int Version, IReadOnlyList<CategoryItem> Items) : ICommand<VersionedSetting<CategoryList>>;

internal sealed partial class ReplaceCategoriesValidator : AbstractValidator<ReplaceCategories>
{
    private const int Most = 200, LongestName = 100;

    public ReplaceCategoriesValidator()
    {
        RuleFor(c => c.Items).Must(items => items.Count <= Most).WithMessage($"The list can have at most {Most} categories.")
            .Must(items => items.Any(i => i is { Active: true })).WithMessage("Keep at least one category active.");
        RuleForEach(c => c.Items).ChildRules(item =>
        {
            item.RuleFor(i => i.Code).Must(code => code.Length <= 50 && Slug().IsMatch(code))
                .WithMessage("A code can have up to 50 lowercase letters, digits and single hyphens, for example traffic-hazard.");
            item.RuleFor(i => i.Name).NotEmpty().WithMessage("Enter a name for the category.").MaximumLength(LongestName);
            item.RuleFor(i => i.Names).MustBeLocalNames(LongestName);
            item.RuleFor(i => i.Nibrs).Must(code => code is null || NibrsOffenses.NameOf(code) is not null)
                .WithMessage("This is not a NIBRS offense code. Enter a code such as 220 (burglary) or 90C (disorderly conduct), "
                    + "or leave it blank if none fits.");
        });
        RuleFor(c => c.Items).Custom((items, context) =>
        {
            AddRepeats(context, items, "code", i => i.Code, "This code is in the list twice. Change one.");
            AddRepeats(context, items, "name", i => SearchKey.Of(i.Name), "This name is in the list twice. Change one.");
        });
    }

    private static void AddRepeats(ValidationContext<ReplaceCategories> context, IReadOnlyList<CategoryItem> items, string field,
        Func<CategoryItem, string> keyOf, string message)
    {
        HashSet<string> seen = [];
        for (var i = 0; i < items.Count; i++)
            if (items[i] is { } item && keyOf(item) is { Length: > 0 } key && !seen.Add(key))
                context.AddFailure($"items[{i}].{field}", message);
    }

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex Slug();
}

internal sealed class ReplaceCategoriesHandler(Db db, Actor actor, TimeProvider clock)
    : IRequestHandler<ReplaceCategories, VersionedSetting<CategoryList>>
{
    private sealed record Used
    {
        public string Name { get; init; } = "";
    }

    public async Task<VersionedSetting<CategoryList>> Handle(ReplaceCategories command, CancellationToken ct)
    {
        var version = await SettingSql.Replace(db, SettingNames.Categories, "", command.Version, ct);
        var before = await CategorySql.Read(db, ct);
        var known = before.Items.Select(i => i.Code).ToHashSet(StringComparer.Ordinal);
        var gone = known.Except(command.Items.Select(i => i.Code)).ToList();
        await MustBeUnused(gone, ct);

        await db.Execute("DELETE FROM Category WHERE Code IN @gone", new { gone }, ct);
        foreach (var (position, item) in command.Items.Index())
        {
            var row = new
            {
                item.Code,
                Name = item.Name.Trim(),
                Position = position + 1,
                item.Active,
                item.Nibrs,
                Names = LocalNames.Write(item.Names),
                item.Confidential,
            };
            await db.Execute(known.Contains(item.Code)
                ? """
                    UPDATE Category SET Name = @Name, Position = @Position, Active = @Active, Nibrs = @Nibrs, Names = @Names,
                        Confidential = @Confidential
                    WHERE Code = @Code
                    """
                : """
                    INSERT INTO Category (Code, Name, Position, Active, Nibrs, Names, Confidential)
                    VALUES (@Code, @Name, @Position, @Active, @Nibrs, @Names, @Confidential)
                    """, row, ct);
        }
        var after = await CategorySql.Read(db, ct);
        await db.Record(actor, clock.GetUtcNow(), "setting.changed", null, SettingNames.Categories, null, before.Items, after.Items, ct);
        return new(version, after);
    }

    private async Task MustBeUnused(IReadOnlyList<string> gone, CancellationToken ct)
    {
        if (gone.Contains(CategorySql.Other))
            throw new RuleBroken("category.other",
                $"Imports use \"{CategorySql.Other}\" for incidents they can't categorize. Keep it in the list.", "items");
        var used = await db.List<Used>("""
            SELECT c.Name FROM Category c
            WHERE c.Code IN @gone AND (EXISTS (SELECT 1 FROM Problem p WHERE p.CategoryCode = c.Code)
                OR EXISTS (SELECT 1 FROM Incident i WHERE i.CategoryCode = c.Code))
            ORDER BY c.Position
            """, new { gone }, ct);
        if (used.Count > 0)
            throw new RuleBroken("category.inUse",
                $"Problems or incidents use these categories: {string.Join(", ", used.Select(u => u.Name))}. "
                    + "Keep them in the list with \"active\": false.", "items");
    }
}

internal static class ReplaceCategoriesEndpoint
{
    public static void MapReplaceCategories(this RouteGroupBuilder settings) => settings
        .MapPut("/categories", async (IfMatch version, CategoryList body, IMediator mediator, CancellationToken ct) =>
            (await mediator.Send(new ReplaceCategories(version, body.Items), ct)).Result())
        .WithName("ReplaceCategories").WithSummary("Replace the list of categories").Produces<CategoryList>();
}
