namespace ProblemTracker.Agency;

/// <summary>SQL about holidays that several slices share.</summary>
internal static class HolidaySql
{
    private sealed record Row
    {
        public DateOnly OnDate { get; init; }
        public string Name { get; init; } = "";
    }

    public static async Task<HolidayList> Read(Db db, CancellationToken ct) =>
        new(
            [
                .. (await db.List<Row>("SELECT OnDate, Name FROM Holiday ORDER BY OnDate", null,
                    ct)).Select(h => new HolidayItem(h.OnDate, h.Name))]);
}
