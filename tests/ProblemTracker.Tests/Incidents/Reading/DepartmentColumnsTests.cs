using ProblemTracker.Incidents;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Which columns of files in the layouts of departments are proposed as number, place, category and address.</summary>
public sealed class DepartmentColumnsTests
{
    private const int Rows = 30;

    private static readonly string[]
        Offenses = ["Burglary", "Larceny from vehicle", "Simple assault", "Vandalism", "Shoplifting", "Loud party"],
        Codes = ["220", "23F", "13B", "290", "23C", "90Z"],
        Streets = ["OAK", "N CLARK", "5TH", "MARTIN LUTHER KING JR", "MAPLE"],
        Types = ["ST", "AVE", "BLVD", "DR"],
        Premises = ["Residence/Home", "PARKING LOT", "BAR", "Apartment (Rooming House, Condo)"];

    /// <summary>Values by the name between braces, different in each row.</summary>
    private static string Filled(string cells, int i) => cells
        .Replace("{day}", $"2026-01-{1 + i % 28:00}", StringComparison.Ordinal)
        .Replace("{at}", $"2026-01-{1 + i % 28:00} {i % 24:00}:{i * 7 % 60:00}", StringComparison.Ordinal)
        .Replace("{row}", $"{i + 1}", StringComparison.Ordinal)
        .Replace("{few}", $"{1 + i % 4}", StringComparison.Ordinal)
        .Replace("{case}", $"26-{1000 + i * 7}", StringComparison.Ordinal)
        .Replace("{call}", $"26-{400000 + i * 3}", StringComparison.Ordinal)
        .Replace("{key}", $"{202635000000 + i * 3}", StringComparison.Ordinal)
        .Replace("{guid}", $"{new Guid(i, 2, 3, [4, 5, 6, 7, 8, 9, 10, 11])}", StringComparison.Ordinal)
        .Replace("{lat}", FormattableString.Invariant($"{43.3 + i * 0.0013:0.0000}"), StringComparison.Ordinal)
        .Replace("{lon}", FormattableString.Invariant($"{-77.6 + i * 0.0017:0.0000}"), StringComparison.Ordinal)
        .Replace("{feet}", FormattableString.Invariant($"{3138000.4 + i * 211}"), StringComparison.Ordinal)
        .Replace("{offense}", Offenses[i % Offenses.Length], StringComparison.Ordinal)
        .Replace("{code}", Codes[i % Codes.Length], StringComparison.Ordinal)
        .Replace("{no}", $"{100 * (1 + i % 40)}", StringComparison.Ordinal)
        .Replace("{hidden}", $"{11 + i}XX", StringComparison.Ordinal)
        .Replace("{street}", Streets[i % Streets.Length], StringComparison.Ordinal)
        .Replace("{type}", Types[i % Types.Length], StringComparison.Ordinal)
        .Replace("{side}", i % 2 == 0 ? "E" : "W", StringComparison.Ordinal)
        .Replace("{premise}", Premises[i % Premises.Length], StringComparison.Ordinal);

    private static string File(string header, string cells, int rows = Rows) =>
        $"{header}\n{string.Concat(Enumerable.Range(0, rows).Select(i => $"{Filled(cells, i)}\n"))}";

    private static async Task<string?> Field(string field, string text, bool hasNeighborhoods = true) =>
        (await Reading.Propose(text, Reading.Context(hasNeighborhoods))).Columns.GetValueOrDefault(field);

    [TestCase("cartodb_id;objectid;dispatched;dc_key", "{row};9{row};{at};{key}", "dc_key")]
    [TestCase("_id;seen;file", "{row};{at};{case}", "file")]
    [TestCase("ogc_fid;gid;OBJECTID_1;seen;Case", "{row};{row};{row};{at};{case}", "Case")]
    [TestCase("ObjectId;seen;kind", "{row};{at};{offense}", null)]
    [TestCase("esri_oid;FID;_id;seen", "{row};{row};{row};{at}", null)]
    [TestCase("OBJECTID;GlobalID;seen", "{row};{guid};{at}", "GlobalID")]
    [TestCase("Incident Number w/year;CFS Number;seen", "{case};{call};{at}", "Incident Number w/year")]
    [TestCase("Call Number;Report Number;seen", "{call};{case};{at}", "Report Number")]
    [TestCase("CFS Number;seen;kind", "{call};{at};{offense}", "CFS Number")]
    [TestCase("Offense Count;seen;kind", "{row};{at};{offense}", null)]
    [TestCase("Number of Incidents;seen;kind", "{row};{at};{offense}", null)]
    [TestCase("ID;seen;File Key", "{row};{at};{case}", "File Key")]
    [TestCase("ID;seen;kind", "{row};{at};{offense}", "ID")]
    public async Task A_number_of_the_department_is_taken_and_no_number_of_rows(string header, string cells, string? number) =>
        Assert.That(await Field(IncidentMap.Number, File(header, cells)), Is.EqualTo(number));

