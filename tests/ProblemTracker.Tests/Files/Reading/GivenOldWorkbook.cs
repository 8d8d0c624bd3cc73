using System.Text;

namespace ProblemTracker.Tests.Files;

/// <summary>Small workbooks of Excel 97 to 2003 (.xls): records of [MS-XLS] in a container of [MS-CFB].</summary>
internal static class GivenOldWorkbook
{
    private const int Sector = 512, Directory = 128;
    /// <summary>Sectors of the workbook: a stream of less than 4,096 bytes would be stored in another way.</summary>
    private const int Sectors = 16;

    /// <param name="rows">Texts, numbers and dates of one sheet, called Calls.</param>
    public static byte[] Of(params object[][] rows)
    {
        var workbook = new MemoryStream();
        Record(workbook, 0x0809, [.. Shorts(0x0600, 0x0005, 0, 1997), .. new byte[8]]);
        // The second format shows date and time.
        foreach (short format in new short[] { 0, 22 }) Record(workbook, 0x00E0, [.. Shorts(0, format), .. new byte[16]]);
        var sheetAt = (int)workbook.Length + 4 + 8 + "Calls".Length + 4;
        Record(workbook, 0x0085, [.. BitConverter.GetBytes(sheetAt), 0, 0, (byte)"Calls".Length, 0, .. Encoding.Latin1.GetBytes("Calls")]);
        Record(workbook, 0x000A, []);
        Record(workbook, 0x0809, [.. Shorts(0x0600, 0x0010, 0, 1997), .. new byte[8]]);
        Record(workbook, 0x0200, [0, 0, 0, 0, .. BitConverter.GetBytes(rows.Length), 0, 0, .. Shorts((short)rows[0].Length, 0)]);
        foreach (var (row, cells) in rows.Index())
            foreach (var (column, cell) in cells.Index())
                if (cell is string text)
                    Record(workbook, 0x0204,
                        [.. Shorts((short)row, (short)column, 0, (short)text.Length), 0, .. Encoding.Latin1.GetBytes(text)]);
                else
                    Record(workbook, 0x0203, [.. Shorts((short)row, (short)column, (short)(cell is DateTime ? 1 : 0)),
                        .. BitConverter.GetBytes(cell is DateTime at ? at.ToOADate() : Convert.ToDouble(cell, null))]);
        Record(workbook, 0x000A, []);
        return Contained(workbook.ToArray());
    }

    private static byte[] Contained(byte[] workbook)
    {
        var file = new byte[Sector * (3 + Sectors)];
        new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 }.CopyTo(file, 0);
        Shorts(0x3E, 3, -2, 9, 6).CopyTo(file, 24);
        Ints(1, 1, 0, 4096, -2, 0, -2, 0, 0).CopyTo(file, 44);
        file.AsSpan(80, Sector - 80).Fill(0xFF);
        // The table of sectors: itself, the directory, then the workbook in a chain.
        var table = file.AsSpan(Sector, Sector);
        table.Fill(0xFF);
        Ints([-3, -2, .. Enumerable.Range(3, Sectors - 1), -2]).CopyTo(table);
        Entry(file.AsSpan(2 * Sector), "Root Entry", 5, child: 1, start: -2, size: 0);
        Entry(file.AsSpan(2 * Sector + Directory), "Workbook", 2, child: -1, start: 2, size: Sectors * Sector);
        workbook.CopyTo(file, 3 * Sector);
        return file;
    }

    private static void Entry(Span<byte> entry, string name, byte type, int child, int start, int size)
    {
        Encoding.Unicode.GetBytes(name).CopyTo(entry);
        entry[64] = (byte)(2 * name.Length + 2);
        (entry[66], entry[67]) = (type, 1);
        Ints(-1, -1, child).CopyTo(entry[68..]);
        Ints(start, size).CopyTo(entry[116..]);
    }

    private static void Record(MemoryStream to, short type, byte[] content)
    {
        to.Write(Shorts(type, (short)content.Length));
        to.Write(content);
    }

    private static byte[] Shorts(params short[] numbers) => [.. numbers.SelectMany(BitConverter.GetBytes)];

    private static byte[] Ints(params int[] numbers) => [.. numbers.SelectMany(BitConverter.GetBytes)];
}
