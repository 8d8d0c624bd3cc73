using System.CommandLine;
using ProblemTracker.Maps;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary><c>import neighborhoods</c> and <c>import streets</c>.</summary>
internal static class MapVerbs
{
    public static Command Neighborhoods(VerbRunner verbs)
    {
        var file = new Argument<FileInfo>("file")
        {
            Description = "GeoJSON FeatureCollection of Polygons or MultiPolygons, or a zipped shapefile"
        };
        var name = new Option<string>("--name-property")
        {
            Description = "Column (property) with the neighborhood's name",
            DefaultValueFactory = _ => "name"
        };
        var projection = Projection();
        var from = new Option<DateOnly?>("--from")
        {
            Description = "First day of the file's boundaries, such as 2026-03-01; earlier incidents keep theirs (default: always so)"
        };
        var retire = new Option<bool>("--retire-covered")
        {
            Description = "End neighborhoods that the file's cover by 90% or more, on the day before --from"
        };
        var fix = new Option<CoordinateFix?>("--fix")
        {
            Description = "What to do with all coordinates, if they lie far away: Swap, NegateLongitude, NegateLatitude or "
                + "SwapAndNegateLongitude"
        };
        var verb = new Command("neighborhoods",
            "Add neighborhoods and update the boundaries of known ones; imports the whole file or nothing")
        {
            file, name, projection, from, retire, fix,
        };
        verb.SetAction(async (parsed, ct) =>
        {
            await using var content = ImportVerbs.Open(parsed.GetValue(file)!);
            var made = await verbs.Send(parsed, new ImportNeighborhoods(parsed.GetValue(file)!.Name, content, parsed.GetValue(name)!,
                parsed.GetValue(projection), new(parsed.GetValue(from), parsed.GetValue(retire)), parsed.GetValue(fix)), ct);
            if (made.Check is { } check) Report(check);
            Console.WriteLine(made.Added + made.Changed == 0
                ? $"Nothing to do: all {made.Read:N0} neighborhoods are already up to date."
                : $"{made.Read:N0} neighborhoods: {made.Added:N0} added, {made.Changed:N0} changed, {made.Unchanged:N0} unchanged.");
            if (made.Ended > 0)
                Console.WriteLine($"{made.Ended:N0} {(made.Ended == 1 ? "neighborhood ends" : "neighborhoods end")} the day before.");
            if (made.Far is { } far) Console.WriteLine($"WARNING: {far}");
            if (made.Check?.ProposedFix is { } proposed)
                Console.WriteLine($"Undo this import, then import the file again with --fix {proposed}.");
            foreach (var sentence in made.Overlaps) Console.WriteLine(sentence);
            if (made.ImportId is { } id) Console.WriteLine($"Listed as import {id}. {UndoVerb.How(id)}");
            if (made.Moved > 0) Console.WriteLine($"{made.Moved:N0} incidents moved to another neighborhood.");
            return 0;
        });
        return verb;
    }

    public static Command Streets(VerbRunner verbs)
    {
        var file = new Argument<FileInfo>("file")
        {
            Description = "GeoJSON FeatureCollection of LineStrings or MultiLineStrings, or a zipped shapefile"
        };
        var name = new Option<string>("--name-property")
        {
            Description = "Column (property) with the street's name; its segments become one street",
            DefaultValueFactory = _ => "name"
        };
        var projection = Projection();
        var verb = new Command("streets", "Replace the streets that maps show; imports the whole file or nothing")
        {
            file, name, projection,
        };
        verb.SetAction(async (parsed, ct) =>
        {
            await using var content = ImportVerbs.Open(parsed.GetValue(file)!);
            var made = await verbs.Send(parsed, new ImportStreets(parsed.GetValue(file)!.Name, content, parsed.GetValue(name)!,
                parsed.GetValue(projection)), ct);
            Console.WriteLine(
                $"{made.Read:N0} features read. Maps now show {made.Streets:N0} {(made.Streets == 1 ? "street" : "streets")}.");
            return 0;
        });
        return verb;
    }

    private static Option<string?> Projection() => new("--projection")
    {
        Description = "EPSG number or name of the file's projection, for example 2263 (default: what the file says, else degrees)"
    };

    private static void Report(BoundaryCheck check)
    {
        if (check.Projection is { } projection) Console.WriteLine($"Converted from {projection}.");
        foreach (var sentence in (IEnumerable<string>)[.. check.Mended, .. check.Joined, .. check.Skipped]) Console.WriteLine(sentence);
    }
}
