using System.Globalization;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>Something that a file leaves open or that looks wrong, with maps that answer it otherwise.</summary>
/// <param name="Kind">A short name, unique in a preview.</param>
/// <param name="Sentence">What was found.</param>
/// <param name="Answers">The first is what most people want; none if a person has to find out.</param>
public sealed record ImportQuestion(string Kind, string Sentence, IReadOnlyList<ImportAnswer> Answers)
{
    internal ImportQuestion(string kind, string sentence, string answer, IncidentMap map) : this(kind, sentence, [new(answer, map)]) { }

    /// <summary>Whether the file is read wrongly as long as nobody takes the first answer.</summary>
    public bool IsFix { get; init; }
}

/// <param name="Label">Of the button that takes the other map.</param>
/// <param name="Map">The map with the answer.</param>
public sealed record ImportAnswer(string Label, IncidentMap Map);

/// <summary>Finds what to ask about a file.</summary>
internal static class ImportQuestions
{
    /// <summary>Share of places that must lie near the neighborhoods for a way of reading them to be proposed.</summary>
    private const double Most = 0.6;

    /// <summary>Kind of the question about numbers that come again with other content.</summary>
    public const string Updates = "updates";

    /// <param name="map">The map to ask about.</param>
    /// <param name="tally">What it makes of the file.</param>
    /// <param name="date">How the times read, if the map is a proposal; null finds it out.</param>
    /// <param name="rows">The file's first readable rows.</param>
    /// <param name="header">Its column names.</param>
    /// <param name="context">What they are read against.</param>
    /// <param name="hasShapes">Whether the file has areas instead of points.</param>
    /// <param name="fileName">Its name, by which another source can be called.</param>
    public static IEnumerable<ImportQuestion> Of(IncidentMap map, FileTally tally, DateGuess? date,
        IReadOnlyList<IReadOnlyList<string>> rows, IReadOnlyList<string> header, ReadingContext context,
        bool hasShapes = false, string fileName = "")
    {
        var outcome = tally.Outcome;
        if (map.Updates is null && tally.Changed > 0)
            yield return new(Updates, $"{Have(tally.Changed)} a number that was imported"
                + " before with other content. What happens to such rows, now and next month?",
                [
                    new("Update the incidents", map with { Updates = UpdateRule.Update }),
                    // A key without the rest of the content would find that they are there.
                    new("Add them as other incidents", map with { Updates = UpdateRule.Add, Key = [] }),
                    new("Only list them in the result", map with { Updates = UpdateRule.Report }),
                    OtherSource(map, fileName),
                ]);
        if (With(outcome, FaultKind.SameKey) is > 0 and var others)
            yield return new("key", $"{Have(others)} the key of an earlier row, but other content. Only the first row with a key would be "
                + "added.", "Compare all columns", map with { Key = [] });
        if (hasShapes && (!map.HasPlace || GeoJsonRows.HasPoints(map))) yield return new("place", IncidentFile.HasShapes, []);
        else if (Placed(map, tally, context) is { } placed) yield return placed;
        else if (tally.IsMostlyUnplaced)
            yield return new("place", "Most places can't be used: they can't be read, or lie far from the neighborhoods. Check the columns "
                + "of latitude and longitude and the projection. Or is this a file of another city?", []);
        else if (Mistaken(outcome) is { } mistaken) yield return mistaken;
        date ??= DateOf(map, rows, header, context);
        if (date is { SaysUtc: true, HasTimes: true })
            yield return map.Clock == SourceClock.Local
                ? new("clock", "The times say UTC (Z or +00:00), but are read as local times.",
                    "Read them as UTC", map with { Clock = SourceClock.Offset })
                : new("clock", "The times say UTC (Z or +00:00) and are read as such. Some systems write that on local times.",
                    "Read them as local times", map with { Clock = SourceClock.Local });
        else if (tally.OffsetsIgnored > 0)
            yield return new("clock",
                $"{Have(tally.OffsetsIgnored)} a time that says its offset from UTC, but all are read as local times.",
                "Let the offset count", map with { Clock = SourceClock.Offset });
        if (tally.OffsetsTaken > 0 && With(outcome, FaultKind.NoOffset) is > 0 and var local)
            yield return new("offset", $"{Have(local)} a time without an offset from UTC, unlike the other rows. "
                + (local == 1 ? "It is read as a local time." : "They are read as local times."),
                tally.AreOffsetsUtc ? [new("Read all times as UTC", map with { Clock = SourceClock.Utc })] : []);
        if (tally.OpenOrder is { } open && map.SeenColumns.Count == 0 && DateGuess.Swapped(map.DateFormat) is { } swapped)
            yield return Order(open, IsMonthFirst(map.DateFormat!), tally.Later, map with { DateFormat = swapped });
        if (map.DatesOnly && tally.Timed > 0)
            yield return new("midnight", $"{Have(tally.Timed)} a time other than midnight, but only the dates are read.",
                "Read the times", map with { DatesOnly = false });
        else if (date is { AreMidnights: true } && !map.MonthsOnly && tally.Timed == 0)
            yield return map.DatesOnly
                ? new("midnight", "Every time is midnight, so only the dates are read.", "Midnight is the time",
                    map with { DatesOnly = false, Clock = date.MidnightClock == SourceClock.Local ? map.Clock : date.MidnightClock })
                : new("midnight", "Every time is midnight, so every incident would have happened at midnight.", "Read dates only",
                    map with { DatesOnly = true, Clock = date.MidnightClock == SourceClock.Utc ? SourceClock.Utc : map.Clock });
        if (outcome.CountColumn is { } count)
            yield return new("counts", $"The column \"{count}\" seems to say how many incidents each row stands for, but every row is read "
                + "as one incident. Ask the source for a file with one row for each incident.", []);
        // Of a saved map, somebody has decided, unless there are new words.
        if (outcome.HasOneCategory(map) && (map.SeenColumns.Count == 0 || outcome.OtherWords.Any(word => !word.IsDecided)))
            yield return new("category", OutcomeNotes.OneCategory(outcome, map, context.Categories), []);
        if (map.KeepEqualRows && !map.Columns.ContainsKey(IncidentMap.Number))
            yield return new("equal", "The file has no numbers and only days or months, so equal rows are kept as separate incidents.",
                "Equal rows are repeats", map with { KeepEqualRows = false });
        if (map.KeepEqualRows && map.Columns.ContainsKey(IncidentMap.Number) && tally.EqualKept > 0)
            yield return new("equal", $"{Rows(tally.EqualKept)} without a number and equal to an earlier row. With only days "
                + "or months, they are kept as separate incidents.",
                "Equal rows are repeats", map with { KeepEqualRows = false });
        if (tally.Equal > 0 && !map.Columns.ContainsKey(IncidentMap.Number) && !map.KeepEqualRows)
            yield return new("equal", $"{Rows(tally.Equal)} equal to an earlier row, and would not be added again.",
                "They are separate incidents", map with { KeepEqualRows = true });
    }

