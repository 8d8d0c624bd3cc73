using ProblemTracker.Agency;
using ProblemTracker.Files;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>Previews the first rows of a file of incidents with the same readers as the import.</summary>
internal sealed class ImportLook(Db db, AgencySettings agency)
{
    private const int RowsToCheck = 2000, MostWords = 200, MostRejections = 5, Samples = 3;

    /// <param name="import">The import to preview.</param>
    /// <param name="content">Its file.</param>
    /// <param name="map">Null proposes one.</param>
    /// <param name="completes">Whether words without a category in the map get the most similar one.</param>
    /// <param name="ct">Ends the work.</param>
    public async Task<ImportPreview> At(StoredImport import, Stream content, IncidentMap? map, bool completes, CancellationToken ct)
    {
        var source = await IncidentFile.Open(content, import.FileName, map?.Delimiter, ct);
        var (rows, isWhole) = await First(source, ct);
        var good = rows.Where(r => r.Wrong is null).ToList();
        var agencyZone = (await agency.Calendar(ct)).Zone;
        var tried = map ?? MapProposal.For(source.Header, [.. good.Select(r => r.Fields)], agencyZone);
        var zone = tried.TimeZone is { } name ? TimeZoneInfo.FindSystemTimeZoneById(name) : agencyZone;
        var categories = (await CategorySql.Read(db, ct)).Items;
        var words = Words(source.Header, good, tried, categories);
        if (completes)
            tried = tried with
            {
                Categories = tried.Categories.Concat(
                    words.Where(w => w.CategoryCode is null && w.Proposal is not null)
                        .Select(w => KeyValuePair.Create(w.Word, w.Proposal!))).ToDictionary(),
            };

        List<string> objections = [];
        var unknown = tried.Categories.Values.Append(tried.CategoryDefault).Except(categories.Select(c => c.Code)).ToList();
        if (unknown.Count > 0)
            objections.Add(
                $"There is no longer a category with the code {string.Join(", ", unknown.Select(c => $"\"{c}\""))}. Choose another.");
        if (!tried.Columns.ContainsKey(IncidentMap.Occurred)) objections.Add("Choose the column with the date and time.");
        var (rejected, rejections, keys, read) = (0, new List<RejectedRow>(), new HashSet<string>(), 0);
        try
        {
            // An empty index of neighborhoods: the preview does not show them.
            var reader = new IncidentReader(tried, source.Header, zone, NeighborhoodIndex.Empty);
            foreach (var row in objections.Count == 0 ? rows : [])
            {
                var wrong = row.Wrong;
                if (wrong is null && reader.Read(row.Fields, out wrong) is { } incident)
                {
                    read++;
                    keys.Add(incident.DedupeKey);
                }
                if (wrong is null) continue;
                rejected++;
                if (rejections.Count < MostRejections) rejections.Add(new(row.Line, wrong));
            }
        }
        catch (Invalid columns)
        {
            objections.AddRange(columns.Errors.SelectMany(e => e.Value));
        }
        return new(import.Id, import.Kind, import.FileName, source.Header, [.. good.Take(PreviewImport.Shown).Select(r => r.Fields)],
            rows.Count, isWhole, tried, Times(source.Header, good, tried, zone), words, rejected, rejections, read - keys.Count, null,
            objections);
    }

    private static async Task<(List<CsvRow> Rows, bool IsWhole)> First(IRecordSource source, CancellationToken ct)
    {
        var rows = new List<CsvRow>();
        while (rows.Count < RowsToCheck)
        {
            if (await source.Next(ct) is not { } row) return (rows, true);
            rows.Add(row);
        }
        return (rows, false);
    }

    private static List<TimeSample> Times(IReadOnlyList<string> header, IReadOnlyList<CsvRow> rows, IncidentMap map, TimeZoneInfo zone)
    {
        var at = IncidentReader.IndexOf(header, map.Columns.GetValueOrDefault(IncidentMap.Occurred) ?? "");
        if (at < 0) return [];
        var time = new SourceTime(zone, map.DateFormat, map.MonthsOnly);
        // Different texts make better samples than repeated ones.
        return [.. rows.Where(r => r.Fields[at].Trim() is { Length: > 0 } text && !map.Missing.Contains(text))
            .DistinctBy(r => r.Fields[at].Trim()).Take(Samples)
            .Select(r => time.Read(r.Fields[at].Trim(), out var wrong) is { } moment
                ? new TimeSample(r.Line, r.Fields[at].Trim(), $"{moment.Local:yyyy-MM-dd'T'HH:mm:ss}",
                    moment.Instant, moment.Precision, null)
                : new TimeSample(r.Line, r.Fields[at].Trim(), null, null, null, wrong))];
    }

    private static List<CategoryWord> Words(IReadOnlyList<string> header, IReadOnlyList<CsvRow> rows, IncidentMap map,
        IReadOnlyList<CategoryItem> categories)
    {
        var at = IncidentReader.IndexOf(header, map.Columns.GetValueOrDefault(IncidentMap.Category) ?? "");
        if (at < 0) return [];
        var known = map.Categories.ToDictionary(c => SearchKey.Of(c.Key), c => c.Value);
        return [.. rows.Select(r => r.Fields[at].Trim()).Where(word => word.Length > 0 && !map.Missing.Contains(word)).GroupBy(SearchKey.Of)
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Take(MostWords)
            .Select(g => new CategoryWord(g.First(), g.Count(), known.GetValueOrDefault(g.Key),
                MapProposal.CategoryOf(g.First(), categories)))];
    }
}
