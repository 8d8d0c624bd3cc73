using NetTopologySuite.Geometries;

namespace ProblemTracker.Neighborhoods;

/// <summary>
/// A coordinate system of maps by its number in the EPSG dataset: degrees, or a projection in meters or feet such as a state plane. The
/// known ones are in <c>projections.tsv</c>: numbers, names, areas of use and parameters from the EPSG dataset (IOGP, version 10.076),
/// as exported by PROJ 9.1. Shifts of older datums are the usual three or seven parameters without grids: good to a meter or a few in
/// Europe, to about 10 m for NAD27 in the United States; NAD83 and WGS84 count as the same (they differ by about a meter).
/// Transformations are those of ProjNET, but for the oblique Mercator.
/// </summary>
internal sealed class Projection
{
    /// <summary>Degrees outside the extent that still count as inside: about a kilometer.</summary>
    private const double Margin = 0.01;

    /// <summary>Latitude up to which projections convert, in degrees.</summary>
    private const double FarthestNorth = 89.999;

    /// <summary>Characters of an unknown name, and candidates, in an objection.</summary>
    private const int LongestShown = 60, MostNamed = 4;

    private readonly Lazy<ToDegrees?> _transform;

    internal Projection(int number, string name, ProjectionTerms terms, Envelope area)
    {
        (Number, Name, Terms, Area) = (number, name, terms, area);
        _transform = new(terms.Transform);
    }

    /// <summary>EPSG number; 0 for one that only a file defines.</summary>
    public int Number { get; }

    /// <summary>Such as "NAD83 / New York Long Island (ftUS)".</summary>
    public string Name { get; }

    /// <summary>Whether coordinates are degrees that can be used as they are.</summary>
    public bool IsDegrees => Terms is { IsGeographic: true, IsShifted: false };

    internal ProjectionTerms Terms { get; }

    /// <summary>Longitudes and latitudes where it is used.</summary>
    internal Envelope Area { get; }

    /// <summary>Longitude and latitude in degrees of WGS84.</summary>
    public static Projection Degrees => ProjectionTable.Of(4326)!;

    /// <summary>
    /// By number ("2263", "EPSG:2263", a URN or an address of OGC), by well-known text, or by its name or words of it; the usual datum
    /// if the words name none.
    /// </summary>
    /// <returns>Null if nothing fits, or if the words fit several projections.</returns>
    public static Projection? Find(string text) =>
        ByCode(text) ?? (text.Contains('[') ? FromWkt(text) : ProjectionTable.Named(text) is [var only] ? only : null);

    /// <summary>Why a text names no projection, and what to enter; null if it names one.</summary>
    public static string? Objection(string text)
    {
        if (Find(text) is not null) return null;
        var shown = text.Trim() is { Length: > LongestShown } longer ? $"{longer[..LongestShown]}…" : text.Trim();
        var several = text.Contains('[') ? [] : ProjectionTable.Named(text);
        return several.Count == 0
            ? $"No projection with the number or name \"{shown}\" is known. Enter its EPSG number, such as 2263, or words of its name, "
                + "such as New York Long Island feet."
            : $"\"{shown}\" fits several projections, such as {string.Join(", ", several.Take(MostNamed))}. Enter the EPSG number of one.";
    }

    /// <summary>By number or whole name only, as files name theirs.</summary>
    public static Projection? ByCode(string text) => ProjectionTable.ByCode(text);

    /// <summary>By the content of a .prj file.</summary>
    /// <returns>Null if it can't be read, or has a method or a datum that isn't known.</returns>
    public static Projection? FromWkt(string prj) => ProjectionText.Read(prj);

    /// <summary>Those with all words in their names, or with this number; the usual ones first.</summary>
    public static IReadOnlyList<Projection> Search(string text, int count) =>
        ByCode(text) is { } exact ? [exact] : ProjectionTable.Search(text, count);

    /// <summary>The projections under which most points lie in an extent; most points first, then the usual ones.</summary>
    /// <param name="points">Some of the file's coordinates, as they are; a few hundred suffice.</param>
    /// <param name="extent">Longitudes and latitudes, such as of all neighborhoods.</param>
    public static IReadOnlyList<Projection> Candidates(IReadOnlyCollection<(double X, double Y)> points, Envelope extent)
    {
        if (points.Count == 0 || extent.IsNull) return [];
        var wide = extent.Copy();
        wide.ExpandBy(Margin + extent.Width / 20, Margin + extent.Height / 20);
        return [.. ProjectionTable.Different.Where(p => !p.Terms.IsGeographic && p.Area.Intersects(wide))
            .Select(p => (Projection: p, Inside: points.Count(at => wide.Contains(p.Place(at)))))
            .Where(p => p.Inside * 2 > points.Count)
            .OrderByDescending(p => p.Inside * 50 / points.Count).ThenBy(p => ProjectionTable.Rank(p.Projection))
            .Select(p => p.Projection)];
    }

    /// <summary>
    /// Degrees of WGS84; not numbers if the place is outside what the projection can show, for which ProjNET often throws.
    /// </summary>
    /// <param name="x">Easting in the projection's unit, or longitude.</param>
    /// <param name="y">Northing, or latitude.</param>
    public (double Latitude, double Longitude) ToDegrees(double x, double y)
    {
        var most = 90.0;
        try
        {
            if (_transform.Value is { } transform)
            {
                transform(ref x, ref y);
                // Beyond the date line from the projection's middle.
                if (Math.Abs(x) > 180) x -= Math.CopySign(360, x);
                // Cones end at a pole, however absurd the northing.
                most = FarthestNorth;
            }
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return (double.NaN, double.NaN);
        }
        return Math.Abs(x) <= 180 && Math.Abs(y) <= most ? (y, x) : (double.NaN, double.NaN);
    }

    public override string ToString() => Number > 0 ? $"{Name} (EPSG:{Number})" : Name;

    private Coordinate Place((double X, double Y) at)
    {
        var (latitude, longitude) = ToDegrees(at.X, at.Y);
        return new(longitude, latitude);
    }
}