    private static ImportQuestion Order(string date, bool isMonthFirst, (int AsRead, int Swapped) later, IncidentMap swapped)
    {
        var (read, other) = isMonthFirst ? ("month", "day") : ("day", "month");
        return new("order", $"Dates such as {date} can be read with the month first or with the day first. They are read with the {read} "
            + "first." + (later.Swapped > later.AsRead
                ? $" With the {other} first, {later.Swapped:N0} {(later.Swapped == 1 ? "date" : "dates")} would be after today." : ""),
            $"The {other} is first", swapped);
    }

    /// <summary>Says that some rows have a mistake in their coordinates, though most don't: no other map would read all.</summary>
    private static ImportQuestion? Mistaken(ImportOutcome outcome)
    {
        string[] found = [.. new[] { FaultKind.SwappedPlace, FaultKind.UnsignedPlace }.Where(kind => With(outcome, kind) > 0).Select(kind =>
            $"{Have(With(outcome, kind))} " + (kind == FaultKind.SwappedPlace
                ? "latitude and longitude that look swapped" : "coordinates whose minus sign looks missing or wrong"))];
        return found.Length == 0 ? null : new("mistakenPlaces", $"{string.Join(", and ", found)}, unlike the other rows. They would be "
            + "added without a place. To keep their places, correct these rows in the file.", []);
    }

