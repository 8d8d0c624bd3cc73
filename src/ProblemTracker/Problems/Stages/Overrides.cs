using FluentValidation;

namespace ProblemTracker.Problems;

/// <summary>Validation of overrides.</summary>
internal static class Overrides
{
    public static void OverrideRules<T>(this IRuleBuilder<T, Override?> rule) => rule.ChildRules(o =>
    {
        o.RuleFor(x => x!.Codes).NotEmpty().WithMessage("Choose at least one requirement to override.");
        o.RuleForEach(x => x!.Codes).Must(code => code is not null && Sara.Codes.Contains(code))
            .WithMessage((_, code) => $"\"{code}\" is not a requirement that can be overridden.");
        o.RuleFor(x => x!.Reason).NotEmpty().WithMessage("Give an override reason.").MaximumLength(2000);
    });
}
