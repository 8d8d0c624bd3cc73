using System.Diagnostics;
using NetTopologySuite.Geometries;
using ProblemTracker.Domain;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Tests.Neighborhoods;

/// <summary>Coordinate systems by number, name and well-known text, and the degrees they give.</summary>
public sealed class ProjectionTests
{
    private static readonly Envelope NewYork = new(-74.26, -73.70, 40.49, 40.92);

    // Computed by PROJ 9.1 (cs2cs); where datums are shifted, with parameters instead of grids.
    [TestCase(2263, 982586.634, 198968.820, 40.7128, -74.006)] // NAD83 / New York Long Island (ftUS)
    [TestCase(2263, 1453830.258, 289946.239, 40.95, -72.3)] // NAD83 / New York Long Island (ftUS)
    [TestCase(6539, 982586.634, 198968.820, 40.7128, -74.006)] // NAD83(2011) / New York Long Island (ftUS)
    [TestCase(2229, 6487847.003, 1841468.252, 34.0522, -118.2437)] // NAD83 / California zone 5 (ftUS)
    [TestCase(2227, 6006747.120, 2108528.921, 37.77, -122.42)] // NAD83 / California zone 3 (ftUS)
    [TestCase(3735, 1397583.716, 408127.071, 39.1031, -84.512)] // NAD83 / Ohio South (ftUS)
    [TestCase(3734, 2190412.433, 665323.595, 41.49, -81.69)] // NAD83 / Ohio North (ftUS)
    [TestCase(2264, 1449620.396, 542689.071, 35.2271, -80.8431)] // NAD83 / North Carolina (ftUS)
    [TestCase(32119, 860450.658, 308622.009, 36.5, -76.2)] // NAD83 / North Carolina
    [TestCase(3435, 1175844.397, 1898954.876, 41.8781, -87.6298)] // NAD83 / Illinois East (ftUS)
    [TestCase(3436, 2344014.959, 813258.504, 38.9, -90.0)] // NAD83 / Illinois West (ftUS)
    [TestCase(2278, 3120099.088, 13841900.858, 29.7604, -95.3698)] // NAD83 / Texas South Central (ftUS)
    [TestCase(2277, 3114226.214, 10070436.131, 30.2672, -97.7431)] // NAD83 / Texas Central (ftUS)
    [TestCase(2253, 13480497.371, 305787.975, 42.3314, -83.0458)] // NAD83 / Michigan South (ft)
    [TestCase(26988, 7969297.861, 190875.649, 46.5, -87.4)] // NAD83 / Michigan North
    [TestCase(2223, 652011.069, 890711.909, 33.4484, -112.074)] // NAD83 / Arizona Central (ft)
    [TestCase(2222, 689689.630, 436492.797, 32.2, -110.2)] // NAD83 / Arizona East (ft)
    [TestCase(2285, 1270714.817, 224723.490, 47.6062, -122.3321)] // NAD83 / Washington North (ftUS)
    [TestCase(2913, 7643772.146, 681456.582, 45.5152, -122.6784)] // NAD83(HARN) / Oregon North (ft)
    [TestCase(2249, 775383.600, 2956557.866, 42.3601, -71.0589)] // NAD83 / Massachusetts Mainland (ftUS)
    [TestCase(26986, 109012.599, 872763.061, 42.1, -72.6)] // NAD83 / Massachusetts Mainland
    [TestCase(2248, 1422093.814, 591585.896, 39.2904, -76.6122)] // NAD83 / Maryland (ftUS)
    [TestCase(2232, 3143339.807, 1694535.460, 39.7392, -104.9903)] // NAD83 / Colorado Central (ftUS)
    [TestCase(2236, 922158.930, 519895.913, 25.7617, -80.1918)] // NAD83 / Florida East (ftUS)
    [TestCase(2238, 2037610.674, 523139.866, 30.4383, -84.2807)] // NAD83 / Florida North (ftUS)
    [TestCase(26931, 745551.219, 675981.037, 57.9, -134.9)] // NAD83 / Alaska zone 1
    [TestCase(26934, 505356.952, 803804.300, 61.2181, -149.9003)] // NAD83 / Alaska zone 4
    [TestCase(26961, 541936.430, 95982.069, 19.7, -155.1)] // NAD83 / Hawaii zone 1
    [TestCase(3759, 1688651.951, 50961.519, 21.3069, -157.8583)] // NAD83 / Hawaii zone 3 (ftUS)
    [TestCase(32161, 234605.876, 270000.501, 18.4655, -66.1057)] // NAD83 / Puerto Rico & Virgin Is.
    [TestCase(6576, 1737779.737, 666825.353, 36.1627, -86.7816)] // NAD83(2011) / Tennessee (ftUS)
    [TestCase(3451, 3689483.374, 75208.322, 30.7, -91.2)] // NAD83 / Louisiana North (ftUS)
    [TestCase(3457, 3680431.581, 529909.592, 29.9511, -90.0715)] // NAD83(HARN) / Louisiana South (ftUS)
    [TestCase(26918, 583959.372, 4507350.998, 40.7128, -74.006)] // NAD83 / UTM zone 18N
    [TestCase(32610, 551081.300, 4180454.903, 37.77, -122.42)] // WGS 84 / UTM zone 10N
    [TestCase(32733, 816557.796, 6240887.996, -33.9249, 18.4241)] // WGS 84 / UTM zone 33S
    [TestCase(3857, -13358.339, 6710219.083, 51.5, -0.12)] // WGS 84 / Pseudo-Mercator
    [TestCase(5070, 121666.663, 1787027.247, 39.1, -94.58)] // NAD83 / Conus Albers
    [TestCase(3310, -129651.398, 63674.337, 38.58, -121.49)] // NAD83 / California Albers
    [TestCase(2958, 630378.995, 4834625.701, 43.6532, -79.3832)] // NAD83(CSRS) / UTM zone 17N
    [TestCase(3005, 1209619.210, 478302.920, 49.2827, -123.1207)] // NAD83 / BC Albers
    [TestCase(3347, 7471068.978, 1190424.211, 45.42, -75.7)] // NAD83 / Statistics Canada Lambert
    [TestCase(3400, 565035.181, 5652942.516, 51.0447, -114.0719)] // NAD83 / Alberta 10-TM (Forest)
    [TestCase(27700, 530269.902, 179640.717, 51.5007, -0.1246)] // OSGB36 / British National Grid
    [TestCase(27700, 394040.278, 801007.107, 57.1, -2.1)] // OSGB36 / British National Grid
    [TestCase(27700, 425065.062, 564000.594, 54.97, -1.61)] // OSGB36 / British National Grid
    [TestCase(29903, 315919.995, 234694.102, 53.35, -6.26)] // TM75 / Irish Grid
    [TestCase(2157, 715845.936, 734720.331, 53.35, -6.26)] // IRENET95 / Irish Transverse Mercator
    [TestCase(25832, 691603.777, 5334757.804, 48.1372, 11.5755)] // ETRS89 / UTM zone 32N
    [TestCase(28356, 334368.634, 6250948.345, -33.8688, 151.2093)] // GDA94 / MGA zone 56
    [TestCase(7855, 320704.446, 5812911.700, -37.8136, 144.9631)] // GDA2020 / MGA zone 55
    [TestCase(2193, 1748685.081, 5427906.405, -41.2866, 174.7756)] // NZGD2000 / New Zealand Transverse Mercator 2000
    [TestCase(28992, 121819.365, 487013.762, 52.37, 4.9)] // Amersfoort / RD New
    [TestCase(2154, 652469.023, 6862035.259, 48.8566, 2.3522)] // RGF93 v1 / Lambert-93
    [TestCase(3006, 674647.882, 6580824.576, 59.33, 18.07)] // SWEREF99 TM
    [TestCase(26718, 583925.235, 4507139.181, 40.7128, -74.006)] // NAD27 / UTM zone 18N
    public void Places_are_where_PROJ_has_them(int number, double x, double y, double latitude, double longitude)
    {
        var found = Projection.Find($"EPSG:{number}")!.ToDegrees(x, y);
        Assert.That(Earth.Meters(found.Latitude, found.Longitude, latitude, longitude), Is.LessThan(0.05));
    }

