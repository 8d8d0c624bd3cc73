using System.IO.Compression;

namespace ProblemTracker.Files;

/// <summary>Decides what a zip file is: an Excel workbook, a shapefile, or a wrapper around one table or GeoJSON file.</summary>
internal static class ZipContent
{
    private const int MostEntries = 10_000, MostNamed = 5;
    /// <summary>Bytes of the one file inside, when it is unpacked.</summary>
    private const long Largest = 4L * 1024 * 1024 * 1024;

    private static readonly string[] Tables = [".csv", ".tsv", ".tab", ".geojson", ".json"], Books = [".xlsx", ".xls"];

    /// <exception cref="Invalid">At <c>file</c>: damaged, or nothing in it that can be imported.</exception>
    public static async Task<OpenedFile> Open(Stream zip, string fileName, CancellationToken ct, bool isInside = false)
    {
        var archive = Archive(zip);
        var entries = archive.Entries.Where(IsFile).ToList();
        if (entries.Exists(entry => entry.FullName is "xl/workbook.xml" or "xl/workbook.bin")) return Whole(FileFormat.Excel);
        if (entries.Exists(entry => Ends(entry, ".shp"))) return Whole(FileFormat.Shapefile);
        if (entries.Exists(entry => entry.FullName is "word/document.xml" or "ppt/presentation.xml"))
            throw Wrong($"{fileName} is a Word or PowerPoint file. Copy its table to Excel, save it as .xlsx or CSV, and import that "
                + "file.");
        if (entries.Exists(entry => entry.FullName == "META-INF/manifest.xml") && entries.Exists(entry => entry.FullName == "content.xml"))
            throw Wrong($"{fileName} is an OpenDocument file of LibreOffice or OpenOffice. Open it there, save it as an Excel workbook "
                + "(.xlsx) or CSV, and import that file.");
        if (entries.Exists(entry => Ends(entry, ".iwa")))
            throw Wrong($"{fileName} is a file of Numbers or another Apple program. Export it as CSV or Excel (.xlsx), and import that "
                + "file.");
        if (entries.Exists(entry => Ends(entry, ".gdbtable")))
            throw Wrong($"{fileName} is a file geodatabase of ArcGIS. Export its layer as a shapefile, GeoJSON or CSV, and import that "
                + "file.");
        if (entries.Exists(entry => Ends(entry, ".kml")) && !entries.Exists(entry => Tables.Any(end => Ends(entry, end))))
            throw Wrong(FileContent.Objection(FileFormat.Kml, fileName)!);

        var found = entries.Where(entry => Tables.Any(end => Ends(entry, end))).ToList();
        if (found.Count == 0) found = [.. entries.Where(entry => Books.Any(end => Ends(entry, end)))];
        if (found.Count == 0) found = [.. entries.Where(entry => Ends(entry, ".txt"))];
        if (found is not [var one] || isInside)
            throw Wrong(entries.Count == 0 ? $"{fileName} is an empty zip file."
                : found.Count > 1
                    ? $"{fileName} has {found.Count} files to choose from: {Names(found)}. Unpack it and import each file by itself."
                    : $"{fileName} has no table, GeoJSON file or shapefile in it, but {Names(entries)}. "
                        + "Zip a CSV, Excel (.xlsx) or GeoJSON file, or all files of a shapefile.");
        if (one.Length > Largest) throw Wrong($"{one.Name} is larger than {Largest >> 30} GB when it is unpacked. Split it.");
        if (one.IsEncrypted)
            throw Wrong($"{fileName} is protected by a password. Unpack it, and import {one.Name} without the password.");
        var (stream, format) = await FileContent.Sniff(Unpack(one), ct);
        if (format == FileFormat.Zip) return await Open(await TemporaryFile.Of(stream, ct), one.Name, ct, isInside: true);
        if (format != FileFormat.OldOffice)
            return FileContent.Objection(format, one.Name) is { } objection ? throw Wrong(objection) : new(stream, format, one.Name);
        stream = await TemporaryFile.Of(stream, ct);
        return OldOfficeContent.Objection(stream, one.Name) is { } other ? throw Wrong(other)
            : new(stream, FileFormat.OldExcel, one.Name);

        OpenedFile Whole(FileFormat format)
        {
            archive.Dispose();
            zip.Position = 0;
            return new(zip, format, fileName);
        }
    }

    /// <summary>The entries of a zip file, for reading; its stream stays open.</summary>
    /// <exception cref="Invalid">At <c>file</c>: damaged.</exception>
    public static ZipArchive Archive(Stream zip)
    {
        try
        {
            var archive = new ZipArchive(zip, ZipArchiveMode.Read, leaveOpen: true);
            return archive.Entries.Count <= MostEntries ? archive
                : throw Wrong($"The zip file has more than {MostEntries:N0} files in it. Zip only the file that you want to import.");
        }
        catch (InvalidDataException)
        {
            throw Wrong("The zip file is damaged or was cut off. Make it or download it again, then import it.");
        }
    }

    /// <summary>Whether an entry is a file, and none that a Mac adds.</summary>
    public static bool IsFile(ZipArchiveEntry entry) => entry.Name.Length > 0 && entry.Name[0] != '.'
        && !entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal);

    private static Stream Unpack(ZipArchiveEntry entry)
    {
        try
        {
            return entry.Open();
        }
        catch (InvalidDataException)
        {
            throw Wrong($"{entry.Name} can't be unpacked. Make the zip file again, or import {entry.Name} by itself.");
        }
    }

    private static bool Ends(ZipArchiveEntry entry, string end) => entry.Name.EndsWith(end, StringComparison.OrdinalIgnoreCase);

    private static string Names(List<ZipArchiveEntry> entries) => string.Join(", ", entries.Take(MostNamed).Select(entry => entry.Name))
        + (entries.Count > MostNamed ? $" and {entries.Count - MostNamed:N0} more" : "");

    private static Invalid Wrong(string sentence) => new("file", sentence);
}
