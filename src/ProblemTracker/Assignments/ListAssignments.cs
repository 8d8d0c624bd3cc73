using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Assignments;

/// <summary>
/// Who is assigned to the community policing program and to neighborhoods, most recent start first. On one day, today unless another day
/// or a person is given.
/// </summary>
[Needs(Permission.SignedIn)]
public sealed record ListAssignments : IQuery<Page<AssignmentRow>>, IPaged
{
    /// <summary>Only assignments of this local day; today if neither a day nor a person is given.</summary>
    public DateOnly? On { get; init; }
    /// <summary>Only this neighborhood.</summary>
    public long? NeighborhoodId { get; init; }
    /// <summary>Only the program (true), or only neighborhoods (false).</summary>
    public bool? Program { get; init; }
    /// <summary>All assignments of this person, past and coming ones too.</summary>
    public long? PersonId { get; init; }
    public string? After { get; init; }
    public int? Size { get; init; }
}

/// <summary>The same assignments as a CSV file, without paging.</summary>
[Needs(Permission.SignedIn)]
public sealed record ExportAssignments(ListAssignments Filter) : IQuery<CsvFile>;

public sealed record AssignmentRow : IVersioned
{
    public long Id { get; init; }
    public long PersonId { get; init; }
    public string Person { get; init; } = "";
    public string Email { get; init; } = "";
    /// <summary>The name that the public may read; null if it is not shown.</summary>
    public string? PublicName { get; init; }
    /// <summary>Null for the community policing program.</summary>
    public long? NeighborhoodId { get; init; }
    public string? Neighborhood { get; init; }
    /// <summary>First local day.</summary>
    public DateOnly From { get; init; }
    /// <summary>Last local day; null while there is no end.</summary>
    public DateOnly? To { get; init; }
    public int Version { get; init; }

    /// <summary>What the person is assigned to, in words.</summary>
    internal string Subject => Neighborhood ?? AssignmentSql.Program;

    /// <summary>The days in words.</summary>
    internal string Period => $"from {DateText.Date(From)}{(To is { } to ? $" to {DateText.Date(to)}" : "")}";
}

/// <summary>The list of assignments: its filters, order and CSV file.</summary>
internal static class AssignmentList
{
    public static readonly Filters<ListAssignments> Filters = new Filters<ListAssignments>()
        .Add(new([("On", q => q.On), ("PersonId", q => q.PersonId)],
            (q, _) => (q.On, q.PersonId) switch
            {
                (null, not null) => "a.PersonId = @PersonId",
                (_, not null) => $"a.PersonId = @PersonId AND {OnDay}",
                _ => OnDay,
            },
            (q, reader) => [new("Day", q.On ?? reader.Today)]))
        .Is(q => q.NeighborhoodId, "a.NeighborhoodId = @NeighborhoodId")
        .Flag(q => q.Program, "a.NeighborhoodId IS NULL", "a.NeighborhoodId IS NOT NULL");

    private const string OnDay = "a.FromOn <= @Day AND (a.ToOn IS NULL OR a.ToOn >= @Day)";

    private static readonly ListOrder<AssignmentRow> Latest =
        new(descending: true) { { "a.FromOn", row => row.From }, { "a.Id", row => row.Id } };

    public static readonly Listing<ListAssignments, AssignmentRow> Listing = new()
    {
        Columns = AssignmentSql.Columns,
        From = "Assignment a",
        Names = AssignmentSql.Names,
        Filters = Filters,
        Order = _ => Latest,
        File = new("assignments", "a.FromOn DESC, a.Id DESC")
        {
            { "email", row => row.Email },
            { "name", row => row.Person },
            { "neighborhood", row => row.Neighborhood },
            { "from", row => row.From },
            { "to", row => row.To },
            { "publicName", row => row.PublicName },
        },
    };
}

internal sealed class ListAssignmentsValidator : AbstractValidator<ListAssignments>
{
    public ListAssignmentsValidator() => RuleFor(q => q.Program).NotEqual(true).When(q => q.NeighborhoodId is not null)
        .WithMessage("Give a neighborhood or the program, not both.");
}

internal sealed class ListAssignmentsHandler(ListReader lists, Actor actor)
    : IRequestHandler<ListAssignments, Page<AssignmentRow>>, IRequestHandler<ExportAssignments, CsvFile>
{
    public Task<Page<AssignmentRow>> Handle(ListAssignments query, CancellationToken ct)
    {
        MustBeInside();
        return lists.Page(AssignmentList.Listing, query, ct);
    }

    public Task<CsvFile> Handle(ExportAssignments query, CancellationToken ct)
    {
        MustBeInside();
        return lists.File(AssignmentList.Listing, query.Filter, ct);
    }

    // Partners must not see who works for the department.
    private void MustBeInside()
    {
        if (!actor.Might(Permission.ReadProblems) && !actor.Might(Permission.Administer)) throw Forbidden.Needs(Permission.ReadProblems);
    }
}

internal static class ListAssignmentsEndpoint
{
    public static void MapListAssignments(this RouteGroupBuilder assignments) => assignments
        .MapGet("/", ([AsParameters] ListAssignments query, IMediator mediator, CancellationToken ct) => mediator.Send(query, ct))
        .WithName("ListAssignments").WithSummary("List who is assigned to the program and to neighborhoods, today or on a day");
}