    [TestCase("2263")]
    [TestCase(" EPSG:2263 ")]
    [TestCase("epsg:2263")]
    [TestCase("urn:ogc:def:crs:EPSG::2263")]
    [TestCase("urn:ogc:def:crs:EPSG:9.8.15:2263")]
    [TestCase("http://www.opengis.net/def/crs/EPSG/0/2263")]
    [TestCase("http://www.opengis.net/gml/srs/epsg.xml#2263")]
    [TestCase("NAD83 / New York Long Island (ftUS)")]
    [TestCase("NAD_1983_StatePlane_New_York_Long_Island_FIPS_3104_Feet")]
    [TestCase("state plane long island feet")]
    public void A_system_is_found_however_it_is_written(string text) => Assert.That(Projection.Find(text)?.Number, Is.EqualTo(2263));

    [TestCase("UTM zone 18N", 32618)]
    [TestCase("NAD83 UTM 18N", 26918)]
    [TestCase("state plane North Carolina feet", 2264)]
    [TestCase("North Carolina meters", 32119)]
    [TestCase("British National Grid", 27700)]
    [TestCase("web mercator", 3857)]
    [TestCase("EPSG:900913", 3857)]
    [TestCase("102100", 3857)]
    [TestCase("urn:ogc:def:crs:OGC:1.3:CRS84", 4326)]
    [TestCase("EPSG:4269", 4269)]
    public void Words_find_the_usual_system(string text, int number) => Assert.That(Projection.Find(text)?.Number, Is.EqualTo(number));

