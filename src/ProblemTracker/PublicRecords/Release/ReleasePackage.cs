using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace ProblemTracker.PublicRecords;

/// <summary>A field as it leaves. Its value can only be a <see cref="ReleasedText"/>, which only <see cref="Redaction"/> makes.</summary>
/// <param name="Place">Position of its problem in the request, from 1.</param>
/// <param name="Codes">Reason codes of what was withheld; empty if nothing was.</param>
internal sealed record ReleasedField(int Place, string Key, string Section, string Label, ReleasedText Text, IReadOnlyList<string> Codes);

/// <summary>A picture as it leaves.</summary>
internal sealed record ReleasedPicture(string Name, byte[] Jpeg);

/// <summary>
/// Writes the files of a release. It is given released texts only, never a record's values: names of files, labels and keys come from the
/// program.
/// </summary>
internal sealed class ReleasePackage(
    string requestNumber, DateOnly day, IReadOnlyList<ReleasedField> fields, IReadOnlyList<ReleasedPicture> pictures,
    IReadOnlyList<ReasonCodeItem> reasons)
{
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Zip files can't hold times before 1980; a fixed one says nothing about the server.</summary>
    private static readonly DateTimeOffset EntryTime = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<ProofFile> Files() =>
    [
        new("records.html", Encoding.UTF8.GetBytes(Document())),
        new("fields.csv", Csv.Bytes(["problem", "section", "field", "key", "value"],
            fields.Select(f => (IReadOnlyList<object?>)[f.Place, RecordFields.Words(f.Section), f.Label, f.Key, f.Text.Value]))),
        new("redaction-log.csv", Csv.Bytes(["problem", "field", "key", "reasonCode", "reason", "law"], Log())),
        .. pictures.Select(picture => new ProofFile($"pictures/{picture.Name}", picture.Jpeg)),
    ];

    public static byte[] Zip(IEnumerable<ProofFile> files)
    {
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var file in files)
            {
                var entry = archive.CreateEntry(file.Name, CompressionLevel.Optimal);
                entry.LastWriteTime = EntryTime;
                using var content = entry.Open();
                content.Write(file.Content);
            }
        return buffer.ToArray();
    }

    private IEnumerable<IReadOnlyList<object?>> Log()
    {
        var byCode = reasons.ToDictionary(reason => reason.Code, StringComparer.Ordinal);
        return from field in fields
               from code in field.Codes
               let reason = byCode.GetValueOrDefault(code)
               select (IReadOnlyList<object?>)[field.Place, field.Label, field.Key, code, reason?.Words, reason?.Law];
    }

    private string Document()
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $$"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Public records {{Html.Encode(requestNumber)}}</title>
            <style>
            body { font-family: Georgia, serif; line-height: 1.4; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; color: #000; }
            h1, h2, h3 { font-family: sans-serif; line-height: 1.2; break-after: avoid; }
            dt { font-weight: bold; break-after: avoid; }
            dd { margin: 0 0 .6rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; }
            table { border-collapse: collapse; } td, th { border: 1px solid #666; padding: .2rem .5rem; text-align: left; }
            @media print { body { margin: 0; max-width: none; } section.problem { break-before: page; } }
            </style>
            </head>
            <body>
            <h1>Public records {{Html.Encode(requestNumber)}}</h1>
            <p>Released on {{DateText.Date(day)}}. What was withheld is marked with its reason code, such as [redacted: CODE].</p>

            """);
        foreach (var problem in fields.GroupBy(field => field.Place))
        {
            page.Append(CultureInfo.InvariantCulture, $"<section class=\"problem\">\n<h2>Problem {problem.Key}</h2>\n");
            foreach (var section in problem.GroupBy(field => field.Section))
            {
                page.Append(CultureInfo.InvariantCulture, $"<h3>{Html.Encode(RecordFields.Words(section.Key))}</h3>\n<dl>\n");
                foreach (var field in section)
                    page.Append(CultureInfo.InvariantCulture,
                        $"<dt>{Html.Encode(field.Label)}</dt>\n<dd>{Html.Encode(field.Text.Value)}</dd>\n");
                page.Append("</dl>\n");
            }
            page.Append("</section>\n");
        }
        if (pictures.Count > 0)
        {
            page.Append("<h2>Pictures</h2>\n<ul>\n");
            foreach (var picture in pictures)
                page.Append(CultureInfo.InvariantCulture,
                    $"<li><a href=\"pictures/{picture.Name}\">{picture.Name}</a></li>\n");
            page.Append("</ul>\n");
        }
        var used = fields.SelectMany(field => field.Codes).ToHashSet(StringComparer.Ordinal);
        if (used.Count > 0)
        {
            page.Append("<h2>Reason codes</h2>\n<table>\n<thead><tr><th scope=\"col\">Code</th><th scope=\"col\">Reason</th>"
                + "<th scope=\"col\">Law</th></tr></thead>\n<tbody>\n");
            foreach (var reason in reasons.Where(reason => used.Contains(reason.Code)))
                page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Html.Encode(reason.Code)}</td><td>{Html.Encode(reason.Words)}</td>"
                    + $"<td>{Html.Encode(reason.Law ?? "")}</td></tr>\n");
            page.Append("</tbody>\n</table>\n");
        }
        return page.Append("</body>\n</html>\n").ToString();
    }
}
