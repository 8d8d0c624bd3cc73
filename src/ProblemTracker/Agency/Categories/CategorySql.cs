namespace ProblemTracker.Agency;

/// <summary>SQL shared by the category slices.</summary>
internal static class CategorySql
{
    /// <summary>The category of what fits no other; imports give it to incidents they can't map.</summary>
    public const string Other = "other";

    private sealed record Row
    {
        public string Code { get; init; } = "";
        public string Name { get; init; } = "";
        public bool Active { get; init; }
        public string? Nibrs { get; init; }
        public string? Names { get; init; }
        public bool Confidential { get; init; }
    }

    public static async Task<CategoryList> Read(Db db, CancellationToken ct)
    {
        var rows = await db.List<Row>(
            "SELECT Code, Name, Active, Nibrs, Names, Confidential FROM Category ORDER BY Position, Code", null, ct);
        return new([.. rows.Select(c =>
            new CategoryItem(c.Code, c.Name, c.Active, c.Nibrs, LocalNames.Read(c.Names), c.Confidential))]);
    }
}