    [TestCase("EPSG:999999")]
    [TestCase("Mars 2000")]
    [TestCase("")]
    [TestCase("state plane")]
    [TestCase("0")]
    [TestCase("1")]
    [TestCase("-1")]
    [TestCase("EPSG:0")]
    public void What_is_not_known_is_not_found(string text) => Assert.That(Projection.Find(text), Is.Null);

    [TestCase("central")]
    [TestCase("New York Long Island")]
    [TestCase("UTM zone 18")]
    public void Words_of_several_systems_find_none_but_name_some(string text)
    {
        Assert.That(Projection.Find(text), Is.Null);
        Assert.That(Projection.Objection(text), Does.Match($"^\"{text}\" fits several projections, such as .* \\(EPSG:\\d+\\), .*"));
    }

    [Test]
    public void Words_of_a_whole_name_do_not_mean_longer_names()
    {
        Assert.That(Projection.Find("Texas Central feet")?.Number, Is.EqualTo(2277));
        Assert.That(Projection.Objection("Texas Central feet"), Is.Null);
        Assert.That(Projection.Objection("Texas"), Does.Contain("fits several projections"));
        Assert.That(Projection.Objection("0"), Does.StartWith("No projection with the number or name \"0\" is known."));
    }

    [Test]
    public void A_search_gives_a_short_list_to_choose_from() =>
        Assert.That(Projection.Search("new york ftus", 4).Select(p => p.Name), Is.EqualTo(new[]
        {
            "NAD83 / New York East (ftUS)", "NAD83 / New York Central (ftUS)", "NAD83 / New York West (ftUS)",
            "NAD83 / New York Long Island (ftUS)",
        }));

    [TestCase(4326, true)]
    [TestCase(4269, true)]
    [TestCase(4267, false)]
    [TestCase(2263, false)]
    public void Only_degrees_of_modern_datums_are_used_as_they_are(int number, bool expected) =>
        Assert.That(Projection.Find($"{number}")!.IsDegrees, Is.EqualTo(expected));

    [Test]
    public void Degrees_of_NAD27_are_moved_by_tens_of_meters()
    {
        var moved = Projection.Find("EPSG:4267")!.ToDegrees(-118.2437, 34.0522);
        Assert.That(Earth.Meters(moved.Latitude, moved.Longitude, 34.0522, -118.2437), Is.InRange(80, 110));
    }

    [TestCase("""
        PROJCS["NAD_1983_StatePlane_New_York_Long_Island_FIPS_3104_Feet",GEOGCS["GCS_North_American_1983",
        DATUM["D_North_American_1983",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],
        UNIT["Degree",0.0174532925199433]],PROJECTION["Lambert_Conformal_Conic"],PARAMETER["False_Easting",984250.0],
        PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",-74.0],PARAMETER["Standard_Parallel_1",40.66666666666666],
        PARAMETER["Standard_Parallel_2",41.03333333333333],PARAMETER["Latitude_Of_Origin",40.16666666666666],
        UNIT["Foot_US",0.3048006096012192]]
        """, 2263)]
    [TestCase("""
        PROJCS["British_National_Grid",GEOGCS["GCS_OSGB_1936",DATUM["D_OSGB_1936",SPHEROID["Airy_1830",6377563.396,299.3249646]],
        PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",400000.0],
        PARAMETER["False_Northing",-100000.0],PARAMETER["Central_Meridian",-2.0],PARAMETER["Scale_Factor",0.9996012717],
        PARAMETER["Latitude_Of_Origin",49.0],UNIT["Meter",1.0]]
        """, 27700)]
    [TestCase("""
        PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",
        SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],
        PROJECTION["Mercator_Auxiliary_Sphere"],PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],
        PARAMETER["Central_Meridian",0.0],PARAMETER["Standard_Parallel_1",0.0],PARAMETER["Auxiliary_Sphere_Type",0.0],UNIT["Meter",1.0]]
        """, 3857)]
    [TestCase("""
        GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137,298.257223563]],PRIMEM["Greenwich",0],
        UNIT["Degree",0.017453292519943295]]
        """, 4326)]
    [TestCase("""
        GEOGCS["GCS_North_American_1927",DATUM["D_North_American_1927",SPHEROID["Clarke_1866",6378206.4,294.9786982]],PRIMEM["Greenwich",0],
        UNIT["Degree",0.017453292519943295]]
        """, 4267)]
    [TestCase("""PROJCS["any name",GEOGCS["any",DATUM["any"]],AUTHORITY["EPSG","2263"]]""", 2263)]
    public void The_prj_of_a_shapefile_names_its_system(string prj, int number) =>
        Assert.That(Projection.FromWkt(prj)?.Number, Is.EqualTo(number));

