using Microsoft.AspNetCore.Mvc.ModelBinding;
using ProblemTracker.Incidents;

namespace ProblemTracker.Pages.Imports;

/// <summary>A column map as a form: lists are one line of text, separated by commas.</summary>
public sealed class MapForm
{
    public ImportKind Kind { get; set; }
    /// <summary>For calls and shifts: the columns that incidents don't have.</summary>
    public UnitColumns Units { get; set; } = new();
    public string? Occurred { get; set; }
    public string? OccurredTo { get; set; }
    public string? Number { get; set; }
    public string? Category { get; set; }
    public string? Address { get; set; }
    public string? Latitude { get; set; }
    public string? Longitude { get; set; }
    public string? Place { get; set; }
    public string? OccurredPattern { get; set; }
    public string? OccurredToPattern { get; set; }
    public string? AddressPattern { get; set; }
    public string? Projection { get; set; }
    public bool SwapPlace { get; set; }
    public bool NegateLatitude { get; set; }
    public bool NegateLongitude { get; set; }
    public string? TimeZone { get; set; }
    public string? DateFormat { get; set; }
    public SourceClock Clock { get; set; }
    public bool DatesOnly { get; set; }
    public string? RangeSeparator { get; set; }
    public DateOnly? Earliest { get; set; }
    public string? Encoding { get; set; }
    public int? HeaderLine { get; set; }
    public string? Sheet { get; set; }
    public bool MonthsOnly { get; set; }
    public string? Missing { get; set; }
    public string? Key { get; set; }
    public bool KeepEqualRows { get; set; }
    public UpdateRule? Updates { get; set; }
    public string? Source { get; set; }
    public string? Delimiter { get; set; }
    public string CategoryDefault { get; set; } = "other";
    public List<WordForm> Words { get; set; } = [];

    public static MapForm Of(IncidentMap map, IReadOnlyList<CategoryWord> words)
    {
        var form = new MapForm
        {
            Kind = map.Kind,
            Units = UnitColumns.Of(map),
            Occurred = Column(map, IncidentMap.Occurred),
            OccurredPattern = Pattern(map, IncidentMap.Occurred),
            OccurredTo = Column(map, IncidentMap.OccurredTo),
            OccurredToPattern = Pattern(map, IncidentMap.OccurredTo),
            Number = map.Columns.GetValueOrDefault(IncidentMap.Number),
            Category = map.Columns.GetValueOrDefault(IncidentMap.Category),
            Address = Column(map, IncidentMap.Address),
            AddressPattern = Pattern(map, IncidentMap.Address),
            Projection = map.Projection,
            SwapPlace = map.SwapPlace,
            NegateLatitude = map.NegateLatitude,
            NegateLongitude = map.NegateLongitude,
            Latitude = map.Columns.GetValueOrDefault(IncidentMap.Latitude),
            Longitude = map.Columns.GetValueOrDefault(IncidentMap.Longitude),
            Place = map.Columns.GetValueOrDefault(IncidentMap.Place),
            TimeZone = map.TimeZone,
            DateFormat = map.DateFormat,
            Clock = ImportWords.ClockOf(map),
            DatesOnly = map.DatesOnly,
            RangeSeparator = map.RangeSeparator,
            Earliest = map.Earliest,
            Encoding = map.Encoding,
            HeaderLine = map.HeaderLine,
            Sheet = map.Sheet,
            MonthsOnly = map.MonthsOnly,
            Missing = string.Join(", ", map.Missing),
            Key = string.Join(", ", map.Key),
            KeepEqualRows = map.KeepEqualRows,
            Updates = map.Updates,
            Source = map.Source,
            Delimiter = map.Delimiter == "\t" ? "tab" : map.Delimiter,
            CategoryDefault = map.CategoryDefault,
            Words = [.. map.Categories.Select(c => new WordForm { Word = c.Key, CategoryCode = c.Value }),
                .. map.OtherWords.Select(word => new WordForm { Word = word })],
        };
        form.AddWords(words);
        return form;
    }

    /// <summary>Whether a field is joined from several columns, or coordinates are converted.</summary>
    public bool IsUnusual => SwapPlace || NegateLatitude || NegateLongitude
        || (OccurredPattern ?? OccurredToPattern ?? AddressPattern ?? Projection) is not null;

    private static string? Column(IncidentMap map, string field) =>
        map.Columns.GetValueOrDefault(field) is { } value && !ColumnPattern.IsPattern(value) ? value : null;

    private static string? Pattern(IncidentMap map, string field) =>
        map.Columns.GetValueOrDefault(field) is { } value && ColumnPattern.IsPattern(value) ? value : null;

    /// <summary>Adds the file's words, proposing a category for those without one. Words in the file come first.</summary>
    public void AddWords(IReadOnlyList<CategoryWord> words)
    {
        var known = Words.Where(w => !string.IsNullOrWhiteSpace(w.Word)).ToLookup(w => SearchKey.Of(w.Word));
        var inFile = words.Select(w => known[SearchKey.Of(w.Word)].FirstOrDefault() is { } chosen
            ? new WordForm { Word = chosen.Word, CategoryCode = chosen.CategoryCode, Rows = w.Rows }
            : new WordForm { Word = w.Word, CategoryCode = w.CategoryCode ?? w.Proposal, Rows = w.Rows }).ToList();
        var seen = inFile.Select(w => SearchKey.Of(w.Word)).ToHashSet();
        Words = [.. inFile, .. known.Where(w => !seen.Contains(w.Key)).Select(w => w.First())];
    }