    [Test]
    public async Task A_number_of_calls_is_taken_if_few_calls_have_a_case()
    {
        var rows = Enumerable.Range(0, Rows).Select(i => $"{1000 + i};2026-01-05 {i % 24}:15;{(i % 4 == 0 ? $"26-{i:0000}" : "")}\n");
        Assert.That(await Field(IncidentMap.Number, $"Call Number;seen;Incident Number\n{string.Concat(rows)}"), Is.EqualTo("Call Number"));
    }

    [Test]
    public async Task A_footer_does_not_cost_the_number() =>
        Assert.That(await Field(IncidentMap.Number, File("Inc #;seen;kind", "{case};{at};{offense}") + "Page 1 of 1;;\n"),
            Is.EqualTo("Inc #"));

    [TestCase("OpenDataLat;OpenDataLon;OpenDataX;OpenDataY", "{lat};{lon};{feet};{feet}", "OpenDataLat", "OpenDataLon")]
    [TestCase("Reporting Area Lat;Reporting Area Lon", "{lat};{lon}", "Reporting Area Lat", "Reporting Area Lon")]
    [TestCase("GEO_X;GEO_Y;GEO_LON;GEO_LAT", "{feet};{feet};{lon};{lat}", "GEO_LAT", "GEO_LON")]
    [TestCase("X;Y;LONG_WGS84;LAT_WGS84", "{feet};{feet};{lon};{lat}", "LAT_WGS84", "LONG_WGS84")]
    [TestCase("latitud;longitud", "{lat};{lon}", "latitud", "longitud")]
    [TestCase("X_Random;Y_Random", "{lon};{lat}", "Y_Random", "X_Random")]
    [TestCase("Latency;Longevity", "{lat};{lon}", null, null)]
    [TestCase("Lat;Lon;Flat;Along", "{lat};{lon};{feet};{feet}", "Lat", "Lon")]
    public async Task Degrees_are_known_without_neighborhoods(string header, string cells, string? latitude, string? longitude)
    {
        var map = await Reading.Propose(File($"{header};seen", $"{cells};{{at}}"), Reading.Context(hasNeighborhoods: false));
        Assert.That((map.Columns.GetValueOrDefault("latitude"), map.Columns.GetValueOrDefault("longitude")),
            Is.EqualTo((latitude, longitude)));
    }

    [TestCase("400 OAK ST ({lat}, {lon})", true)]
    [TestCase("400 OAK ST", false)]
    public async Task A_place_in_degrees_is_taken_before_a_projection(string place, bool isPlace)
    {
        var map = await Reading.Propose(File("X Coordinate;Y Cordinate;seen;Location1", $"{{feet}};{{feet}};{{at}};{place}"),
            Reading.Context(hasNeighborhoods: false));
        Assert.That((map.Columns.GetValueOrDefault("place"), map.Columns.GetValueOrDefault("longitude")),
            Is.EqualTo(isPlace ? ("Location1", (string?)null) : (null, "X Coordinate")));
    }

    [TestCase("Offense;Offense Description", "{code};{offense}", "Offense Description")]
    [TestCase("UCR_OFFENSE_CODE;OFFENSE_NAME", "{code};{offense}", "OFFENSE_NAME")]
    [TestCase("CrimeCode;CrimeCodeDescription", "{code};{offense}", "CrimeCodeDescription")]
    [TestCase("HIGHEST_NIBRS_CODE;HIGHEST_NIBRS_DESCRIPTION;PLACE_DETAIL_DESCRIPTION", "{code};{offense};{premise}",
        "HIGHEST_NIBRS_DESCRIPTION")]
    [TestCase("NIBRS_offense_code;Location Description", "{code};{premise}", "NIBRS_offense_code")]
    [TestCase("CATEGORIE;QUART", "Vol{code};nuit", "CATEGORIE")]
    [TestCase("delito;fiscalia", "Robo {code};norte", "delito")]
    public async Task Words_are_taken_before_their_codes(string header, string cells, string category) =>
        Assert.That(await Field(IncidentMap.Category, File($"no;seen;{header}", $"{{case}};{{at}};{cells}")), Is.EqualTo(category));

