using ProblemTracker.Files;
using ProblemTracker.Incidents;

namespace ProblemTracker.Patrol;

/// <summary>Turns the rows of a file into shifts of units.</summary>
internal sealed class ShiftReader(IncidentMap map, IReadOnlyList<string> header, ReadingContext context) : IUnitReader
{
    /// <summary>Nobody works longer without a break.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private sealed record NewShift : UnitRow
    {
        public string? Officer { get; init; }
        public required DateTimeOffset FromAt { get; init; }
        public required DateTimeOffset ToAt { get; init; }

        public override object?[] Values(long? beatId) => [beatId, Officer, FromAt, ToAt];
    }

    private readonly FieldReader _fields = new(map, header, context with { Now = context.Now + Ahead });

    /// <summary>Shifts are planned ahead.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(366);

    public string RowTable => "UnitShift";

    public IReadOnlyList<string> Columns { get; } = ["BeatId", nameof(NewShift.Officer), nameof(NewShift.FromAt), nameof(NewShift.ToAt)];

    public (string From, string To) Span => (nameof(NewShift.FromAt), nameof(NewShift.ToAt));

    public UnitRow? Read(CsvRow row, out RowFault? reject)
    {
        reject = row.Wrong is { } unreadable ? new(FaultKind.UnreadableRow, unreadable) : null;
        if (reject is not null) return null;
        _fields.Take(row);
        if (_fields.Text(MapFields.Unit, FieldReader.LongestName) is not { } unit)
        {
            reject = new(FaultKind.NoUnit, "The row names no unit.");
            return null;
        }
        if (_fields.Needed(MapFields.From, new(FaultKind.NoDate, "The begin of the shift is missing."), out reject) is not { } from
            || _fields.Needed(MapFields.To, new(FaultKind.NoEnd, "The end of the shift is missing."), out reject) is not { } to)
            return null;
        if (to <= from || to - from > Longest)
        {
            reject = new(FaultKind.NoEnd, to <= from ? "The shift ends before it begins." : "The shift is longer than a day.");
            return null;
        }
        var (beat, officer) = (_fields.Text(MapFields.Beat, FieldReader.LongestName), _fields.Text(MapFields.Officer));
        UnitRowKeys.NoteMidnight(_fields.Faults, from, to, context.Agency);
        return new NewShift
        {
            Line = row.Line,
            DedupeKey = UnitRowKeys.Of([map.Source, unit, beat, officer, from, to]),
            Unit = unit,
            Beat = beat,
            Officer = officer,
            FromAt = from,
            ToAt = to,
            Faults = [.. _fields.Faults],
        };
    }
}
