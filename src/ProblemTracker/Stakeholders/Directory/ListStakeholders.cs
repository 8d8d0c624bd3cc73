using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Stakeholders;

/// <summary>
/// The directory of people and organizations outside the department, by name, without entries that were merged into others. It does not
/// show who is attached to which problem.
/// </summary>
/// <param name="Text">
/// Only entries whose name or email address contains this, or whose phone number has these digits (at least 4); entries that were merged
/// into them count too.
/// </param>
/// <param name="HasConsent">Only entries that have (or don't have) current consent to be contacted.</param>
[Needs(Permission.ReadProblems)]
public sealed record ListStakeholders(
    string? Text = null, StakeholderKind? Kind = null, bool? HasConsent = null, string? After = null, int? Size = null)
    : IQuery<Page<StakeholderDetails>>, IPaged;

internal sealed class ListStakeholdersValidator : AbstractValidator<ListStakeholders>
{
    public ListStakeholdersValidator()
    {
        RuleFor(q => q.Text).MaximumLength(100);
        RuleFor(q => q.Kind).IsInEnum();
    }
}

internal sealed class ListStakeholdersHandler(ListReader lists) : IRequestHandler<ListStakeholders, Page<StakeholderDetails>>
{
    private static readonly ListOrder<StakeholderDetails> ByName =
        new(descending: false) { { "s.NameKey", row => SearchKey.Of(row.Name) }, { "s.Id", row => row.Id } };

    /// <summary>By its name or address, or by those of an entry merged into it.</summary>
    private const string Named = """
        (s.NameKey LIKE @Text ESCAPE '!' OR s.EmailKey LIKE @Text ESCAPE '!'
            OR EXISTS (SELECT 1 FROM Stakeholder g WHERE g.MergedIntoId = s.Id
                AND (g.NameKey LIKE @Text ESCAPE '!' OR g.EmailKey LIKE @Text ESCAPE '!')))
        """;

    /// <summary>The same, or by the phone number.</summary>
    private const string NamedOrCalled = $"""
        ({Named} OR s.PhoneKey LIKE @Digits
            OR EXISTS (SELECT 1 FROM Stakeholder h WHERE h.MergedIntoId = s.Id AND h.PhoneKey LIKE @Digits))
        """;

    private static readonly Listing<ListStakeholders, StakeholderDetails> Directory = new()
    {
        Columns = StakeholderSql.Columns,
        From = "Stakeholder s",
        Filters = new Filters<ListStakeholders>()
            .Always(StakeholderSql.Stands)
            .Is(q => q.Text, (text, _) => StakeholderSql.Digits(text) is null ? Named : NamedOrCalled,
                (text, _) => [new("Text", SearchKey.Containing(text)), new("Digits", $"%{StakeholderSql.Digits(text)}%")])
            .Is(q => q.Kind, "s.Kind = @Kind")
            .Flag(q => q.HasConsent, StakeholderSql.HasConsent, "(s.ConsentOn IS NULL OR s.ConsentWithdrawnOn IS NOT NULL)"),
        Order = _ => ByName,
    };

    public Task<Page<StakeholderDetails>> Handle(ListStakeholders query, CancellationToken ct) => lists.Page(Directory, query, ct);
}

internal static class ListStakeholdersEndpoint
{
    public static void MapListStakeholders(this RouteGroupBuilder stakeholders) => stakeholders
        .MapGet("/", ([AsParameters] ListStakeholders query, IMediator mediator, CancellationToken ct) => mediator.Send(query, ct))
        .WithName("ListStakeholders")
        .WithSummary("List the stakeholders in the directory, by name; text finds names, email addresses and phone numbers");
}
