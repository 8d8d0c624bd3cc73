using System.Text.RegularExpressions;
using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.PublicRecords;

/// <summary>Replaces the ordered list of reason codes. A code in use can be retired but not removed.</summary>
[Needs(Permission.Administer)]
public sealed record ReplaceReasonCodes(int Version, IReadOnlyList<ReasonCodeItem> Items) : ICommand<VersionedSetting<ReasonCodeList>>;

internal sealed partial class ReplaceReasonCodesValidator : AbstractValidator<ReplaceReasonCodes>
{
    public ReplaceReasonCodesValidator()
    {
        RuleFor(c => c.Items).Must(items => items.Count <= 100).WithMessage("The list can have at most 100 codes.")
            .Must(items => items.Any(i => i is { Active: true })).WithMessage("Keep at least one code active.");
        RuleForEach(c => c.Items).ChildRules(item =>
        {
            item.RuleFor(i => i.Code).Must(code => code.Length <= 50 && Shape().IsMatch(code))
                .WithMessage("A code can have up to 50 capital letters, digits, periods and single hyphens, for example PRIVACY.");
            item.RuleFor(i => i.Words).NotEmpty().WithMessage("Enter the reason in words.").MaximumLength(200);
            item.RuleFor(i => i.Law).MaximumLength(200);
        });
        RuleFor(c => c.Items).Custom((items, context) =>
        {
            HashSet<string> seen = [];
            for (var i = 0; i < items.Count; i++)
                if (items[i] is { Code.Length: > 0 } item && !seen.Add(item.Code))
                    context.AddFailure($"items[{i}].code", "This code is in the list twice. Change one.");
        });
    }

    [GeneratedRegex(@"^[A-Z0-9]+([.-][A-Z0-9]+)*\z")]
    private static partial Regex Shape();
}

internal sealed class ReplaceReasonCodesHandler(Db db, Actor actor, TimeProvider clock)
    : IRequestHandler<ReplaceReasonCodes, VersionedSetting<ReasonCodeList>>
{
    public async Task<VersionedSetting<ReasonCodeList>> Handle(ReplaceReasonCodes command, CancellationToken ct)
    {
        var version = await SettingSql.Replace(db, ReasonCodeSql.Setting, "", command.Version, ct);
        var before = await ReasonCodeSql.List(db, ct);
        var known = before.Select(item => item.Code).ToHashSet(StringComparer.Ordinal);
        var gone = known.Except(command.Items.Select(item => item.Code)).ToList();
        var used = await db.List<string>("""
            SELECT c.Code FROM ReasonCode c
            WHERE c.Code IN @gone AND (EXISTS (SELECT 1 FROM FieldDecision d WHERE d.ReasonCode = c.Code)
                OR EXISTS (SELECT 1 FROM RedactedPassage p WHERE p.ReasonCode = c.Code))
            ORDER BY c.Code
            """, new { gone }, ct);
        if (used.Count > 0)
            throw new RuleBroken("reasonCode.inUse",
                $"Decisions use these codes: {string.Join(", ", used)}. Keep them in the list with \"active\": false.", "items");
        await db.Execute("DELETE FROM ReasonCode WHERE Code IN @gone", new { gone }, ct);
        foreach (var (position, item) in command.Items.Index())
        {
            var row = new
            {
                item.Code,
                Words = item.Words.Trim(),
                Law = string.IsNullOrWhiteSpace(item.Law) ? null : item.Law.Trim(),
                Position = position + 1,
                item.Active,
            };
            await db.Execute(known.Contains(item.Code)
                ? "UPDATE ReasonCode SET Words = @Words, Law = @Law, Position = @Position, Active = @Active WHERE Code = @Code"
                : "INSERT INTO ReasonCode (Code, Words, Law, Position, Active) VALUES (@Code, @Words, @Law, @Position, @Active)", row, ct);
        }
        var after = await ReasonCodeSql.List(db, ct);
        await db.Record(actor, clock.GetUtcNow(), "setting.changed", null, ReasonCodeSql.Setting, null, before, after, ct);
        return new(version, new(after));
    }
}

internal static class ReplaceReasonCodesEndpoint
{
    public static void MapReplaceReasonCodes(this RouteGroupBuilder settings) => settings
        .MapPut("/reason-codes", async (IfMatch version, ReasonCodeList body, IMediator mediator, CancellationToken ct) =>
            (await mediator.Send(new ReplaceReasonCodes(version, body.Items), ct)).Result())
        .WithName("ReplaceReasonCodes").WithSummary("Replace the list of reason codes").Produces<ReasonCodeList>();
}
