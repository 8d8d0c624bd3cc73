using ProblemTracker.Agency;

namespace ProblemTracker.Open311;

/// <summary>What the slices of Open311 share.</summary>
internal static class Open311Sql
{
    /// <summary>Who acts by Open311. Not from where, as on the public site.</summary>
    public static readonly Actor Program = Actor.Anonymous with { Origin = "Open311" };

    /// <summary>
    /// Which concerns everyone may read, on <c>c</c> (Concern) and <c>o</c> (the concern with which it is handled, else itself): none that
    /// is part of a confidential problem or has a private category, and none that another city's server published already.
    /// </summary>
    public const string IsPublic = """
        c.CategoryCode NOT IN @Private AND o.CategoryCode NOT IN @Private
        AND NOT EXISTS (SELECT 1 FROM Problem p WHERE p.Confidential = 1 AND (p.Id = c.ProblemId OR p.Id = o.ProblemId))
        AND NOT EXISTS (SELECT 1 FROM Open311Pulled u WHERE u.ConcernId = c.Id)
        """;

    /// <summary>The categories that the report form offers, without private ones.</summary>
    public static async Task<IReadOnlyList<CategoryItem>> Services(Db db, CancellationToken ct)
    {
        var hidden = (await Open311Settings.Read(db, ct)).PrivateCategories;
        return [.. (await CategorySql.Read(db, ct)).Items.Where(category => category.Active && !hidden.Contains(category.Code))];
    }
}
