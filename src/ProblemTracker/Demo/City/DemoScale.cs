using System.Globalization;
using System.Text.Json;
using ProblemTracker.Agency;

namespace ProblemTracker.Demo;

/// <param name="Problems">Problems copied.</param>
/// <param name="Rows">Rows written in total, including the problems.</param>
/// <param name="Time">Time to copy, without refreshing the statistics.</param>
internal sealed record DemoScaled(int Problems, long Rows, TimeSpan Time);

/// <summary>
/// Copies the demo city's problems for load testing. Each copy is complete, some weeks older, in another neighborhood and with another
/// lead, and its number continues the series. Stops at the wanted total, so an interrupted run can be continued.
/// </summary>
internal sealed class DemoScale(Db db, AgencySettings agency, TimeProvider clock)
{
    private readonly DateTimeOffset _now = clock.GetUtcNow();

    /// <summary>Number of problems to copy from: the hand-written and generated ones, which have the lowest ids.</summary>
    public const int Models = 60;
    public const int Largest = 16_000;

    /// <summary>Problems in one transaction.</summary>
    private const int Batch = 3000;
    private const int MostIncidents = 3;

    private sealed record Row(long Model, IDictionary<string, object?> Values, Dictionary<string, DemoStencil> Stencils);

    private sealed record NewRow
    {
        public long Id { get; init; }
        public long ProblemId { get; init; }
    }

    private sealed record NewProblem
    {
        public long Id { get; init; }
        public string Number { get; init; } = "";
    }

    private sealed record Series
    {
        public int ForYear { get; init; }
        public int LastNumber { get; init; }
    }

    private sealed record Place(long Id, DemoNeighborhood Map);

    /// <summary>Total number of problems after scaling: 1,600 makes 100,000.</summary>
    public static int Problems(int factor) => factor * 125 / 2;

    /// <param name="progress">Called after each batch with the problems copied so far and the total to copy.</param>
    /// <exception cref="UsageError">There is no demo city, or the factor is out of range.</exception>
    public static async Task<DemoScaled> Run(IServiceProvider services, TrackerOptions options, int factor,
        Action<int, int> progress, CancellationToken ct)
    {
        if (factor is < 1 or > Largest)
            throw new UsageError(
                $"--scale can't be {factor}. Use a number from 1 to {Largest:N0}. "
                    + $"Each adds 62.5 problems; 1600 makes {Problems(1600):N0}.");
        var (db, agency) = (services.GetRequiredService<Db>(), services.GetRequiredService<AgencySettings>());
        if (await agency.Value(SettingNames.Demo, ct) != DemoSeed.Finished)
            throw new UsageError("This database has no demo city to copy. Create it first: seed --demo");
        using var turn = await DemoSeed.OneAtATime(options.DataFolder);
        return await new DemoScale(db, agency, services.GetRequiredService<TimeProvider>()).Copy(Problems(factor), progress, ct);
    }

    private async Task<DemoScaled> Copy(int wanted, Action<int, int> progress, CancellationToken ct)
    {
        var began = TimeProvider.System.GetTimestamp();
        var there = await db.Single<int>("SELECT COUNT(*) AS CopiesCount FROM Problem", null, ct);
        if (there >= wanted) return new(0, 0, TimeSpan.Zero);
        var ids = await db.List<long>($"SELECT Id FROM Problem ORDER BY Id {db.Dialect.First("@Models")}", new { Models }, ct);
        var officers = await db.List<long>("""
            SELECT w.Id FROM Person w JOIN PersonRole r ON r.PersonId = w.Id WHERE r.Role = 'Officer' AND w.Active = 1 ORDER BY w.Id
            """, null, ct);
        var places = (await db.List<NamedPlace>("SELECT Id, Name FROM Neighborhood ORDER BY Id", null, ct))
            .Where(n => DemoMap.Neighborhoods.Any(m => m.Name == n.Name)).Select(n => new Place(n.Id, DemoMap.Named(n.Name))).ToList();
        var models = (await db.List<dynamic>(DemoTables.Problem.SelectModels, new { ids }, ct))
            .Select(row => Read(DemoTables.Problem, (IDictionary<string, object?>)row)).ToDictionary(row => row.Model);
        var children = new List<(CopiedTable Table, ILookup<long, Row> Rows)>();
        foreach (var table in DemoTables.Children) children.Add((table, await Rows(table, ids, ct)));

        var (done, rows) = (0, 0L);
        var copies = Enumerable.Range(there, wanted - there).Select(nth => Planned(models, ids, nth, officers));
        foreach (var batch in copies.Chunk(Batch))
        {
            rows += await db.Write(() => Write(batch, models, children, places, ct), ct);
            progress(done += batch.Length, wanted - there);
        }
        var time = TimeProvider.System.GetElapsedTime(began);
        await db.Execute(db.Dialect.RefreshStatistics(), null, ct);
        return new(done, rows, time);
    }

