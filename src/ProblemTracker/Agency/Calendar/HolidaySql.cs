namespace ProblemTracker.Agency;

/// <summary>SQL shared by the holiday slices.</summary>
internal static class HolidaySql
{
    private sealed record Row
    {
        public DateOnly OnDate { get; init; }
        public string Name { get; init; } = "";
    }

    public static async Task<HolidayList> Read(Db db, CancellationToken ct)
    {
        var rows = await db.List<Row>("SELECT OnDate, Name FROM Holiday ORDER BY OnDate", null, ct);
        return new([.. rows.Select(h => new HolidayItem(h.OnDate, h.Name))]);
    }
}
