using ProblemTracker.Files;

namespace ProblemTracker.Incidents;

/// <summary>
/// Sorts the rows of an import by time. Of rows with one key, it keeps the first that was added. More rows than fit in memory go to
/// temporary files, each sorted, which are merged when they are read.
/// </summary>
/// <param name="inMemory">Rows at most.</param>
internal sealed class IncidentSort(int inMemory = IncidentSort.InMemory) : IDisposable
{
    /// <summary>About 10 MB.</summary>
    private const int InMemory = 10_000;

    private readonly HashSet<ulong> _keys = [];
    private readonly List<NewIncident> _rows = [];
    private readonly List<Stream> _files = [];

    public int Count => _keys.Count;

    public void Add(NewIncident row)
    {
        if (!_keys.Add(RowKeys.Short(row.DedupeKey))) return;
        if (_rows.Count == inMemory) Store();
        _rows.Add(row);
    }

    /// <summary>All rows, earliest first; rows of one time in the order in which they were added. Add no more while reading.</summary>
    public IEnumerable<NewIncident> Sorted()
    {
        var parts = _files.Select(Read).Append(_rows.OrderBy(row => row.OccurredFrom)).Select(part => part.GetEnumerator()).ToList();
        var next = new PriorityQueue<IEnumerator<NewIncident>, (DateTimeOffset At, int Part)>();
        foreach (var (i, part) in parts.Index())
            if (part.MoveNext()) next.Enqueue(part, (part.Current.OccurredFrom, i));
        while (next.TryPeek(out var part, out var first))
        {
            yield return part.Current;
            if (part.MoveNext()) next.DequeueEnqueue(part, (part.Current.OccurredFrom, first.Part));
            else next.Dequeue();
        }
    }

    public void Clear()
    {
        foreach (var file in _files) file.Dispose();
        _files.Clear();
        _rows.Clear();
        _keys.Clear();
    }

    public void Dispose() => Clear();

    private void Store()
    {
        var file = TemporaryFile.Create();
        _files.Add(file);
        using var writer = new BinaryWriter(new BufferedStream(file, 1 << 16), System.Text.Encoding.UTF8, leaveOpen: true);
        foreach (var row in _rows.OrderBy(row => row.OccurredFrom)) Write(writer, row);
        writer.Flush();
        _rows.Clear();
    }

    private static IEnumerable<NewIncident> Read(Stream file)
    {
        file.Position = 0;
        var length = file.Length;
        var buffered = new BufferedStream(file, 1 << 16);
        var reader = new BinaryReader(buffered, System.Text.Encoding.UTF8, leaveOpen: true);
        while (buffered.Position < length) yield return Read(reader);
    }

    private static void Write(BinaryWriter to, NewIncident row)
    {
        to.Write(row.ImportRunId);
        to.Write(row.Line);
        to.Write((byte)row.Unread);
        to.Write((byte)row.Faults.Count);
        foreach (var fault in row.Faults)
        {
            to.Write((byte)fault.Kind);
            to.Write(fault.Sentence);
        }
        to.Write(row.EventKey);
        to.Write(row.DedupeKey);
        Write(to, row.SourceNumber);
        to.Write(row.OccurredFrom.UtcTicks);
        to.Write(row.OccurredTo.UtcTicks);
        to.Write(row.TimePrecision);
        to.Write(row.LocalDate.DayNumber);
        to.Write(row.LocalHour ?? -1);
        to.Write(row.LocalWeekday);
        to.Write(row.CategoryCode);
        Write(to, row.SourceCategory);
        to.Write(row.NeighborhoodId ?? -1);
        to.Write(row.Latitude ?? double.NaN);
        to.Write(row.Longitude ?? double.NaN);
        Write(to, row.Address);
    }

    private static void Write(BinaryWriter to, string? text)
    {
        to.Write(text is not null);
        if (text is not null) to.Write(text);
    }

    private static NewIncident Read(BinaryReader from) => new()
    {
        ImportRunId = from.ReadInt64(),
        Line = from.ReadInt64(),
        Unread = (RowFields)from.ReadByte(),
        Faults = Faults(from),
        EventKey = from.ReadString(),
        DedupeKey = from.ReadString(),
        SourceNumber = Text(from),
        OccurredFrom = new(from.ReadInt64(), TimeSpan.Zero),
        OccurredTo = new(from.ReadInt64(), TimeSpan.Zero),
        TimePrecision = from.ReadString(),
        LocalDate = DateOnly.FromDayNumber(from.ReadInt32()),
        LocalHour = from.ReadInt32() is >= 0 and var hour ? hour : null,
        LocalWeekday = from.ReadInt32(),
        CategoryCode = from.ReadString(),
        SourceCategory = Text(from),
        NeighborhoodId = from.ReadInt64() is >= 0 and var neighborhood ? neighborhood : null,
        Latitude = Number(from),
        Longitude = Number(from),
        Address = Text(from),
    };

    private static RowFault[] Faults(BinaryReader from)
    {
        RowFault[] faults = from.ReadByte() is > 0 and var count ? new RowFault[count] : [];
        for (var i = 0; i < faults.Length; i++) faults[i] = new((FaultKind)from.ReadByte(), from.ReadString());
        return faults;
    }

    private static string? Text(BinaryReader from) => from.ReadBoolean() ? from.ReadString() : null;

    private static double? Number(BinaryReader from) => from.ReadDouble() is var number && double.IsNaN(number) ? null : number;
}
