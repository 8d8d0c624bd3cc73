using System.Buffers.Binary;
using System.Text;

namespace ProblemTracker.Files;

/// <summary>Tells old Excel workbooks from other files in the same container, by the names in its directory (MS-CFB, 2.6.1).</summary>
internal static class OldOfficeContent
{
    /// <summary>Bytes of an entry of the directory; entries begin at multiples of it.</summary>
    private const int Entry = 128;
    private const int NameLengthAt = 64;

    /// <returns>Why the file can't be imported; null for a workbook. The stream is at its beginning again.</returns>
    public static string? Objection(Stream file, string fileName)
    {
        var names = Names(file);
        file.Position = 0;
        if (names.Contains("Workbook") || names.Contains("Book")) return null;
        return names.Contains("EncryptedPackage")
            ? $"{fileName} is protected by a password. Remove the password in Excel (File, Info, Protect Workbook), and import it again."
            : $"{fileName} is an old Word, Outlook or other Office file, not an Excel workbook. "
                + "Copy its table to Excel, save it as .xlsx or CSV, and import that file.";
    }

    private static HashSet<string> Names(Stream file)
    {
        var names = new HashSet<string>();
        var buffer = new byte[512 * Entry];
        file.Position = 0;
        for (int read; (read = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)) >= Entry;)
            for (var at = 0; at + Entry <= read; at += Entry)
            {
                var length = BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(at + NameLengthAt));
                // "Book" with its final zero up to "EncryptedPackage"; other blocks of the file are no text here.
                if (length is < 10 or > 34 || length % 2 != 0 || buffer[at + 1] != 0) continue;
                names.Add(Encoding.Unicode.GetString(buffer, at, length - 2));
            }
        return names;
    }
}