    [Test]
    public void A_projection_that_only_the_file_defines_is_used_by_its_parameters()
    {
        var local = Projection.FromWkt("""
            PROJCS["City_Grid",GEOGCS["GCS_North_American_1983",DATUM["D_North_American_1983",SPHEROID["GRS_1980",6378137.0,298.257222101]],
            PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",1000.0],
            PARAMETER["False_Northing",2000.0],PARAMETER["Central_Meridian",-84.5],PARAMETER["Scale_Factor",1.0],
            PARAMETER["Latitude_Of_Origin",39.1],UNIT["Meter",1.0]]
            """)!;
        var (latitude, longitude) = local.ToDegrees(1000, 2000);
        Assert.That((local.Number, local.Name), Is.EqualTo((0, "City Grid")));
        Assert.That((latitude, longitude), Is.EqualTo((39.1, -84.5)).Within(1e-9));
    }

    [TestCase("")]
    [TestCase("PROJCS[")]
    [TestCase("not a projection at all")]
    [TestCase("""PROJCS["x",GEOGCS["x",DATUM["x",SPHEROID["x",1,2]]],PROJECTION["Bonne"],UNIT["Meter",1]]""")]
    [TestCase("""PROJCS["x",GEOGCS["x",DATUM["D_Unknown",SPHEROID["x",6370000,290]]],PROJECTION["Transverse_Mercator"],UNIT["Meter",1]]""")]
    [TestCase("[[[[[[[[[[[[[[[[[[[[")]
    public void What_cannot_be_read_or_converted_is_no_projection(string prj) => Assert.That(Projection.FromWkt(prj), Is.Null);

    [TestCase(2263, 980_000, 200_000, 300)]
    [TestCase(32118, 300_000, 60_000, 100)]
    [TestCase(32618, 585_000, 4_505_000, 100)]
    [TestCase(3857, -8_236_000, 4_970_000, 100)]
    public void Points_that_are_not_degrees_propose_the_projection_that_puts_them_in_the_city(int number, double x, double y, double step)
    {
        var points = Enumerable.Range(0, 90).Select(i => (x + i * step, y + i * step / 3)).Append((0, 0)).ToList();
        Assert.That(Projection.Candidates(points, NewYork)[0].Number, Is.EqualTo(number));
    }

    [Test]
    public void Points_that_fit_nowhere_propose_nothing()
    {
        Assert.That(Projection.Candidates([(1, 2), (3, 4)], NewYork), Is.Empty);
        Assert.That(Projection.Candidates([], NewYork), Is.Empty);
        Assert.That(Projection.Candidates([(980_000, 200_000)], new Envelope()), Is.Empty);
    }

    [Test]
    public void Every_system_of_the_table_gives_degrees_near_its_area()
    {
        foreach (var projection in ProjectionTable.Different)
        {
            var at = projection.ToDegrees(projection.Terms.Value("x_0") / projection.Terms.Unit,
                projection.Terms.Value("y_0") / projection.Terms.Unit);
            Assert.That(double.IsFinite(at.Latitude + at.Longitude), $"{projection}");
        }
    }

    [Test]
    public void A_place_that_is_on_no_map_is_not_a_number() =>
        Assert.That(Projection.Find("EPSG:32618")!.ToDegrees(double.NaN, 1).Latitude, Is.NaN);

    [TestCase(2261)]
    [TestCase(5070)]
    [TestCase(27700)]
    [TestCase(26918)]
    public void Coordinates_of_another_projection_never_fail(int number)
    {
        var projection = Projection.Find($"EPSG:{number}")!;
        foreach (var (x, y) in new[] { (294_411.0, 4_825_640.0), (1e9, -1e9), (1e300, 1e300), (double.MaxValue, double.MinValue) })
            Assert.DoesNotThrow(() => projection.ToDegrees(x, y));
    }

    [Test]
    public void Northern_coordinates_of_UTM_propose_their_zone()
    {
        var places = Projection.Candidates([(294_411.0, 4_825_640.0)], new Envelope(-78, -77, 43, 43.6));
        Assert.That(places.Select(p => p.Number), Does.Contain(26918).And.Contain(32618));
        Assert.That(places[0].Number, Is.EqualTo(32618));
    }

    [Test]
    public void A_hundred_thousand_points_take_less_than_a_second()
    {
        var projection = Projection.Find("EPSG:2263")!;
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 100_000; i++) projection.ToDegrees(980_000 + i / 10.0, 200_000);
        Assert.That(watch.ElapsedMilliseconds, Is.LessThan(1000));
    }
}
