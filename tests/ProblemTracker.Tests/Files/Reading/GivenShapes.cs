using System.IO.Compression;
using System.Text;
using NetTopologySuite.Features;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO.Esri;

namespace ProblemTracker.Tests.Files;

/// <summary>Small zipped shapefiles, written by the library's own writer.</summary>
internal static class GivenShapes
{
    /// <summary>A .prj file of the state plane of Long Island in feet.</summary>
    public const string LongIsland = """
        PROJCS["NAD_1983_StatePlane_New_York_Long_Island_FIPS_3104_Feet",GEOGCS["GCS_North_American_1983",
        DATUM["D_North_American_1983",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],
        UNIT["Degree",0.0174532925199433]],PROJECTION["Lambert_Conformal_Conic"],PARAMETER["False_Easting",984250.0],
        PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",-74.0],PARAMETER["Standard_Parallel_1",40.66666666666666],
        PARAMETER["Standard_Parallel_2",41.03333333333333],PARAMETER["Latitude_Of_Origin",40.16666666666666],
        UNIT["Foot_US",0.3048006096012192]]
        """;

    /// <param name="Path">In the zip file, without an ending.</param>
    /// <param name="Prj">Null leaves the .prj file out.</param>
    /// <param name="Encoding">Of the table; the .cpg file says it.</param>
    public sealed record Layer(string Path, string? Prj, IReadOnlyList<Feature> Features, Encoding? Encoding = null, bool IsUpper = false);

    public static byte[] Zip(params Layer[] layers) => Zip(layers, []);

    public static byte[] Zip(Layer[] layers, params (string Name, string Content)[] others)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var layer in layers)
            {
                using MemoryStream shp = new(), shx = new(), dbf = new(), prj = new();
                Shapefile.WriteAllFeatures(layer.Features, shp, shx, dbf, prj, null, layer.Encoding ?? Encoding.UTF8);
                Add(layer, ".shp", shp.ToArray());
                Add(layer, ".shx", shx.ToArray());
                Add(layer, ".dbf", dbf.ToArray());
                if (layer.Prj is { } text) Add(layer, ".prj", Encoding.UTF8.GetBytes(text));
                if (layer.Encoding is { } encoding) Add(layer, ".cpg", Encoding.UTF8.GetBytes(encoding.WebName));
            }
            foreach (var (name, content) in others)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(content));
            }
            void Add(Layer layer, string ending, byte[] content)
            {
                using var entry = archive.CreateEntry(layer.Path + (layer.IsUpper ? ending.ToUpperInvariant() : ending)).Open();
                entry.Write(content);
            }
        }
        return file.ToArray();
    }

    public static Feature At(double x, double y, params (string Name, object? Value)[] fields) => Of(new Point(x, y), fields);

    public static Feature Of(Geometry shape, params (string Name, object? Value)[] fields) =>
        new(shape, new AttributesTable(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)).ToList()!));
}
