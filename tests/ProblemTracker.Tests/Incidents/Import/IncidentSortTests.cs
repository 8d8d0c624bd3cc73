using ProblemTracker.Incidents;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Rows of an import sorted by time, in memory and through files.</summary>
public sealed class IncidentSortTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    [FsCheck.NUnit.Property]
    public bool Rows_come_out_by_time_as_they_went_in_however_many_fit_in_memory(byte[] hours, byte inMemory)
    {
        var rows = hours.Select((hour, i) => Row(i, hour)).ToList();
        using var sort = new IncidentSort(1 + inMemory % 5);
        foreach (var row in rows.Concat(rows.Select(row => row with { Address = "second of its key" }))) sort.Add(row);

        return sort.Count == rows.Count && sort.Sorted().SequenceEqual(rows.OrderBy(row => row.OccurredFrom));
    }

    [Test]
    public void Nothing_is_left_after_clearing()
    {
        using var sort = new IncidentSort(1);
        for (var i = 0; i < 3; i++) sort.Add(Row(i, 1));
        sort.Clear();
        sort.Add(Row(1, 2));

        Assert.That(sort.Sorted(), Is.EqualTo(new[] { Row(1, 2) }));
    }

    [Test]
    public void Faults_of_a_row_come_back_from_a_file()
    {
        using var sort = new IncidentSort(1);
        sort.Add(Row(1, 2) with { Faults = [new(FaultKind.BadEnd, "The end is left out."), new(FaultKind.NoPlace, "No place.")] });
        for (var i = 2; i < 4; i++) sort.Add(Row(i, 3));

        Assert.That(sort.Sorted().SelectMany(row => row.Faults.Select(fault => $"{row.DedupeKey} {fault.Kind} {fault.Sentence}")),
            Is.EqualTo(new[] { "1 BadEnd The end is left out.", "1 NoPlace No place." }));
    }

    private static NewIncident Row(int i, byte hour) => new()
    {
        ImportRunId = 7,
        EventKey = $"county:{i}",
        DedupeKey = $"{i}",
        SourceNumber = i % 2 == 0 ? null : $"{i}",
        OccurredFrom = Noon.AddHours(hour),
        OccurredTo = Noon.AddHours(hour + 1),
        TimePrecision = "Minute",
        LocalDate = new(2026, 1, 5),
        LocalHour = i % 3 == 0 ? null : i % 24,
        LocalWeekday = i % 7,
        CategoryCode = "noise",
        SourceCategory = i % 4 == 0 ? null : "Loud – müsic",
        NeighborhoodId = i % 5 == 0 ? null : i,
        Latitude = i % 6 == 0 ? null : i / 7.0,
        Longitude = i % 6 == 0 ? null : -i / 9.0,
        Address = i % 7 == 0 ? null : $"{i} Elm St",
    };
}