    public IncidentMap Map() => new()
    {
        Kind = Kind,
        Columns = Units.Columns.Concat(new (string Field, string? Column)[]
        {
            (IncidentMap.Number, Number), (IncidentMap.Occurred, Given(OccurredPattern) ?? Occurred),
            (IncidentMap.OccurredTo, Given(OccurredToPattern) ?? OccurredTo), (IncidentMap.Category, Category),
            (IncidentMap.Address, Given(AddressPattern) ?? Address), (IncidentMap.Latitude, Latitude), (IncidentMap.Longitude, Longitude),
            (IncidentMap.Place, Place),
        }).Where(c => MapFields.Of(Kind).Contains(c.Field) && !string.IsNullOrWhiteSpace(c.Column))
            .ToDictionary(c => c.Field, c => c.Column!.Trim()),
        TimeZone = Given(TimeZone),
        DateFormat = Given(DateFormat),
        Clock = Clock,
        Projection = Given(Projection),
        SwapPlace = SwapPlace,
        NegateLatitude = NegateLatitude,
        NegateLongitude = NegateLongitude,
        DatesOnly = DatesOnly,
        RangeSeparator = string.IsNullOrEmpty(RangeSeparator) ? null : RangeSeparator,
        Earliest = Earliest,
        Encoding = Given(Encoding),
        HeaderLine = HeaderLine,
        Sheet = Given(Sheet),
        MonthsOnly = MonthsOnly,
        Missing = List(Missing),
        Key = List(Key),
        KeepEqualRows = KeepEqualRows,
        Updates = Updates,
        Source = Source?.Trim() ?? "",
        Delimiter = Given(Delimiter) is "tab" ? "\t" : Given(Delimiter),
        CategoryDefault = CategoryDefault,
        Categories = Words.Where(w => !string.IsNullOrWhiteSpace(w.Word) && !string.IsNullOrWhiteSpace(w.CategoryCode))
            .DistinctBy(w => SearchKey.Of(w.Word)).ToDictionary(w => w.Word, w => w.CategoryCode!),
        // Whoever sent the form has seen these words and left them.
        OtherWords = [.. Words.Where(w => !string.IsNullOrWhiteSpace(w.Word) && string.IsNullOrWhiteSpace(w.CategoryCode))
            .DistinctBy(w => SearchKey.Of(w.Word)).Select(w => w.Word)],
    };

    /// <summary>Moves errors about a message's map to the fields of this form.</summary>
    internal void Show(ModelStateDictionary state)
    {
        foreach (var (key, entry) in state.Where(e => e.Key.StartsWith("map", StringComparison.Ordinal) && e.Value!.Errors.Count > 0)
            .ToList())
        {
            var field = key["map".Length..].TrimStart('.').Split('[')[0] switch
            {
                "columns" or "" => Kind == ImportKind.Calls ? $"{nameof(Units)}.{nameof(UnitColumns.Created)}"
                    : Kind == ImportKind.Shifts ? $"{nameof(Units)}.{nameof(UnitColumns.Unit)}" : nameof(Occurred),
                "categories" or "categoryDefault" => nameof(CategoryDefault),
                var name => char.ToUpperInvariant(name[0]) + name[1..],
            };
            foreach (var error in entry!.Errors) state.TryAddModelError($"Form.{field}", error.ErrorMessage);
            state.Remove(key);
        }
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string[] List(string? text) =>
        text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}

/// <summary>The columns of a file of calls or shifts that a file of incidents doesn't have.</summary>
public sealed class UnitColumns
{
    public string? Unit { get; set; }
    public string? Beat { get; set; }
    public string? Officer { get; set; }
    public string? From { get; set; }
    public string? To { get; set; }
    public string? Created { get; set; }
    public string? Priority { get; set; }
    public string? Dispatched { get; set; }
    public string? EnRoute { get; set; }
    public string? Arrived { get; set; }
    public string? Cleared { get; set; }
    public string? Disposition { get; set; }
    public string? SelfInitiated { get; set; }

    internal IEnumerable<(string Field, string? Column)> Columns =>
    [
        (MapFields.Unit, Unit), (MapFields.Beat, Beat), (MapFields.Officer, Officer), (MapFields.From, From), (MapFields.To, To),
        (MapFields.Created, Created), (MapFields.Priority, Priority), (MapFields.Dispatched, Dispatched), (MapFields.EnRoute, EnRoute),
        (MapFields.Arrived, Arrived), (MapFields.Cleared, Cleared), (MapFields.Disposition, Disposition),
        (MapFields.SelfInitiated, SelfInitiated),
    ];

    internal static UnitColumns Of(IncidentMap map) => new()
    {
        Unit = map.Columns.GetValueOrDefault(MapFields.Unit),
        Beat = map.Columns.GetValueOrDefault(MapFields.Beat),
        Officer = map.Columns.GetValueOrDefault(MapFields.Officer),
        From = map.Columns.GetValueOrDefault(MapFields.From),
        To = map.Columns.GetValueOrDefault(MapFields.To),
        Created = map.Columns.GetValueOrDefault(MapFields.Created),
        Priority = map.Columns.GetValueOrDefault(MapFields.Priority),
        Dispatched = map.Columns.GetValueOrDefault(MapFields.Dispatched),
        EnRoute = map.Columns.GetValueOrDefault(MapFields.EnRoute),
        Arrived = map.Columns.GetValueOrDefault(MapFields.Arrived),
        Cleared = map.Columns.GetValueOrDefault(MapFields.Cleared),
        Disposition = map.Columns.GetValueOrDefault(MapFields.Disposition),
        SelfInitiated = map.Columns.GetValueOrDefault(MapFields.SelfInitiated),
    };
}

public sealed class WordForm
{
    public string Word { get; set; } = "";
    public string? CategoryCode { get; set; }
    /// <summary>Count among the previewed rows; 0 for a word that is only in the saved map.</summary>
    public int Rows { get; set; }
}