    private sealed record NamedPlace
    {
        public long Id { get; init; }
        public string Name { get; init; } = "";
    }

    /// <param name="nth">Index of the copy among all problems in the database; the models come first.</param>
    private static DemoCopy Planned(Dictionary<long, Row> models, IReadOnlyList<long> ids, int nth, IReadOnlyList<long> officers)
    {
        var (round, at) = (nth / ids.Count, nth % ids.Count);
        var model = models[ids[at]].Values;
        var isOpen = (string)model["Stage"]! != nameof(Stage.Closed);
        var lead = (long?)model["LeadId"];
        // Open copies stay about as old as their model, or they would all be overdue. Closed ones go back over two more years.
        return new(ids[at], round, 7 * (isOpen ? round % 3 : 1 + round % 100),
            lead is null ? (null, null) : (lead, officers[(at + round) % officers.Count]));
    }

    private async Task<ILookup<long, Row>> Rows(CopiedTable table, IReadOnlyList<long> ids, CancellationToken ct)
    {
        List<Row> rows =
        [
            .. (await db.List<dynamic>(table.Select, new { ids }, ct)).Select(row => Read(table, (IDictionary<string, object?>)row)),
        ];
        return table.Name == "ProblemIncident"
            ? rows.GroupBy(row => row.Model).SelectMany(of => of.Take(MostIncidents)).ToLookup(row => row.Model)
            : rows.ToLookup(row => row.Model);
    }

    private static Row Read(CopiedTable table, IDictionary<string, object?> values) =>
        new((long)(values.TryGetValue("Model", out var model) ? model : values["ProblemId"])!, values,
            table.Columns.Where(c => c.As == CopiedAs.Json && values[c.Name] is string)
                .ToDictionary(c => c.Name, c => new DemoStencil((string)values[c.Name]!)));

    /// <returns>Number of rows written.</returns>
    private async Task<long> Write(DemoCopy[] batch, Dictionary<long, Row> models,
        List<(CopiedTable Table, ILookup<long, Row> Rows)> children, List<Place> places, CancellationToken ct)
    {
        await Number(batch, models, ct);
        var last = await db.Single<long>("SELECT MAX(Id) FROM Problem", null, ct);
        long rows = await db.Execute(DemoTables.Problem.Insert, batch.Select(copy => OfProblem(copy, models[copy.Model], places)), ct);
        var made = (await db.List<NewProblem>("SELECT Id, Number FROM Problem WHERE Id > @last", new { last }, ct))
            .ToDictionary(p => p.Number, p => p.Id);
        foreach (var copy in batch) copy.Id = made[copy.Number];
        foreach (var (table, of) in children)
        {
            rows += await db.Execute(table.Insert, batch.SelectMany(copy => of[copy.Model].Select(row => Filled(table, row, copy))), ct);
            if (!table.HasKey) continue;
            var keys = (await db.List<NewRow>(table.NewKeys, new { Last = last }, ct)).ToLookup(row => row.ProblemId, row => row.Id);
            foreach (var copy in batch) copy.Renumber(table.Name, of[copy.Model].Select(row => (long)row.Values["Id"]!).Zip(keys[copy.Id]));
        }
        return rows;
    }

