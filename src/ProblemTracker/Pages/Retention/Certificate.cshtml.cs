using System.Globalization;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;
using ProblemTracker.Retention;

namespace ProblemTracker.Pages.Retention;

/// <summary>One purge certificate, to read, print or download.</summary>
public sealed class CertificatePage(IMediator mediator) : PageModel
{
    private AgencyDay _day = null!;

    [FromRoute] public long Number { get; set; }

    public CertificateDetails Certificate { get; private set; } = new();

    public string Remains =>
        $"The ids above, this certificate, and {Certificate.AuditTexts:N0} entries of the audit whose text was deleted: "
        + "who did what and when, and a digest of the text from which nobody can find it out. Backups made before the purge still have "
        + "everything until they are deleted.";

    public Task OnGet(CancellationToken ct) => Read(ct);

    public async Task<IActionResult> OnGetText(CancellationToken ct)
    {
        await Read(ct);
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Purge certificate {Number}").AppendLine();
        foreach (var (name, value) in Facts()) text.AppendLine(CultureInfo.InvariantCulture, $"{name}: {value}");
        text.AppendLine().AppendLine("Deleted rows");
        foreach (var part in Certificate.Deleted) text.AppendLine(CultureInfo.InvariantCulture, $"{part.TableName}: {part.Rows}");
        text.AppendLine().AppendLine("Deleted files, with their SHA-256");
        foreach (var file in Certificate.Files) text.AppendLine(CultureInfo.InvariantCulture, $"{file.Name}: {file.Sha256}");
        text.AppendLine().AppendLine(Remains);
        return File(Encoding.UTF8.GetBytes(text.ToString()), MediaTypeNames.Text.Plain, $"purge-certificate-{Number}.txt");
    }

    public async Task<IActionResult> OnGetJson(CancellationToken ct)
    {
        await Read(ct);
        return File(JsonSerializer.SerializeToUtf8Bytes(Certificate, Json.Options), MediaTypeNames.Application.Json,
            $"purge-certificate-{Number}.json");
    }

    public IReadOnlyList<(string Name, string Value)> Facts() =>
    [
        ("Kind of record", Certificate.KindName),
        ("Records", Certificate.Records.ToString("N0", CultureInfo.InvariantCulture)),
        ("Ids", Certificate.Label is { } number ? $"{Certificate.Ids} ({number})" : Certificate.Ids),
        ("Kept for", Certificate.Years == 1 ? "1 year" : $"{Certificate.Years} years"),
        ("Retention schedule", Certificate.Reference ?? "Not stated"),
        ("Proposed", $"{Time(Certificate.ProposedAt)} by {Certificate.ProposedBy}"),
        ("Approved", $"{Time(Certificate.ApprovedAt)} by {Certificate.ApprovedBy}"
            + (Certificate.IsBySamePerson ? ", the same person, because nobody else managed retention" : "")),
        ("Purged", Time(Certificate.PurgedAt)),
        ("Files", Certificate.FilesAreGone ? "Deleted" : "Being deleted"),
        ("Overwritten in search index and log", Certificate.OverwrittenAt is { } done ? Time(done) : "Not yet"),
        ("Audit entry", $"{Certificate.AuditEntryId}"),
        ("Audit seal", Certificate.SealNumber is { } seal ? $"{seal}, {Certificate.SealHash}" : "Not sealed yet"),
    ];

    private string Time(DateTimeOffset at) => DateText.Time(_day.Local(at));

    private async Task Read(CancellationToken ct)
    {
        _day = await mediator.Send(new ReadAgencyDay(), ct);
        Certificate = await mediator.Send(new ReadCertificate(Number), ct);
    }
}
