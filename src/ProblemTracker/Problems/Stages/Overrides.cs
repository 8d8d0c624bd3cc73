using FluentValidation;

namespace ProblemTracker.Problems;

/// <summary>Gates passed although something was missing: by whom, which codes, and why. They stay on the record.</summary>
internal static class Overrides
{
    public static void OverrideRules<T>(this IRuleBuilder<T, Override?> rule) => rule.ChildRules(o =>
    {
        o.RuleFor(x => x!.Codes).NotEmpty().WithMessage("Name the shortfall codes that you waive.");
        o.RuleForEach(x => x!.Codes).Must(code => code is not null && Sara.Codes.Contains(code))
            .WithMessage((_, code) => $"\"{code}\" is not the code of a shortfall that can be waived.");
        o.RuleFor(x => x!.Reason).NotEmpty().WithMessage("Say why the gate is passed although something is missing.").MaximumLength(2000);
    });

    /// <summary>Lets a problem through a gate whose shortfalls are all waived, and puts it on record.</summary>
    /// <returns>The codes that were missing and waived, in alphabetical order.</returns>
    /// <exception cref="RuleBroken">Something is missing that was not waived.</exception>
    public static async Task<IReadOnlyList<string>> Apply(Db db, CaseFile file, Gate? gate, IReadOnlyList<Shortfall> shortfalls, Override? given, DateTimeOffset now, CancellationToken ct)
    {
        if (Sara.Unwaived(shortfalls, given?.Codes ?? []) is { Count: > 0 } missing)
            throw new RuleBroken("This problem is not ready to move on.", missing);
        string[] waived = [.. shortfalls.Select(s => s.Code).Distinct().Order(StringComparer.Ordinal)];
        if (waived.Length == 0) return waived;
        var id = await db.Insert("""
            INSERT INTO GateOverride (ProblemId, Visit, Gate, Codes, Reason, PersonId, At) VALUES (@Id, @Visit, @Gate, @Codes, @Reason, @PersonId, @now)
            """, new
        {
            file.Problem.Id,
            file.Problem.Visit,
            Gate = gate.ToString(),
            Codes = string.Join(',', waived),
            Reason = given!.Reason.Trim(),
            file.Actor.PersonId,
            now,
        }, ct);
        await db.Execute("INSERT INTO WaivedCode (GateOverrideId, Code) VALUES (@id, @code)", waived.Select(code => new { id, code }), ct);
        await db.Execute("UPDATE Problem SET Overrides = Overrides + 1 WHERE Id = @Id", new { file.Problem.Id }, ct);
        return waived;
    }
}
