using FluentValidation;

namespace ProblemTracker.Stakeholders;

/// <summary>A person or organization outside the department, as the directory shows it.</summary>
public sealed record StakeholderAnswer : IVersioned
{
    public long Id { get; init; }
    public string Name { get; init; } = "";
    public StakeholderKind Kind { get; init; }
    public string? Phone { get; init; }
    public string? Email { get; init; }
    public string? Remarks { get; init; }
    public int Version { get; init; }
}

/// <summary>What one writes about a stakeholder.</summary>
public interface IStakeholderFields
{
    string Name { get; }
    StakeholderKind Kind { get; }
    string? Phone { get; }
    string? Email { get; }
    string? Remarks { get; }
}

internal abstract class StakeholderRules<T> : AbstractValidator<T> where T : IStakeholderFields
{
    protected StakeholderRules()
    {
        RuleFor(c => c.Name).NotEmpty().WithMessage("Type the name of the person or organization.").MaximumLength(200);
        RuleFor(c => c.Kind).IsInEnum();
        RuleFor(c => c.Phone).MaximumLength(50);
        RuleFor(c => c.Email).MaximumLength(254).EmailAddress().When(c => !string.IsNullOrWhiteSpace(c.Email), ApplyConditionTo.CurrentValidator)
            .WithMessage("This is not an e-mail address.");
        RuleFor(c => c.Remarks).MaximumLength(1000);
    }
}

/// <summary>SQL that several stakeholder slices share.</summary>
internal static class StakeholderSql
{
    public const string Columns = "s.Id, s.Name, s.Kind, s.Phone, s.Email, s.Remarks, s.Version";

    public static Task<StakeholderAnswer?> Find(Db db, long id, CancellationToken ct) =>
        db.Find<StakeholderAnswer>($"SELECT {Columns} FROM Stakeholder s WHERE s.Id = @id", new { id }, ct);

    /// <summary>The fields as they are kept: trimmed, blank ones null, the enum by name.</summary>
    public static object Row(IStakeholderFields fields, long id, int version, DateTimeOffset now) => new
    {
        Id = id,
        Version = version,
        Now = now,
        Name = fields.Name.Trim(),
        NameKey = SearchKey.Of(fields.Name),
        Kind = fields.Kind.ToString(),
        Phone = Text(fields.Phone),
        Email = Text(fields.Email),
        Remarks = Text(fields.Remarks),
    };

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
