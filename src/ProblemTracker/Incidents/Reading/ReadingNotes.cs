using ProblemTracker.Files;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>Says how a file is read where that is not plain to see, so that nothing is decided without a word.</summary>
internal static class ReadingNotes
{
    /// <summary>Texts for missing values that are named one by one.</summary>
    private const int MostTexts = 3;

    public static IEnumerable<string> Of(FileLayout? layout, IncidentMap map)
    {
        if (layout is { HeaderLine: 0 }) yield return "no header, so the columns are numbered";
        if (layout is { HeaderLine: > 1 and var header })
            yield return $"the header in line {header}, without the {(header == 2 ? "line" : $"{header - 1} lines")} above it";
        if (layout is { Encoding: { } encoding and not TextEncoding.Utf8 })
            yield return $"the text encoding {TextEncoding.LabelOf(encoding)}";
        if (layout is { Delimiter: { } delimiter and not "," })
            yield return delimiter == "tab" ? "fields separated by tabs" : $"fields separated by {delimiter}";
        if (layout is { Sheets: [_, _, ..], Sheet: { } sheet })
            yield return $"{(layout.HeaderLine is null ? "layer" : "sheet")} {sheet}, one of {layout.Sheets.Count}";
        if (PlaceColumns.AreNamedOtherwise(map))
            yield return $"latitude from column {map.Columns[IncidentMap.Latitude]} and longitude from column "
                + $"{map.Columns[IncidentMap.Longitude]}";
        if (map is { SwapPlace: true }) yield return "the longitude before the latitude";
        if (map.NegateLatitude || map.NegateLongitude)
            yield return $"a minus sign added to {(!map.NegateLatitude ? "longitudes" : map.NegateLongitude ? "both" : "latitudes")}";
        if (map.Projection is { } name && Projection.Find(name) is { } projection) yield return $"coordinates converted from {projection}";
        if (map.MonthsOnly) yield return "months only";
        else if (map.DatesOnly) yield return "dates only";
        if (map.RangeSeparator is { } separator) yield return $"start and end separated by \"{separator.Trim()}\"";
        if (map.Source.Length > 0) yield return $"numbers of the source \"{map.Source}\"";
        if (map.Missing is [_, ..] missing)
            yield return string.Join(", ", missing.Take(MostTexts).Select(text => $"\"{text}\""))
                + (missing.Count > MostTexts ? $" and {missing.Count - MostTexts} other texts" : "") + " as missing values";
    }
}