    /// <summary>Gives each copy the next number of its year.</summary>
    private async Task Number(DemoCopy[] batch, Dictionary<long, Row> models, CancellationToken ct)
    {
        var calendar = await agency.Calendar(ct);
        var series = (await db.List<Series>("SELECT ForYear, LastNumber FROM NumberSeries", null, ct))
            .ToDictionary(s => s.ForYear, s => s.LastNumber);
        foreach (var copy in batch)
        {
            var opened = copy.Earlier(models[copy.Model].Values["OpenedAt"]!) switch
            {
                string text => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
                var instant => (DateTimeOffset)instant,
            };
            var year = calendar.DateOf(opened).Year;
            var next = series[year] = series.GetValueOrDefault(year) + 1;
            copy.Number = string.Create(CultureInfo.InvariantCulture, $"P-{year:0000}-{next:0000}");
        }
        var rows = series.Select(s => new { ForYear = s.Key, LastNumber = s.Value }).ToList();
        await db.Execute("""
            INSERT INTO NumberSeries (ForYear, LastNumber) SELECT @ForYear, 0 WHERE NOT EXISTS (SELECT 1 FROM NumberSeries
            WHERE ForYear = @ForYear)
            """, rows, ct);
        await db.Execute("UPDATE NumberSeries SET LastNumber = @LastNumber WHERE ForYear = @ForYear", rows, ct);
    }

    private Dictionary<string, object?> OfProblem(DemoCopy copy, Row model, List<Place> places)
    {
        var row = Filled(DemoTables.Problem, model, copy);
        var place = places[(places.FindIndex(p => p.Id == (long)model.Values["NeighborhoodId"]!) + copy.Round) % places.Count];
        var street = place.Map.Streets[(int)((copy.Model + 3 * copy.Round) % place.Map.Streets.Count)];
        var address = street.At(1 + (int)((5 * copy.Model + 11 * copy.Round) % (street.LastNumber - 1)));
        row["Number"] = copy.Number;
        row["Title"] = string.Create(CultureInfo.InvariantCulture, $"{model.Values["Title"]} (copy {copy.Round})");
        row["TitleKey"] = SearchKey.Of((string)row["Title"]!);
        row["NeighborhoodId"] = place.Id;
        (row["Address"], row["Latitude"], row["Longitude"]) = (address.Name, address.Latitude, address.Longitude);
        return row;
    }

    private Dictionary<string, object?> Filled(CopiedTable table, Row row, DemoCopy copy)
    {
        var filled = new Dictionary<string, object?>(table.Columns.Count);
        foreach (var column in table.Columns)
            filled[column.Name] = row.Values[column.Name] is { } value ? Value(column, value, row, copy) : null;
        // Marked as sent, so that copies send no email.
        if (filled.ContainsKey("MailedAt")) filled["MailedAt"] = _now;
        if (table.Name is "FrozenPlan") filled["Hash"] = Hash((string)filled["Sheet"]!, (string)filled["Actions"]!);
        return filled;
    }

    private static object Value(CopiedColumn column, object value, Row row, DemoCopy copy) => column.As switch
    {
        CopiedAs.Key => copy.Key(column.Of!, Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        CopiedAs.Person => copy.Person(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        CopiedAs.Time => copy.Earlier(value),
        CopiedAs.Json => row.Stencils[column.Name].Fill(copy),
        CopiedAs.Summary => (string)row.Values["Event"]! == "problem.opened" ? $"Opened as {copy.Number}." : value,
        CopiedAs.NudgeKey => NudgeKey((string)value, copy),
        _ => value,
    };

    /// <summary>Rewrites a key in the ladder's form: subject, its id, visit, date, rung and occurrence.</summary>
    private static string NudgeKey(string key, DemoCopy copy)
    {
        var parts = key.Split(':');
        var id = long.Parse(parts[1], CultureInfo.InvariantCulture);
        parts[1] = copy.Key(parts[0] switch { "problem" => "Problem", "action" => "ProblemAction", _ => "ApprovalRequest" }, id)
            .ToString(CultureInfo.InvariantCulture);
        parts[3] = copy.Earlier(parts[3]);
        return string.Join(':', parts);
    }

    private static string Hash(string sheet, string actions) =>
        PlanSeal.Hash(JsonSerializer.Deserialize<ResponseSheet>(sheet, Json.Options)!,
            JsonSerializer.Deserialize<ResponseAction[]>(actions, Json.Options)!);
}