    private static DateGuess? DateOf(IncidentMap map, IReadOnlyList<IReadOnlyList<string>> rows, IReadOnlyList<string> header,
        ReadingContext context)
    {
        var missing = map.Missing.ToHashSet(StringComparer.Ordinal);
        var column = ColumnPattern.Of(map.Columns[IncidentMap.Occurred], header);
        return DateGuess.In(map.DateFormat, [.. rows.Select(row => column.Read(row, missing)).OfType<string>()
            .SelectMany(text => map.RangeSeparator is { } separator ? text.Split(separator, 2, StringSplitOptions.TrimEntries) : [text])],
            context);
    }

    /// <summary>Names a source of the file's own, so that its numbers are others than those of earlier files.</summary>
    private static ImportAnswer OtherSource(IncidentMap map, string fileName)
    {
        var name = SourceName.Of(fileName);
        if (SearchKey.Of(map.Source) == SearchKey.Of(name)) name = $"{name} 2";
        return new($"It is another source: \"{name}\"", map with { Source = name });
    }

    private static int With(ImportOutcome outcome, FaultKind kind) =>
        outcome.Faults.FirstOrDefault(fault => fault.Kind == kind)?.Rows ?? 0;

    private static string Have(int rows) => rows == 1 ? "1 row has" : $"{rows:N0} rows have";

    private static bool IsMonthFirst(string format) =>
        DateFormat.Split(format).First(one => DateFormat.Swapped(one.Split(DateFormat.And, 2)[0]) is not null)[0] == 'M';

    private static string Rows(int count) => count == 1 ? "1 row is" : $"{count:N0} rows are";

    private static ImportQuestion Fix(string sentence, string answer, IncidentMap map) => new("place", sentence, answer, map)
    {
        IsFix = true,
    };

    /// <summary>Another way to read coordinates, if as read they lie far from the neighborhoods.</summary>
    private static ImportQuestion? Placed(IncidentMap map, FileTally tally, ReadingContext context)
    {
        if (context.Extent is not { } extent) return Unsure(map, tally, new(context));
        var places = tally.FarPlaces;
        if (!tally.IsMostlyFar) return null;
        var near = new PlaceReader(extent);
        bool Fit(Func<double, double, (double Latitude, double Longitude)> read) =>
            places.Count(p => read(p.X, p.Y) is var (lat, lon) && near.IsNear(lat, lon)) > Most * places.Count;
        const string far = "Most coordinates lie far from the neighborhoods. ";
        if (map.Projection is not null && Fit((x, y) => (y, x)))
            return Fix(far + "They seem to be degrees.", "Read them as degrees", map with { Projection = null });
        foreach (var mistake in PlaceMistakes.All.Where(mistake => Fit((x, y) => mistake.Mended(y, x))))
            if (mistake != PlaceMistake.Swapped)
                return Turned(map, mistake, far, places);
            else if (map.HasPlace)
                return Fix(far + "Latitude and longitude seem to be swapped.", "Swap them", Swapped(map));
        if (Projection.Candidates(places, extent) is [var projection, ..])
            return Fix($"{far}They seem to be in the projection {projection}.", "Convert them",
                map with { Projection = Code(projection) });
        // Points are converted before their columns could be swapped.
        return map.Columns.ContainsKey(IncidentMap.Latitude) && !GeoJsonRows.HasPoints(map)
            && Projection.Candidates([.. places.Select(p => (p.Y, p.X))], extent) is [var other, ..]
            ? Fix($"{far}They seem to be in the projection {other}, with x and y swapped.", "Swap and convert them",
                Swapped(map) with { Projection = Code(other) })
            : null;
    }

