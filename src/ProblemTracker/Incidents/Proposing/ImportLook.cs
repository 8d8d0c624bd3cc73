using NetTopologySuite.Geometries;
using ProblemTracker.Agency;
using ProblemTracker.Files;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <param name="Field">A field of the map, such as <c>category</c>.</param>
/// <param name="Column">The column in which the map has it.</param>
public sealed record LackingColumn(string Field, string Column)
{
    internal string Sentence => $"The column map has the {Field switch
    {
        IncidentMap.Occurred => "date and time",
        IncidentMap.OccurredTo => "end",
        _ => Field,
    }} in the column \"{Column}\", which this file doesn't have. Choose its column.";
}

/// <summary>Previews a file of incidents with the readers of the import: all of it, since rare words and dates often come late.</summary>
internal sealed class ImportLook(Db db, AgencySettings agency, NeighborhoodMap neighborhoods, TimeProvider clock)
{
    /// <summary>Rows from which a map is proposed.</summary>
    public const int SampleRows = 2000;
    private const int Samples = 3;

    /// <summary>Objection to a proposal whose dates can be read in two ways as long as only the first rows are known.</summary>
    public const string StillReading = "The file is still being read. So far, its dates can be read with the month first or with the day "
        + "first; later rows can show which. Wait until the whole file is read, then check the preview again.";

    /// <param name="import">The import to preview.</param>
    /// <param name="content">Its file; seekable.</param>
    /// <param name="map">Null proposes one.</param>
    /// <param name="completes">Whether words without a category in the map get the most similar one.</param>
    /// <param name="mostRows">Stops after so many rows.</param>
    /// <param name="progress">Called now and then with the bytes read.</param>
    /// <param name="ct">Ends the work.</param>
    public async Task<ImportPreview> At(StoredImport import, Stream content, IncidentMap? map, bool completes, int mostRows,
        Action<long>? progress, CancellationToken ct)
    {
        var context = (await Context(ct)) with { ProposesCategories = completes };
        var (source, sample, isWhole) = await Open(content, import.FileName, map, ct);
        var lacking = completes && map is not null ? Lacking(map, source.Header) : [];
        if (lacking.Count > 0)
            map = map! with { Columns = map.Columns.Where(c => !lacking.Exists(l => l.Field == c.Key)).ToDictionary() };
        var (tried, date) = map is null ? MapProposal.For(source.Header, Good(sample), context) : (map, null);
        // The points of GeoJSON and shapefiles are converted where they are read.
        if (map is null && tried.Projection is not null && source is GeoJsonRows or ShapeRows { ProjectionRequest: not null })
        {
            source.Dispose();
            (source, sample, isWhole) = await Open(content, import.FileName, tried, ct);
        }
        var good = Good(sample);
        var hasShapes = source is GeoJsonRows { HasShapes: true };
        var objections = map is null && sample.Count > 0 && good.Count == 0 ? Unreadable(sample)
            : Objections(tried, context.Categories, hasShapes);
        FileTally? tally = null;
        try
        {
            if (objections.Count == 0)
                (tally, isWhole) = await Count(source, sample, isWhole, tried, context, mostRows, progress, ct);
            if (map is null && tally is not null && Better(tried, tally, good, source.Header, context) is { } better)
            {
                tried = better;
                source.Dispose();
                (source, sample, isWhole) = await Open(content, import.FileName, tried, ct);
                (tally, isWhole) = await Count(source, sample, isWhole, tried, context, mostRows, progress, ct);
            }
        }
        catch (Invalid columns)
        {
            objections.AddRange(columns.Errors.SelectMany(e => e.Value));
        }
        finally
        {
            source.Dispose();
        }
        var request = IncidentFile.ProjectionRequest(source, tried);
        if (request is not null) objections.Add(request);
        if (map is null && !isWhole && tally is not null
            && DateGuess.IsUnsure(tried.DateFormat, Dates(tried, good, source.Header), context)) objections.Add(StillReading);
        var words = Words(tally, tried, context.Categories);
        var written = tally?.Written;
        var wrong = sample.Where(row => row.Wrong is not null)
            .Select(row => new RejectedRow(row.Line, row.Wrong!, FaultKind.UnreadableRow)).ToList();
        // Without columns that it knows, a map was not saved, and all words are new.
        var decided = tried.OtherWords.Select(SearchKey.Of).ToHashSet();
        List<string> newWords = tried.SeenColumns.Count == 0 ? []
            : [.. words.Where(w => w.CategoryCode is null && !decided.Contains(SearchKey.Of(w.Word))).Select(w => w.Word)];
        if (completes)
        {
            words = [.. words.Select(w => w with { CategoryCode = w.CategoryCode ?? w.Proposal })];
            tried = tried with
            {
                Categories = words.Where(w => w.CategoryCode is not null).Select(w => KeyValuePair.Create(w.Word, w.CategoryCode!))
                    .Concat(tried.Categories).DistinctBy(c => SearchKey.Of(c.Key)).ToDictionary(),
            };
        }
        return new(import.Id, import.Kind, import.FileName, source.Header, [.. good.Take(PreviewImport.Shown)], tally?.Rows ?? sample.Count,
            isWhole, tried, tally is null ? [] : Times(source.Header, sample, tried, context), words, tally?.Rejected ?? wrong.Count,
            tally?.Rejections ?? [.. wrong.Take(FileTally.MostRejections)], tally?.Equal ?? 0, null, objections)
        {
            Layout = IncidentFile.LayoutOf(source),
            Lacking = lacking,
            ReadWith = [.. ReadingNotes.Of(IncidentFile.LayoutOf(source), tried)],
            Accents = tally?.Accents ?? [],
            Known = tally?.Known ?? 0,
            Changed = tally?.Changed ?? 0,
            Changes = tally?.Changes ?? [],
            NewColumns = tried.SeenColumns.Count == 0 ? []
                : [.. source.Header.Except(tried.SeenColumns, StringComparer.OrdinalIgnoreCase)],
            NewWords = newWords,
            HasShapes = hasShapes,
            NeedsProjection = request is not null,
            Faults = written?.Faults ?? [],
            Outside = written?.Outside ?? 0,
            NoCoordinates = written?.NoCoordinates ?? 0,
            Points = tally?.Points ?? [],
            // Who must choose a projection first need not hear that the places can't be used.
            Questions = tally is null ? [] : [.. ImportQuestions.Of(tried, tally, date, good, source.Header, context, hasShapes,
                    import.FileName)
                .Where(question => question.Answers.Count > 0 || request is null)],
        };
    }

