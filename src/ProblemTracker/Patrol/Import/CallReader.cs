using ProblemTracker.Files;
using ProblemTracker.Incidents;

namespace ProblemTracker.Patrol;

/// <summary>Turns the rows of a file into units on calls for service. Nothing is mended: what the times don't say stays unknown.</summary>
internal sealed class CallReader(IncidentMap map, IReadOnlyList<string> header, ReadingContext context) : IUnitReader
{
    /// <summary>A unit isn't on one call for longer: somebody forgot to clear it.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private static readonly HashSet<string> Yes = ["Y", "YES", "TRUE", "1", "X", "T", "OV", "SI", "OI"];
    private static readonly string[] YesWords = ["SELF", "OFFICER", "ON VIEW", "ON-VIEW", "ONVIEW", "FIELD"];

    private sealed record NewCall : UnitRow
    {
        public required string CallKey { get; init; }
        public required string Number { get; init; }
        public string? CallType { get; init; }
        public string? Priority { get; init; }
        public string? Address { get; init; }
        public double? Latitude { get; init; }
        public double? Longitude { get; init; }
        public required DateTimeOffset CreatedAt { get; init; }
        public required DateOnly LocalDate { get; init; }
        public DateTimeOffset? DispatchedAt { get; init; }
        public DateTimeOffset? EnRouteAt { get; init; }
        public DateTimeOffset? ArrivedAt { get; init; }
        public DateTimeOffset? ClearedAt { get; init; }
        public DateTimeOffset? BusyFrom { get; init; }
        public DateTimeOffset? BusyTo { get; init; }
        public string? Disposition { get; init; }
        public bool IsSelfInitiated { get; init; }

        public override object?[] Values(long? beatId) =>
        [
            CallKey, Number, CallType, Priority, Address, Latitude, Longitude, CreatedAt, LocalDate, DispatchedAt, EnRouteAt, ArrivedAt,
            ClearedAt, BusyFrom, BusyTo, Disposition, IsSelfInitiated,
        ];
    }

    private readonly FieldReader _fields = new(map, header, context);
    private readonly PlaceReader _place = new(context.Extent, map);

    public string RowTable => "ServiceCall";

    public IReadOnlyList<string> Columns { get; } =
    [
        nameof(NewCall.CallKey), nameof(NewCall.Number), nameof(NewCall.CallType), nameof(NewCall.Priority), nameof(NewCall.Address),
        nameof(NewCall.Latitude), nameof(NewCall.Longitude), nameof(NewCall.CreatedAt), nameof(NewCall.LocalDate),
        nameof(NewCall.DispatchedAt), nameof(NewCall.EnRouteAt), nameof(NewCall.ArrivedAt), nameof(NewCall.ClearedAt),
        nameof(NewCall.BusyFrom), nameof(NewCall.BusyTo), nameof(NewCall.Disposition), nameof(NewCall.IsSelfInitiated),
    ];

    public (string From, string To) Span => (nameof(NewCall.BusyFrom), nameof(NewCall.BusyTo));

    public UnitRow? Read(CsvRow row, out RowFault? reject)
    {
        reject = row.Wrong is { } unreadable ? new(FaultKind.UnreadableRow, unreadable) : null;
        if (reject is not null) return null;
        _fields.Take(row);
        if (_fields.Text(IncidentMap.Number, SourceNumber.Longest) is not { } number || SourceNumber.IsPlaceholder(number)
            || SourceNumber.IsSpoilt(number))
        {
            reject = new(FaultKind.NoNumber, "The row has no call number, or one that a spreadsheet program rounded.");
            return null;
        }
        if (_fields.Needed(MapFields.Created, new(FaultKind.NoDate, "The time at which the call was created is missing."), out reject)
            is not { } created) return null;
        var unit = _fields.Text(MapFields.Unit, FieldReader.LongestName);
        var (dispatched, enRoute) = (_fields.Time(MapFields.Dispatched), _fields.Time(MapFields.EnRoute));
        var (arrived, cleared) = (_fields.Time(MapFields.Arrived), _fields.Time(MapFields.Cleared));
        var isSelf = _fields.Text(MapFields.SelfInitiated) is { } said && IsYes(said);
        // An officer who begins a call is on it at once.
        var begun = dispatched ?? enRoute ?? arrived ?? (isSelf ? created : null);
        var (from, to) = unit is null ? (null, null) : Busy(begun, cleared, [created, dispatched, enRoute, arrived, cleared]);
        var place = _fields.Has(IncidentMap.Place) ? _place.Read(_fields.Raw(IncidentMap.Place), out var wrong)
            : _place.Read(_fields.Raw(IncidentMap.Latitude), _fields.Raw(IncidentMap.Longitude), out wrong);
        if (wrong is not null) _fields.Faults.Add(wrong);
        var call = new NewCall
        {
            Line = row.Line,
            DedupeKey = "",
            Unit = unit,
            CallKey = $"{map.Source}:{number}",
            Number = number,
            CallType = _fields.Text(IncidentMap.Category),
            Priority = _fields.Text(MapFields.Priority),
            Address = _fields.Text(IncidentMap.Address, IncidentFilter.LongestAddress),
            Latitude = place?.Y,
            Longitude = place?.X,
            CreatedAt = created,
            LocalDate = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(created, context.Agency).DateTime),
            DispatchedAt = dispatched,
            EnRouteAt = enRoute,
            ArrivedAt = arrived,
            ClearedAt = cleared,
            BusyFrom = from,
            BusyTo = to,
            Disposition = _fields.Text(MapFields.Disposition),
            IsSelfInitiated = isSelf,
        };
        return call with
        {
            // Without the place, which is read by the neighborhoods of the day.
            DedupeKey = UnitRowKeys.Of([call.CallKey, unit, call.CallType, call.Priority, call.Address, created, dispatched, enRoute,
                arrived, cleared, call.Disposition, isSelf]),
            Faults = [.. _fields.Faults],
        };
    }

    /// <summary>The time that the call took the unit; null if its times don't say it.</summary>
    private (DateTimeOffset? From, DateTimeOffset? To) Busy(DateTimeOffset? begun, DateTimeOffset? cleared, DateTimeOffset?[] inOrder)
    {
        var known = inOrder.OfType<DateTimeOffset>().ToList();
        if (!known.SequenceEqual(known.Order()))
            _fields.Faults.Add(new(FaultKind.OutOfOrder, "The times are out of order: created, dispatched, en route, arrived, cleared."));
        if (begun is not { } from || cleared is not { } to)
        {
            _fields.Faults.Add(new(FaultKind.NoUnitTime, begun is null
                ? "The time at which the unit was sent is missing." : "The time at which the unit was cleared is missing."));
            return default;
        }
        if (to < from) return default;
        if (to - from > Longest)
        {
            _fields.Faults.Add(new(FaultKind.TooLong, "The unit was cleared more than a day later."));
            return default;
        }
        UnitRowKeys.NoteMidnight(_fields.Faults, from, to, context.Agency);
        return (from, to);
    }

    private static bool IsYes(string said)
    {
        var key = said.Trim().ToUpperInvariant();
        return Yes.Contains(key) || YesWords.Any(word => key.StartsWith(word, StringComparison.Ordinal));
    }
}
