namespace ProblemTracker.Accounts;

/// <summary>Gives a person the roles that the single sign-on provider says, at each sign-in, if it is set to decide them.</summary>
internal sealed class ProviderRoles(PersonChanged personChanged, Db db, Actor actor, TimeProvider clock)
{
    /// <returns>Why the person may not sign in; null if they may.</returns>
    public async Task<string?> Apply(long personId, IReadOnlyList<string> values, SignOnProvider provider, CancellationToken ct)
    {
        if (provider.RoleClaim is null) return null;
        await PersonSql.HoldAdministrators(db, ct);
        var before = (await PersonSql.Read(db, personId, ct))!;
        // Partners act for a stakeholder, which only an administrator can choose.
        if (before.Roles.Contains(Role.Partner)) return null;
        List<Role> after = [.. values.Where(provider.Roles.ContainsKey).Select(value => provider.Roles[value]).Distinct().Order()];
        if (after.Count == 0) return $"{provider.Name} gives you no role here. Ask whoever manages your login there.";
        // Somebody must be able to let others in, whatever the provider says.
        if (before.Roles.Contains(Role.Administrator) && !after.Contains(Role.Administrator)
            && await PersonSql.IsLastAdministrator(db, personId, ct)) after = [.. after.Append(Role.Administrator).Order()];
        if (after.SequenceEqual(before.Roles)) return null;
        await PersonSql.SetRoles(db, personId, after, ct);
        await db.Execute("UPDATE Person SET Version = Version + 1 WHERE Id = @personId", new { personId }, ct);
        await personChanged(personId, ct);
        await db.Record(actor, clock.GetUtcNow(), "person.changed", null, personId, null, new { before.Roles },
            new { Roles = after, By = provider.Name }, ct);
        return null;
    }
}