    /// <summary>The fields of a saved map whose columns the file doesn't have.</summary>
    private static List<LackingColumn> Lacking(IncidentMap map, IReadOnlyList<string> header) =>
        [.. map.Columns.Where(c => IncidentReader.IndexOf(header, c.Value) < 0)
            .SelectMany(c => ColumnPattern.Names(c.Value).Where(name => IncidentReader.IndexOf(header, name) < 0).Take(1)
                .Select(name => new LackingColumn(c.Key, name)))];

    private async Task<ReadingContext> Context(CancellationToken ct)
    {
        var context = new ReadingContext((await agency.Calendar(ct)).Zone, clock.GetUtcNow(), await neighborhoods.Current(db, ct),
            (await CategorySql.Read(db, ct)).Items);
        // Earlier incidents that can't be right, because their coordinates were swapped, show nothing.
        return context.Extent is null && await Usual(ct) is { } usual && new LikelyPlace(context).Is(usual.Y, usual.X)
            ? context with { Usual = usual } : context;
    }

    private sealed record Place
    {
        public double Latitude { get; init; }
        public double Longitude { get; init; }
    }

    /// <summary>The middle of the incidents imported last.</summary>
    private async Task<Coordinate?> Usual(CancellationToken ct)
    {
        var last = await db.List<Place>($"""
            SELECT i.Latitude, i.Longitude FROM Incident i WHERE i.Latitude IS NOT NULL AND i.Longitude IS NOT NULL
                AND i.Id > (SELECT COALESCE(MAX(Id), 0) - @SampleRows FROM Incident)
            """, new { SampleRows }, ct);
        return last.Count == 0 ? null
            : new(PlaceColumns.Middle(last.Select(p => p.Longitude)), PlaceColumns.Middle(last.Select(p => p.Latitude)));
    }

    private static async Task<(IRecordSource Source, List<CsvRow> Sample, bool IsWhole)> Open(Stream content, string fileName,
        IncidentMap? map, CancellationToken ct)
    {
        content.Position = 0;
        var source = await IncidentFile.Open(content, fileName, map, ct);
        var rows = new List<CsvRow>();
        while (rows.Count < SampleRows)
        {
            if (await source.Next(ct) is not { } row) return (source, rows, true);
            rows.Add(row);
        }
        return (source, rows, false);
    }

    private static List<IReadOnlyList<string>> Good(List<CsvRow> rows) => [.. rows.Where(r => r.Wrong is null).Select(r => r.Fields)];

    private async Task<(FileTally Tally, bool IsWhole)> Count(IRecordSource source, List<CsvRow> sample, bool isWhole,
        IncidentMap map, ReadingContext context, int mostRows, Action<long>? progress, CancellationToken ct)
    {
        var tally = new FileTally(map, source.Header, context);
        var known = new KnownIncidents(db, map);
        foreach (var row in sample) tally.Add(row);
        await tally.Compare(known, ct);
        while (!isWhole && tally.Rows < mostRows)
        {
            if (await source.Next(ct) is { } row) tally.Add(row);
            else isWhole = true;
            if (tally.Rows % SampleRows != 0) continue;
            progress?.Invoke(tally.Rows);
            await tally.Compare(known, ct);
        }
        await tally.Compare(known, ct);
        return (tally, isWhole);
    }

    /// <summary>Says why none of the first rows can be read: without one, no column can be chosen.</summary>
    private static List<string> Unreadable(List<CsvRow> rows) => [rows.Count == 1
        ? $"The only row can't be read. Line {rows[0].Line}: {rows[0].Wrong}"
        : $"None of the first {rows.Count:N0} rows can be read. Line {rows[0].Line}: {rows[0].Wrong}"];

