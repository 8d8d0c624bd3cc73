using FluentValidation;
using ProblemTracker.Accounts;
using ProblemTracker.Files;

namespace ProblemTracker.Assignments;

/// <summary>SQL and rules about <c>a</c> (Assignment) that several use cases share.</summary>
internal static class AssignmentSql
{
    /// <summary>What an assignment without a neighborhood is to.</summary>
    public const string Program = "Community policing program";

    public const string Columns = """
        a.Id, a.PersonId, p.Name AS Person, p.Email, p.PublicName, a.NeighborhoodId, n.Name AS Neighborhood, a.FromOn AS "From",
        a.ToOn AS "To", a.Version
        """;

    public const string Names = "LEFT JOIN Person p ON p.Id = a.PersonId LEFT JOIN Neighborhood n ON n.Id = a.NeighborhoodId";

    /// <exception cref="NotFound">There is no such assignment.</exception>
    public static async Task<AssignmentRow> Read(Db db, long id, CancellationToken ct) =>
        await db.Find<AssignmentRow>($"SELECT {Columns} FROM Assignment a {Names} WHERE a.Id = @id", new { id }, ct)
            ?? throw new NotFound();

    /// <summary>The assignments of these people, in a few statements however many people there are.</summary>
    public static async Task<IReadOnlyList<AssignmentRow>> Of(Db db, IEnumerable<long> personIds, CancellationToken ct)
    {
        var rows = new List<AssignmentRow>();
        foreach (var ids in personIds.Distinct().Chunk(CsvList.MostAtOnce))
            rows.AddRange(await db.List<AssignmentRow>(
                $"SELECT {Columns} FROM Assignment a {Names} WHERE a.PersonId IN @ids", new { ids }, ct));
        return rows;
    }

    /// <summary>Holds the person's row, so that two assignments made at once can't overlap.</summary>
    /// <exception cref="NotFound">There is no such person.</exception>
    /// <exception cref="RuleBroken">The person is a partner.</exception>
    public static async Task Hold(Db db, long personId, CancellationToken ct)
    {
        await db.Execute("UPDATE Person SET Active = Active WHERE Id = @personId", new { personId }, ct);
        var person = await PersonSql.Read(db, personId, ct) ?? throw new NotFound();
        if (person.Roles.Contains(Role.Partner))
            throw new RuleBroken("assignment.partner", NotPartners, "personId");
    }

    /// <exception cref="Invalid">The person is assigned to the same on some day of the period.</exception>
    public static async Task MustBeFree(Db db, long personId, long? neighborhoodId, DayRange period, long? exceptId, CancellationToken ct)
    {
        var others = await db.List<AssignmentRow>($"""
            SELECT {Columns} FROM Assignment a {Names} WHERE a.PersonId = @personId AND a.Id <> @ExceptId ORDER BY a.FromOn
            """, new { personId, ExceptId = exceptId ?? 0 }, ct);
        if (others.FirstOrDefault(other => other.NeighborhoodId == neighborhoodId && period.Overlaps(new(other.From, other.To)))
            is { } taken)
            throw new Invalid("from", Taken(taken));
    }

    public static string Taken(AssignmentRow taken) => $"{taken.Person} is assigned to {taken.Subject} {taken.Period} already. "
        + "Change that assignment, or choose other days.";

    public const string NotPartners = "Only people of the department can be assigned, not partners.";
    public const string NotInactive = "This person can't sign in. Let them sign in first, then assign them.";

    /// <summary>Adds an assignment.</summary>
    public const string Insert =
        "INSERT INTO Assignment (PersonId, NeighborhoodId, FromOn, ToOn) VALUES (@PersonId, @NeighborhoodId, @From, @To)";

    /// <summary>The audit of a new assignment.</summary>
    public static PendingWrite Added(Actor actor, DateTimeOffset now, AssignmentRow made) =>
        Audit.Entry(actor, now, "person.assigned", null, made.PersonId, null, null,
            new { made.Id, made.NeighborhoodId, made.From, made.To });

    /// <summary>The audit of a person's new public name.</summary>
    /// <param name="after">Null if it is not shown.</param>
    public static PendingWrite Named(Actor actor, DateTimeOffset now, long personId, string? before, string? after) =>
        Audit.Entry(actor, now, "person.publicName", null, personId, null, new { PublicName = before }, new { PublicName = after });
}

/// <summary>The days of an assignment.</summary>
internal interface IAssignmentDays
{
    DateOnly From { get; }
    DateOnly? To { get; }
}

internal static class AssignmentRules
{
    private static readonly DateOnly Earliest = new(1950, 1, 1), Latest = new(2100, 1, 1);

    public static void DayRules<T>(this AbstractValidator<T> validator) where T : IAssignmentDays
    {
        validator.RuleFor(c => c.From).InclusiveBetween(Earliest, Latest).WithMessage("Enter the first day, between 1950 and 2100.");
        validator.RuleFor(c => c.To).Must((c, to) => new DayRange(c.From, to).IsInOrder)
            .WithMessage("The last day is before the first. Correct one of them.")
            .Must(to => to is null || to <= Latest).WithMessage("Enter a last day before 2100, or leave it empty.");
    }
}
