namespace ProblemTracker.Incidents;

/// <summary>
/// Tells the date of the occurrence from the other dates of a row, such as those of the report or of its processing. It is on or before
/// them in nearly every row, and nearly never missing; names decide between dates that are about equal.
/// </summary>
internal static class OccurrenceColumn
{
    private static readonly string[]
        Words = ["occ", "committed", "commission", "happen", "began", "begin", "start", "from", "earliest", "offense", "offence", "hecho"],
        OtherWords = ["report", "rpt", "enter", "creat", "receiv", "assign", "discover", "found", "call", "case", "dispatch", "approv",
            "review"],
        EndWords = ["thru", "through", "last", "latest", "ended", "until", "dateend", "timeend", "enddate", "endtime"],
        DateWords = ["date", "dt", "fecha", "datum", "fec"],
        TimeWords = ["time", "tm", "hour", "hora", "heure", "uhrzeit"];

    /// <summary>The parts in which names of the start and the end differ.</summary>
    private static readonly (string Start, string End)[] Pairs = [("from", "to"), ("from", "thru"), ("from", "through"), ("from", "until"),
        ("fr", "to"), ("began", "ended"), ("began", "end"), ("begin", "end"), ("beginning", "ending"), ("start", "end"), ("start", "stop"),
        ("started", "ended"), ("first", "last"), ("earliest", "latest"), ("min", "max"), ("1", "2"), ("occur", "poss"),
        ("occurredbetween", "and"), ("between", "and"), ("desde", "hasta"), ("inicio", "fin")];

    /// <summary>The parts that only the name of the end has.</summary>
    private static readonly string[] EndParts = ["ended", "end", "thru", "through", "until", "to", "hasta"];

    /// <summary>Share of the most dates that a column has, from which it is nearly never empty.</summary>
    private const double NearlyFull = 0.9;

    /// <summary>
    /// Most days that the median occurrence is before its report, also where only its name says what it is: warrants and earlier visits are
    /// longer ago.
    /// </summary>
    private const int MostDays = 7, MostNamedDays = 60;

    /// <summary>Days over which dates of birth spread at least.</summary>
    private const int Decade = 3652;

    /// <summary>Share of rows in which an end may be before the start.</summary>
    private const double FewEnds = 0.1;

    /// <summary>Points for a name, besides those for the names that agencies give.</summary>
    public static int Points(ColumnProfile column) => (IsNamed(column) ? 15 : 0) - (IsEnd(column) ? 10 : 0);

    /// <summary>Whether a name plainly says that the column has the occurrence, not another event.</summary>
    public static bool IsNamed(ColumnProfile column) => column.SaysAny(Words) && !IsOther(column);

    /// <summary>Whether a name says that the column has another event, such as the report.</summary>
    public static bool IsOther(ColumnProfile column) => column.SaysAny(OtherWords);

    /// <summary>What a date's name has besides the words for it: the same as its time's (<see cref="StemOfTime"/>).</summary>
    public static string StemOfDate(ColumnProfile date) => Without(date.Bare, ["datetime", .. DateWords]);

    /// <summary>What the name of a time of day has besides the words for it.</summary>
    public static string StemOfTime(ColumnProfile time) => Without(time.Bare, TimeWords);

    private static string Without(string name, string[] words) =>
        words.Aggregate(name, (rest, word) => rest.Replace(word, "", StringComparison.Ordinal));

    /// <param name="dates">Columns with dates.</param>
    /// <param name="best">Chooses by name, and by whether there are times.</param>
    /// <param name="columns">All columns.</param>
    /// <returns>Null if there are none.</returns>
    public static ColumnProfile? Among(IReadOnlyList<ColumnProfile> dates, Func<IReadOnlyList<ColumnProfile>, ColumnProfile?> best,
        ProposedColumns columns)
    {
        if (dates.Count < 2) return best(dates);
        List<DatedColumn> all = [.. dates.Select(c => new DatedColumn(c, columns))];
        if (all.Exists(c => !c.IsCoarse)) all.RemoveAll(c => c.IsCoarse);
        var narrowest = all.Min(c => c.Spread);
        all.RemoveAll(c => !c.HasTimes && c.Spread > Decade && c.Spread > 2 * narrowest && !TimeColumns.IsCalledDate(c.Column));
        var most = all.Max(c => c.Fill);
        var full = all.FindAll(c => c.Fill >= NearlyFull * most);
        var chosen = Best(all);
        // A date that is missing in most rows is no occurrence, whatever its name.
        if (chosen.Fill < most / 2) chosen = Best(full);
        for (var turn = 0; turn < full.Count; turn++)
        {
            if (full.Find(c => c != chosen && IsBefore(c, chosen)) is not { } earlier) break;
            chosen = earlier;
        }
        return chosen.Column;

        DatedColumn Best(List<DatedColumn> among)
        {
            var column = best([.. among.Select(d => d.Column)]);
            return among.Find(c => c.Column == column) ?? among[0];
        }
    }

    /// <summary>The date of the end: named like the start but for the words of the two, and nearly never before it.</summary>
    public static ColumnProfile? EndOf(ColumnProfile start, IReadOnlyList<ColumnProfile> dates, ProposedColumns columns) =>
        dates.FirstOrDefault(c => c != start && c.Fill > 0 && IsEndOf(start.Bare, c.Bare) && MayEnd(start, c, columns, FewEnds));

    /// <summary>Whether a column has ends: few of its dates are before the start, or there are too few to tell.</summary>
    public static bool MayEnd(ColumnProfile start, ColumnProfile end, ProposedColumns columns, double share = 0.5) =>
        new DatedColumn(start, columns).To(new(end, columns)) is var order
            && (order.Rows < DateOrder.Least || order.Later <= share * order.Rows);

    private static bool IsBefore(DatedColumn column, DatedColumn chosen) => column.To(chosen) is { IsEarlier: true } order
        && (IsNamed(column.Column), IsNamed(chosen.Column)) is var (named, isKnown) && (named || !isKnown)
        && order.Gap.TotalDays <= (named && !isKnown ? MostNamedDays : MostDays);

    private static bool IsEnd(ColumnProfile column) => column.SaysAny(EndWords)
        || column.Bare.EndsWith("end", StringComparison.Ordinal) || column.Bare.EndsWith("to", StringComparison.Ordinal);

    /// <summary>Whether two names differ only by the words of a start and its end.</summary>
    public static bool IsEndOf(string start, string end) =>
        Array.Exists(Pairs, pair => start.Contains(pair.Start, StringComparison.Ordinal)
            && start.Replace(pair.Start, pair.End, StringComparison.Ordinal) == end)
        || Array.Exists(EndParts, part => end != start && end.Replace(part, "", StringComparison.Ordinal) == start);
}