    private static List<string> Objections(IncidentMap map, IReadOnlyList<CategoryItem> categories, bool hasShapes)
    {
        List<string> objections = [];
        var unknown = map.Categories.Values.Append(map.CategoryDefault).Except(categories.Select(c => c.Code)).ToList();
        if (unknown.Count > 0)
            objections.Add(
                $"There is no longer a category with the code {string.Join(", ", unknown.Select(c => $"\"{c}\""))}. Choose another.");
        if (!map.Columns.ContainsKey(IncidentMap.Occurred))
            objections.Add(hasShapes ? $"{IncidentFile.HasShapes} If they are incidents, choose the column with the date and time."
                : "Choose the column with the date and time.");
        return objections;
    }

    /// <summary>The proposal with what was found later: other formats of dates, marks of missing values, times; null if nothing.</summary>
    private static IncidentMap? Better(IncidentMap map, FileTally tally, IReadOnlyList<IReadOnlyList<string>> rows,
        IReadOnlyList<string> header, ReadingContext context)
    {
        var missing = MapProposal.Placeholders.Where(text => tally.UnreadableDates.Contains(text) || tally.Marks.Contains(text))
            .Except(map.Missing).ToList();
        var none = map.Missing.Concat(missing).ToHashSet(StringComparer.Ordinal);
        List<string> texts = [.. Dates(map with { Missing = [.. none] }, rows, header)
            .Concat(tally.UnreadableDates.Except(none)).Distinct()];
        var format = tally.UnreadableDates.Count > 0 && DateGuess.FormatsAreKnown(map) ? DateGuess.FormatOf(texts, context)
            : map.DateFormat;
        // Both orders read all dates, and an incident can't be after today.
        if (tally.IsSwappedLikelier && DateGuess.Ordered(format) == DateGuess.Ordered(map.DateFormat)) format = DateGuess.Swapped(format);
        var better = map with { DateFormat = format, Missing = [.. map.Missing, .. missing] };
        var hasTimes = map.DatesOnly && tally.Timed > 0;
        if (hasTimes)
            better = better with
            {
                DatesOnly = false,
                KeepEqualRows = false,
                Clock = map.Clock == SourceClock.Utc ? SourceClock.Local : map.Clock,
            };
        return format == map.DateFormat && missing.Count == 0 && !hasTimes ? null : better;
    }

    private static IEnumerable<string> Dates(IncidentMap map, IReadOnlyList<IReadOnlyList<string>> rows, IReadOnlyList<string> header)
    {
        var column = ColumnPattern.Of(map.Columns[IncidentMap.Occurred], header);
        var missing = map.Missing.ToHashSet(StringComparer.Ordinal);
        return rows.Select(row => column.Read(row, missing)).OfType<string>()
            .SelectMany(text => map.RangeSeparator is { } separator ? text.Split(separator, 2, StringSplitOptions.TrimEntries) : [text]);
    }

    private static List<TimeSample> Times(IReadOnlyList<string> header, IReadOnlyList<CsvRow> rows, IncidentMap map,
        ReadingContext context)
    {
        var column = ColumnPattern.Of(map.Columns[IncidentMap.Occurred], header);
        var time = new SourceTime(map, context.ZoneOf(map), context.Agency, context.Now);
        var missing = map.Missing.ToHashSet(StringComparer.Ordinal);
        string First(string text) => map.RangeSeparator is { } separator
            ? text.Split(separator, 2, StringSplitOptions.TrimEntries)[0] : text;
        // Different texts make better samples than repeated ones.
        return [.. rows.Where(r => r.Wrong is null).Select(r => (r.Line, Text: column.Read(r.Fields, missing)))
            .Where(r => r.Text is not null).DistinctBy(r => r.Text).Take(Samples)
            .Select(r => time.Read(First(r.Text!), out var wrong) is { } moment
                ? new TimeSample(r.Line, r.Text!, $"{moment.Local:yyyy-MM-dd'T'HH:mm:ss}", moment.Instant, moment.Precision, null)
                : new TimeSample(r.Line, r.Text!, null, null, null, wrong!.Sentence))];
    }

    private static List<CategoryWord> Words(FileTally? tally, IncidentMap map, IReadOnlyList<CategoryItem> categories)
    {
        var known = map.Categories.ToDictionary(c => SearchKey.Of(c.Key), c => c.Value);
        var decided = map.OtherWords.Select(SearchKey.Of).ToHashSet();
        // Of next month's file, the words that the saved map doesn't know come first.
        return [.. (tally?.Words ?? []).Select(w => (w.Word, w.Rows, Key: SearchKey.Of(w.Word)))
            .OrderBy(w => known.ContainsKey(w.Key) || decided.Contains(w.Key))
            .Select(w => new CategoryWord(w.Word, w.Rows, known.GetValueOrDefault(w.Key),
                decided.Contains(w.Key) ? null : OffenseWords.CategoryOf(w.Word, categories)))];
    }
}
