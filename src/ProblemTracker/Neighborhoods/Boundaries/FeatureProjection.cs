using NetTopologySuite.Geometries;

namespace ProblemTracker.Neighborhoods;

/// <summary>How the coordinates of a file of shapes become degrees.</summary>
/// <param name="Projection">Converts them; null if nobody knows.</param>
/// <param name="IsProposed">Nobody said it: it puts the shapes where the neighborhoods are.</param>
/// <param name="Fault">Why the shapes can't be converted as things are; null if they can.</param>
internal sealed record FeatureProjection(Projection? Projection, bool IsProposed, string? Fault)
{
    /// <summary>The fix that a person chose for degrees.</summary>
    public CoordinateFix? Fix { get; init; }

    /// <summary>The fix that would bring all shapes near the neighborhoods; null if they are near, or nobody knows one.</summary>
    public CoordinateFix? ProposedFix { get; init; }

    /// <summary>Degrees beyond which no mistake in degrees goes, such as a point of the date line plus a turn.</summary>
    private const double Turn = 360;
    /// <summary>Corners from which projections are proposed.</summary>
    private const int Samples = 300;

    /// <summary>The field at which a fault is reported: the file, if it names a projection that isn't known and nobody chose one.</summary>
    public static string FieldOf(FeatureFile file, string? wanted) =>
        file.UnknownProjection is not null && string.IsNullOrWhiteSpace(wanted) ? "file" : "projection";

    /// <param name="file">The shapes.</param>
    /// <param name="wanted">What a person chose; null leaves it to the file.</param>
    /// <param name="city">The extent of the neighborhoods, for a proposal.</param>
    /// <param name="fix">What a person chose to do with degrees.</param>
    public static async Task<FeatureProjection> Of(FeatureFile file, string? wanted, Func<Task<Envelope>> city, CoordinateFix? fix = null)
    {
        var found = await Found(file, wanted, city);
        if (found.Projection is not { Terms.IsGeographic: true }) return found;
        var shapes = file.Features.Select(feature => feature.Shape).OfType<Geometry>().Where(shape => !shape.IsEmpty);
        return found with
        {
            Fix = fix,
            ProposedFix = fix is null ? CoordinateFixes.For([.. shapes.Select(shape => shape.EnvelopeInternal)], await city()) : null,
        };
    }

    private static async Task<FeatureProjection> Found(FeatureFile file, string? wanted, Func<Task<Envelope>> city)
    {
        var corners = Corners(file);
        if (!string.IsNullOrWhiteSpace(wanted))
        {
            var chosen = Chosen(wanted);
            return Misfit(chosen, corners, await city()) is { } misfit ? new(null, false, misfit) : new(chosen, false, null);
        }
        var areDegrees = corners.Count(at => Math.Abs(at.X) <= Turn && Math.Abs(at.Y) <= Turn) * 2 >= corners.Count;
        if (file.UnknownProjection is { } unknown)
            return new(null, false, $"The file's coordinates are in {unknown}, which is not known here. Choose its projection, or export "
                + "it in WGS84 (CRS84: longitude, latitude in degrees).");
        if (file.Projection is { } named && named.Terms.IsGeographic == areDegrees) return new(named, false, null);
        // Some programs write the name of a projection beside degrees.
        if (areDegrees) return new(Projection.Degrees, false, null);
        var proposed = Projection.Candidates(corners, await city()) is [var best, ..] ? best : null;
        var example = FormattableString.Invariant($"The file's coordinates (such as {corners[0].X:0}, {corners[0].Y:0}) are not degrees. ");
        return proposed is null
            ? new(null, false, example + "Choose their projection: ask whoever made the file, or export it in WGS84 (degrees).")
            : new(proposed, true, example + $"They fit {proposed}. Choose that projection if it is right.");
    }

    /// <exception cref="Invalid">At <c>projection</c>: nothing has this number or name, or several have.</exception>
    public static Projection Chosen(string text) =>
        Projection.Find(text) ?? throw new Invalid("projection", Projection.Objection(text)!);

    /// <summary>Why a projection that a person chose can't be that of the shapes; null if it can.</summary>
    private static string? Misfit(Projection chosen, List<(double X, double Y)> corners, Envelope city)
    {
        if (chosen.Terms.IsGeographic || corners.Count == 0) return null;
        if (corners.Count(at => Math.Abs(at.X) <= 180 && Math.Abs(at.Y) <= 90) > 0.9 * corners.Count)
            return FormattableString.Invariant($"The file's coordinates (such as {corners[0].X:0.####}, {corners[0].Y:0.####}) ")
                + $"are degrees, so they can't be in {chosen}. Leave the projection blank, or choose 4326 (WGS84).";
        var places = corners.ConvertAll(at => chosen.ToDegrees(at.X, at.Y));
        var placed = places.FindIndex(at => !double.IsNaN(at.Latitude));
        if (placed < 0 || city.IsNull) return null;
        var near = Geography.Around(city);
        return places.Exists(at => near.Contains(at.Longitude, at.Latitude)) ? null
            : FormattableString.Invariant($"In {chosen}, the file lies near longitude {places[placed].Longitude:0.##}, ")
                + FormattableString.Invariant($"latitude {places[placed].Latitude:0.##}, far from every neighborhood. ")
                + "Choose another projection, or export the file in WGS84 (degrees).";
    }

    /// <summary>Converts a shape; corners that are on no map stay as they are, so that they are found.</summary>
    public static Geometry Converted(Geometry shape, Projection projection, CoordinateFix? fix = null)
    {
        if (projection.IsDegrees && fix is null) return shape;
        var converted = shape.Copy();
        converted.Apply(new Conversion(projection, fix));
        converted.GeometryChanged();
        return converted;
    }

    private static List<(double X, double Y)> Corners(FeatureFile file)
    {
        var shapes = file.Features.Select(feature => feature.Shape).OfType<Geometry>().ToList();
        return shapes.Count == 0 ? [] : [.. shapes.SelectMany(shape => Some(shape.Coordinates, Math.Max(2, Samples / shapes.Count)))];
    }

    private static IEnumerable<(double X, double Y)> Some(Coordinate[] corners, int count)
    {
        var step = Math.Max(1, corners.Length / count);
        for (var i = 0; i < corners.Length; i += step) yield return (corners[i].X, corners[i].Y);
    }

    private sealed class Conversion(Projection projection, CoordinateFix? fix) : ICoordinateSequenceFilter
    {
        /// <summary>Decimals of degrees: about a millimeter.</summary>
        private const int Decimals = 8;

        public bool Done => false;
        public bool GeometryChanged => true;

        public void Filter(CoordinateSequence sequence, int i)
        {
            var (x, y) = CoordinateFixes.Of(fix, sequence.GetX(i), sequence.GetY(i));
            var (latitude, longitude) = projection.IsDegrees ? (y, x) : projection.ToDegrees(x, y);
            if (double.IsNaN(latitude)) return;
            sequence.SetX(i, Math.Round(longitude, Decimals));
            sequence.SetY(i, Math.Round(latitude, Decimals));
        }
    }
}
