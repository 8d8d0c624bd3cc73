namespace ProblemTracker.Files;

/// <summary>Decides what an uploaded file is by its content, and refuses what could act on a reader's computer.</summary>
internal static class DocumentContent
{
    public const string NotAllowed =
        "is not a file that can be added. Choose a photo (JPEG, PNG, WebP or HEIC), a PDF, or a Word, Excel or PowerPoint file "
            + "(.docx, .xlsx, .pptx).";

    /// <returns>What it is, or else why it can't be added, to follow the file's name.</returns>
    public static (FileKind? Kind, string? Fault) Look(byte[] content)
    {
        if (content.Length == 0) return (null, "is empty.");
        if (PictureUpload.IsPicture(content)) return (FileKind.Picture, null);
        if (content.AsSpan().StartsWith("%PDF-"u8))
            return PdfContent.Fault(content) is { } inPdf ? (null, inPdf) : (FileKind.Pdf, null);
        if (content.AsSpan().StartsWith("PK\u0003\u0004"u8)) return OfficeContent.Look(content);
        return content.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0])
            ? (null, "is an old or an encrypted Office file. Save it without a password as .docx, .xlsx or .pptx, then add it.")
            : (null, NotAllowed);
    }

    /// <summary>The media type of a file as stored.</summary>
    public static string MediaType(FileKind kind) => kind switch
    {
        FileKind.Picture => "image/jpeg",
        FileKind.Pdf => "application/pdf",
        FileKind.Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        FileKind.Excel => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    };

    /// <summary>The name under which a file is kept: without a path, and with the ending that its content has.</summary>
    public static string NameOf(string given, FileKind kind)
    {
        // Old browsers send the whole path.
        var name = given[(given.LastIndexOfAny(['/', '\\']) + 1)..];
        name = new([.. name.Where(c => !char.IsControl(c) && c is not ('"' or '<' or '>' or '|' or ':' or '*' or '?'))]);
        var dot = name.LastIndexOf('.');
        var stem = (dot > 0 ? name[..dot] : name).Trim().Trim('.');
        if (stem.Length > LongestStem) stem = stem[..(char.IsHighSurrogate(stem[LongestStem - 1]) ? LongestStem - 1 : LongestStem)];
        return (stem.Length == 0 ? "file" : stem) + kind switch
        {
            FileKind.Picture => ".jpg",
            FileKind.Pdf => ".pdf",
            FileKind.Word => ".docx",
            FileKind.Excel => ".xlsx",
            _ => ".pptx",
        };
    }

    private const int LongestStem = 150;
}