    [Test]
    public async Task Unknown_words_are_taken_before_codes_that_they_explain()
    {
        string[] words = ["Vargus", "Lõhkumine", "Rikkumine"], codes = ["A12", "B13", "C14"];
        string Lines(Func<int, string> word) =>
            string.Concat(Enumerable.Range(0, Rows).Select(i => $"26-{i:0000};2026-01-05 10:{i};{codes[i % 3]};{word(i)}\n"));
        const string header = "no;seen;offense code;libelle\n";

        Assert.That(await Field(IncidentMap.Category, header + Lines(i => words[i % 3])), Is.EqualTo("libelle"));
        Assert.That(await Field(IncidentMap.Category, header + Lines(i => words[i / 10])), Is.EqualTo("offense code"));
    }

    [TestCase("LOCATION_TYPE;PREMISES_TYPE", "{premise};{premise}", null)]
    [TestCase("LOCATION_TYPE", "Other Commercial / Corporate Places {premise}", null)]
    [TestCase("LOCATION_NAME", "{premise}", null)]
    [TestCase("LOCATION_DESC", "{premise}", null)]
    [TestCase("Location Category;Block Address", "{premise};{hidden} {street} {type}", "Block Address")]
    [TestCase("Address_Public;Address Type", "{no} BLK {street} {type};{premise}", "Address_Public")]
    [TestCase("StreetNo;StreetName;StreetType;Suffix", "{no};{street};{type};{side}", "{StreetNo} {StreetName} {StreetType} {Suffix}")]
    [TestCase("Street Number;Street Direction;Street Name;Street Type", "{hidden};{side};{street};{type}",
        "{Street Number} {Street Direction} {Street Name} {Street Type}")]
    [TestCase("ADDRESS_NUMBER_PRIMARY;ADDRESS_DIR_PRIMARY;ADDRESS_ROAD_PRIMARY;ADDRESS_SFX_PRIMARY;ADDRESS_ROAD_INTERSECTING",
        "{no};;{street};{type};", "{ADDRESS_NUMBER_PRIMARY} {ADDRESS_ROAD_PRIMARY} {ADDRESS_SFX_PRIMARY}")]
    [TestCase("ILEADSAddress;ILEADSStreet;CADAddress;CADStreet", "{no};{street} {type};{no};{street} {type}",
        "{ILEADSAddress} {ILEADSStreet}")]
    [TestCase("HOUSE_NUM;PRE_DIR;STREET_NAME;SUFFIX", "{no}-{no};{side};{street};{type}",
        "{HOUSE_NUM} {PRE_DIR} {STREET_NAME} {SUFFIX}")]
    [TestCase("StNum;StName;StSuffix;City", "{no};{street};{type};Fairhaven", "{StNum} {StName} {StSuffix}")]
    [TestCase("STREETNBR;STREET", "{no};{street} {type}", "{STREETNBR} {STREET}")]
    [TestCase("Block Address;Address Number;Street Name;Street Type", "{no} BLK {street} {type};{no};{street};{type}", "Block Address")]
    [TestCase("STREET", "{street} {type}", "STREET")]
    public async Task An_address_is_whole_or_joined_of_its_parts_and_no_kind_of_place(string header, string cells, string? address) =>
        Assert.That(await Field(IncidentMap.Address, File($"no;seen;{header}", $"{{case}};{{at}};{cells}")), Is.EqualTo(address));

    [Test]
    public async Task Few_different_texts_in_many_rows_are_no_addresses() =>
        Assert.That(await Field(IncidentMap.Address, File("no;seen;place", "{case};{at};{premise}", 100)), Is.Null);

    [TestCase("Community;Category;Crime Count;Year;Month", "West;{offense};{few};2026;3", "counts")]
    [TestCase("Ward;Category;Offences;Month", "West;{offense};{few};2026-03", "counts")]
    [TestCase("Community;Category;Crime Count;Year;Month", "West;{offense};1;2026;3", null)]
    [TestCase("Case Number;Category;Victim Count;Year;Month", "{case};{offense};{few};2026;3", null)]
    [TestCase("Category;Victim Count;seen", "{offense};{few};{at}", null)]
    [TestCase("no;seen;Zone", "{case};{at};{premise}", "category")]
    [TestCase("no;seen;Note", "{case};{at};about {row} things", "category")]
    public async Task Columns_that_are_left_out_but_may_matter_are_asked_about(string header, string cells, string? question)
    {
        var (names, rows) = await Reading.Table(File(header, cells));
        List<IReadOnlyList<string>> fields = [.. rows.Select(row => row.Fields)];
        var context = Reading.Context() with { ProposesCategories = true };
        var (map, date) = MapProposal.For(names, fields, context);
        var tally = new FileTally(map, names, context);
        foreach (var row in rows) tally.Add(row);

        var kinds = ImportQuestions.Of(map, tally, date, fields, names, context).Select(asked => asked.Kind);

        Assert.That(kinds.Where(kind => kind is "counts" or "category"), Is.EqualTo(question is null ? [] : new[] { question }));
    }
}