    /// <summary>Proposes to turn the sign of coordinates.</summary>
    private static ImportQuestion Turned(IncidentMap map, PlaceMistake mistake, string far, List<(double X, double Y)> places)
    {
        var what = mistake switch
        {
            PlaceMistake.LongitudeSign => "Longitudes",
            PlaceMistake.LatitudeSign => "Latitudes",
            _ => "Latitudes and longitudes",
        };
        var hasSign = 2 * places.Count(p => (mistake == PlaceMistake.LatitudeSign ? p.Y : p.X) < 0) > places.Count;
        return Fix($"{far}{what} seem to {(hasSign ? "have a minus sign too many" : "lack their minus sign")}.",
            hasSign ? "Remove the minus sign" : "Add the minus sign", map with
            {
                NegateLatitude = mistake != PlaceMistake.LongitudeSign,
                NegateLongitude = mistake != PlaceMistake.LatitudeSign,
                Projection = null,
            });
    }

    /// <summary>
    /// Without neighborhoods: another way to read coordinates that are not where earlier incidents or the time zone are, or, if they don't
    /// tell, the question whether latitude and longitude are swapped.
    /// </summary>
    private static ImportQuestion? Unsure(IncidentMap map, FileTally tally, LikelyPlace likely)
    {
        var places = tally.IsMostlyFar ? [.. tally.FarPlaces.Select(p => (Latitude: p.Y, Longitude: p.X))]
            : tally.Points.ConvertAll(p => (p.Latitude, p.Longitude));
        if (places.Count == 0 || (tally.IsMostlyFar && map.Projection is not null)) return null;
        var (y, x) = (PlaceColumns.Middle(places.Select(p => p.Latitude)), PlaceColumns.Middle(places.Select(p => p.Longitude)));
        var canSwap = map.Projection is null && likely.Is(x, y);
        if (likely.Is(y, x))
            return likely.IsKnown || !canSwap ? null
                : new("place", $"Do these points lie where they should, at {Written(y, x)}? With latitude and longitude swapped, they "
                    + $"would lie at {Written(x, y)}.", "Swap them", Swapped(map));
        var far = $"As read, the places lie at {Written(y, x)}, far from {likely.Whose}. ";
        if (canSwap) return Fix(far + "Latitude and longitude seem to be swapped.", "Swap them", Swapped(map));
        foreach (var mistake in PlaceMistakes.All.Where(mistake => mistake != PlaceMistake.Swapped && map.Projection is null))
            if (mistake.Mended(y, x) is var (latitude, longitude) && likely.Is(latitude, longitude))
                return Turned(map, mistake, far, [(x, y)]);
        // What can't be a place at all is counted as such.
        return tally.IsMostlyFar ? null
            : new("place", far + "Check the columns of latitude and longitude. Or is this a file of another city?", []);
    }

    /// <summary><c>40.5° N, 89.5° W</c>.</summary>
    private static string Written(double latitude, double longitude) => FormattableString.Invariant(
        $"{Math.Abs(latitude):0.0}° {(latitude < 0 ? "S" : "N")}, {Math.Abs(longitude):0.0}° {(longitude < 0 ? "W" : "E")}");


    private static string Code(Projection projection) => projection.Number.ToString(CultureInfo.InvariantCulture);

    private static IncidentMap Swapped(IncidentMap map)
    {
        if (map.Columns.ContainsKey(IncidentMap.Place)) return map with { SwapPlace = !map.SwapPlace };
        return map with
        {
            Columns = new Dictionary<string, string>(map.Columns)
            {
                [IncidentMap.Latitude] = map.Columns[IncidentMap.Longitude],
                [IncidentMap.Longitude] = map.Columns[IncidentMap.Latitude],
            },
        };
    }
}
