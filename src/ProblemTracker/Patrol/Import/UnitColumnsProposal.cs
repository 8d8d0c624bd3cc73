using ProblemTracker.Incidents;

namespace ProblemTracker.Patrol;

/// <summary>Proposes which columns of a file of calls or shifts are what, by their names, and the format of its times.</summary>
internal static class UnitColumnsProposal
{
    /// <summary>Names as letters and digits, the most reliable first.</summary>
    private static readonly IReadOnlyList<(string Field, string[] Names)> OfCalls =
    [
        (IncidentMap.Number, ["callnumber", "callno", "callid", "cadnumber", "cadno", "incidentnumber", "eventnumber", "number", "event"]),
        (MapFields.Created, ["created", "calltime", "received", "createtime", "timecreated", "callreceived", "opened", "entered", "date"]),
        (MapFields.Dispatched, ["dispatched", "dispatch", "dispatchtime", "timedispatched", "assigned"]),
        (MapFields.EnRoute, ["enroute", "enroutetime", "responding", "timeenroute"]),
        (MapFields.Arrived, ["arrived", "arrival", "onscene", "arrive", "timearrived", "atscene"]),
        (MapFields.Cleared, ["cleared", "clear", "cleartime", "closed", "completed", "available", "timecleared"]),
        (MapFields.Unit, ["unit", "unitid", "unitname", "callsign", "vehicle", "primaryunit"]),
        (IncidentMap.Category, ["type", "calltype", "nature", "problem", "description", "category"]),
        (MapFields.Priority, ["priority", "prio"]),
        (MapFields.Disposition, ["disposition", "dispo", "clearancecode", "outcome", "result"]),
        (MapFields.SelfInitiated, ["selfinitiated", "officerinitiated", "initiated", "onview", "callsource", "source"]),
        (IncidentMap.Latitude, ["latitude", "lat", "y", "ycoord"]),
        (IncidentMap.Longitude, ["longitude", "lon", "lng", "long", "x", "xcoord"]),
        (IncidentMap.Address, ["address", "location", "street", "block", "place"]),
    ];

    private static readonly IReadOnlyList<(string Field, string[] Names)> OfShifts =
    [
        (MapFields.Unit, ["unit", "unitid", "unitname", "callsign", "vehicle"]),
        (MapFields.Beat, ["beat", "sector", "district", "area", "zone"]),
        (MapFields.Officer, ["officer", "who", "employee", "name", "badge", "member"]),
        (MapFields.From, ["from", "begin", "start", "shiftstart", "on", "logon", "onduty"]),
        (MapFields.To, ["to", "end", "shiftend", "off", "logoff", "offduty", "finish"]),
    ];

    /// <param name="rows">The first of the file.</param>
    public static IncidentMap For(ImportKind kind, IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows,
        ReadingContext context)
    {
        var columns = new Dictionary<string, string>();
        // All exact names first, so that "Unit type" is no unit where there is a column "Unit".
        foreach (var isExact in new[] { true, false })
            foreach (var (field, names) in kind == ImportKind.Calls ? OfCalls : OfShifts)
                if (!columns.ContainsKey(field) && Find(field, names, isExact) is { } column) columns.Add(field, column);
        // A place has both or none.
        if (columns.ContainsKey(IncidentMap.Latitude) != columns.ContainsKey(IncidentMap.Longitude))
        {
            columns.Remove(IncidentMap.Latitude);
            columns.Remove(IncidentMap.Longitude);
        }
        string[] times = kind == ImportKind.Calls
            ? [MapFields.Created, MapFields.Dispatched, MapFields.EnRoute, MapFields.Arrived, MapFields.Cleared]
            : [MapFields.From, MapFields.To];
        var at = times.Where(columns.ContainsKey).Select(field => IncidentReader.IndexOf(header, columns[field])).ToHashSet();
        var texts = rows.SelectMany(row => at.Select(i => row[i].Trim())).Where(text => text.Length > 0).Distinct().ToList();
        var areNumbers = texts.Count > 0 && texts.TrueForAll(text => PlaceReader.Number(text) is not null);
        return new()
        {
            Kind = kind,
            Columns = columns,
            DateFormat = DateGuess.Of(texts, context, areNumbers)?.Format,
        };

        string? Find(string field, string[] names, bool isExact)
        {
            var free = header.Where(name => name.Length > 0 && !columns.ContainsValue(name)
                && header.Count(other => other.Equals(name, StringComparison.OrdinalIgnoreCase)) == 1);
            return isExact
                ? names.Select(name => free.FirstOrDefault(column => ColumnNames.Bare(column) == name))
                    .FirstOrDefault(one => one is not null)
                : free.FirstOrDefault(column => ColumnNames.IsNamed(column, names));
        }
    }
}
