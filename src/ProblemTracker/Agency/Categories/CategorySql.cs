namespace ProblemTracker.Agency;

/// <summary>SQL about categories that several slices share.</summary>
internal static class CategorySql
{
    private sealed record Row
    {
        public string Code { get; init; } = "";
        public string Name { get; init; } = "";
        public bool Active { get; init; }
        public string? Nibrs { get; init; }
    }

    public static async Task<CategoryList> Read(Db db, CancellationToken ct) =>
        new(
            [
                .. (await db.List<Row>("SELECT Code, Name, Active, Nibrs FROM Category ORDER BY Position, Code", null,
                    ct)).Select(c => new CategoryItem(c.Code, c.Name, c.Active, c.Nibrs))]);
}
