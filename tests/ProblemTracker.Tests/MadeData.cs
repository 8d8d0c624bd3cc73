using System.IO.Compression;
using System.Text;

namespace ProblemTracker.Tests;

/// <summary>
/// Small made-up files with the same formats and names as those of <see cref="RealData"/>, so that their tests run on a plain clone too.
/// </summary>
public static class MadeData
{
    /// <summary>
    /// Nine rows: one is repeated, incidents 1 and 6 have two places each, one has no place, and one is in no neighborhood. Three rows of
    /// two incidents are in West since June 2018.
    /// </summary>
    private const string Burglaries = """
        incident_no,offense_date,offense,longitude,latitude
        1,2017-05-25T00:00:00Z,BURGLARY,-89.5,40.5
        1,2017-05-25T00:00:00Z,BURGLARY,-89.4,40.5
        1,2017-05-25T00:00:00Z,BURGLARY,-89.5,40.5
        2,2017-08-19T12:00:00Z,AGGRAVATED BURGLARY,-88.5,40.6
        3,2018-06-30T23:30:00Z,BURGLARY,NA,NA
        4,2018-07-05T01:15:00Z,BURGLARY,-80.1,41.9
        5,2018-08-02T12:00:00Z,BURGLARY,-89.3,40.2
        6,2018-09-01T03:00:00Z,BURGLARY,-89.2,40.2
        6,2018-09-01T03:00:00Z,BURGLARY,-89.1,40.2

        """;

    private const string Neighborhoods = """
        { "type": "FeatureCollection", "features": [
        { "type": "Feature", "properties": { "name": "West", "created_at": "2013-02-15T02:19:34.438Z" }, "geometry":
          { "type": "MultiPolygon", "coordinates": [[[[-90, 40], [-89, 40], [-89, 41], [-90, 41], [-90, 40]]]] } },
        { "type": "Feature", "properties": { "name": "East", "created_at": "2013-02-15T02:19:34.438Z" }, "geometry":
          { "type": "MultiPolygon", "coordinates": [[[[-89, 40], [-88, 40], [-88, 41], [-89, 41], [-89, 40]]]] } }
        ] }
        """;

    /// <summary>Five rows in three months; two are identical.</summary>
    private const string AntiSocialBehavior =
        "month\tlongitude\tlatitude\tlocation\tlsoa_code\n" +
        "2022-01-01\t-1.5\t55.5\tMill Lane\tE01\n" +
        "2022-01-01\t-1.5\t55.5\tMill Lane\tE01\n" +
        "2022-01-01\t-1.4\t55.5\tHarbor Road\tE01\n" +
        "2022-03-01\t-1.3\t54.5\tBridge Street\tE02\n" +
        "2022-04-01\t-1.3\t54.6\tPark View\tE02\n";

    private const string Districts = """
        { "type": "FeatureCollection", "name": "districts",
        "crs": { "type": "name", "properties": { "name": "urn:ogc:def:crs:OGC:1.3:CRS84" } }, "features": [
        { "type": "Feature", "properties": { "objectid": "E1", "district": "North" }, "geometry":
          { "type": "MultiPolygon", "coordinates": [[[[-2, 55], [-1, 55], [-1, 56], [-2, 56], [-2, 55]]]] } },
        { "type": "Feature", "properties": { "objectid": "E2", "district": "South" }, "geometry":
          { "type": "MultiPolygon", "coordinates": [[[[-2, 54], [-1, 54], [-1, 55], [-2, 55], [-2, 54]]]] } }
        ] }
        """;

    private static readonly Lazy<string> Folder = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("tracker-made-").FullName;
        foreach (var (name, text) in new[]
        {
            ("cincinnati_burglary.csv.gz", Burglaries), ("cincinnati_neighbourhoods.geojson", Neighborhoods),
            ("northumbria_asb.tab.gz", AntiSocialBehavior), ("northumbria_districts.geojson", Districts),
        })
        {
            using Stream file = System.IO.File.Create(Path.Combine(folder, name));
            using var written = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : file;
            written.Write(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n")));
        }
        return folder;
    });

    /// <summary>The path of the made-up file with this name.</summary>
    public static string File(string name) => Path.Combine(Folder.Value, name);
}
