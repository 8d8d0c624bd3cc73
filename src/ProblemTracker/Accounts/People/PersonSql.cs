using FluentValidation;

namespace ProblemTracker.Accounts;

/// <summary>A person as lists and forms show them.</summary>
public sealed record PersonDetails : IVersioned
{
    public long Id { get; init; }
    public string Email { get; init; } = "";
    public string Name { get; init; } = "";
    public IReadOnlyList<Role> Roles { get; init; } = [];
    public bool Active { get; init; }
    /// <summary>The stakeholder that a partner's account acts for; null for people of the department.</summary>
    public long? StakeholderId { get; init; }
    public int Version { get; init; }
}

/// <summary>SQL shared by the account slices.</summary>
internal static class PersonSql
{
    private sealed record RoleRow
    {
        public long PersonId { get; init; }
        public Role Role { get; init; }
    }

    public static async Task<PersonDetails?> Read(Db db, long id, CancellationToken ct)
    {
        var person = await db.Find<PersonDetails>("SELECT Id, Email, Name, Active, StakeholderId, Version FROM Person WHERE Id = @id",
            new { id }, ct);
        return person is null ? null : (await WithRoles(db, [person], ct))[0];
    }

    public static async Task<IReadOnlyList<PersonDetails>> WithRoles(Db db, IReadOnlyList<PersonDetails> people, CancellationToken ct)
    {
        if (people.Count == 0) return people;
        var roles = (await db.List<RoleRow>("SELECT PersonId, Role FROM PersonRole WHERE PersonId IN @ids",
            new { ids = people.Select(p => p.Id) }, ct)).ToLookup(r => r.PersonId, r => r.Role);
        return [.. people.Select(p => p with { Roles = [.. roles[p.Id].Order()] })];
    }

    public static async Task<IReadOnlyList<Role>> Roles(Db db, long personId, CancellationToken ct) =>
        // A row, not a bare Role: Dapper parses enum names only into properties.
        [
            .. (await db.List<RoleRow>("SELECT PersonId, Role FROM PersonRole WHERE PersonId = @personId", new { personId }, ct))
                .Select(r => r.Role)
        ];

    /// <summary>
    /// Locks every administrator's row, so that two administrators can't demote each other at the same moment until none is left.
    /// </summary>
    public static Task<int> HoldAdministrators(Db db, CancellationToken ct) =>
        db.Execute("UPDATE PersonRole SET Role = Role WHERE Role = 'Administrator'", null, ct);

    /// <summary>Whether nobody else is an active administrator. Call <see cref="HoldAdministrators"/> before.</summary>
    public static async Task<bool> IsLastAdministrator(Db db, long personId, CancellationToken ct) => await db.Single<int>("""
        SELECT COUNT(*) FROM Person p JOIN PersonRole r ON r.PersonId = p.Id
        WHERE p.Active = 1 AND r.Role = 'Administrator' AND p.Id <> @personId
        """, new { personId }, ct) == 0;

    /// <exception cref="Invalid">There is no such stakeholder.</exception>
    public static async Task MustBeStakeholder(Db db, long? stakeholderId, CancellationToken ct)
    {
        if (stakeholderId is { } id && (await Stakeholders(db, [id], ct)).Count == 0) throw new Invalid("stakeholderId", NoStakeholder);
    }

    public const string NoStakeholder = "There is no stakeholder with this ID. Look it up in the directory.";

    /// <summary>Those of the ids that are stakeholders.</summary>
    public static Task<IReadOnlyList<long>> Stakeholders(Db db, IReadOnlyList<long> ids, CancellationToken ct) =>
        db.List<long>("SELECT Id FROM Stakeholder WHERE Id IN @ids AND MergedIntoId IS NULL", new { ids }, ct);

    /// <param name="passwordHash">Null for someone who can't sign in with a password.</param>
    public static Task<long> Add(
        Db db, string email, string name, string? passwordHash, long? stakeholderId, DateTimeOffset now, CancellationToken ct) =>
        db.Insert("""
            INSERT INTO Person (Email, EmailKey, Name, PasswordHash, StakeholderId, Active, CreatedAt)
            VALUES (@email, @Key, @name, @passwordHash, @stakeholderId, 1, @now)
            """, new { email, Key = SearchKey.OfEmail(email), name, passwordHash, stakeholderId, now }, ct);

    public static async Task SetRoles(Db db, long personId, IEnumerable<Role> roles, CancellationToken ct)
    {
        await db.Execute("DELETE FROM PersonRole WHERE PersonId = @personId", new { personId }, ct);
        foreach (var role in roles.Distinct())
            await db.Execute("INSERT INTO PersonRole (PersonId, Role) VALUES (@personId, @role)",
                new { personId, role = role.ToString() }, ct);
    }

    public static async Task<MySettings> MySettings(Db db, Actor actor, CancellationToken ct) =>
        await db.Find<MySettings>("SELECT EmailChoice, WeeklyBriefing FROM Person WHERE Id = @PersonId", new { actor.PersonId }, ct)
            ?? throw new NotFound();
}

/// <summary>The fields that decide whether an account belongs to the department or to a partner.</summary>
public interface IPersonRoles
{
    IReadOnlyList<Role> Roles { get; }
    long? StakeholderId { get; }
}

internal static class PersonRules
{
    public static void RoleRules<T>(this AbstractValidator<T> validator) where T : IPersonRoles
    {
        validator.RuleFor(c => c.Roles).NotEmpty().WithMessage("Choose at least one role.");
        validator.RuleFor(c => c.Roles).Must(roles => roles is null || !roles.Contains(Role.Partner) || roles.All(r => r == Role.Partner))
            .WithMessage("The role Partner can't be combined with another role.");
        validator.RuleFor(c => c.StakeholderId).NotNull()
            .When(c => c.Roles?.Contains(Role.Partner) is true, ApplyConditionTo.CurrentValidator)
            .WithMessage("Choose the stakeholder that this partner acts for.");
        validator.RuleFor(c => c.StakeholderId).Null()
            .When(c => c.Roles?.Contains(Role.Partner) is not true, ApplyConditionTo.CurrentValidator)
            .WithMessage("Only partners act for a stakeholder. Leave this empty, or choose the role Partner.");
    }
}
