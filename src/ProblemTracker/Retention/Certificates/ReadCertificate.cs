using System.Text.Json;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Retention;

/// <summary>Certificates of executed purges, newest first.</summary>
[Needs(Permission.ManageRetention)]
public sealed record ListCertificates(string? After = null, int? Size = null) : IQuery<Page<CertificateRow>>, IPaged;

/// <summary>The same certificates as a CSV file.</summary>
[Needs(Permission.ManageRetention)]
public sealed record ExportCertificates(ListCertificates Filter) : IQuery<CsvFile>;

/// <summary>One certificate in full.</summary>
[Needs(Permission.ManageRetention)]
public sealed record ReadCertificate(long Number) : IQuery<CertificateDetails>;

public record CertificateRow
{
    /// <summary>The certificate's number.</summary>
    public long Number { get; init; }
    /// <summary>Code of the kind of record.</summary>
    public string Kind { get; init; } = "";
    /// <summary>The kind in words, in the plural.</summary>
    public string KindName { get; init; } = "";
    /// <summary>A problem's number; null for other kinds.</summary>
    public string? Label { get; init; }
    /// <summary>Ids of the purged records, such as <c>12-15, 20</c>.</summary>
    public string Ids { get; init; } = "";
    public int Records { get; init; }
    public DateTimeOffset PurgedAt { get; init; }
}

/// <summary>Proof of one purge, without any of the purged content.</summary>
public sealed record CertificateDetails : CertificateRow
{
    /// <summary>Deleted rows by table.</summary>
    public IReadOnlyList<PurgedRows> Deleted { get; init; } = [];
    public IReadOnlyList<PurgedFileDetails> Files { get; init; } = [];
    /// <summary>Whether all files are deleted from the disk.</summary>
    public bool FilesAreGone { get; init; }
    /// <summary>Audit entries whose text was purged. Who, what, when and a digest of the text remain.</summary>
    public int AuditTexts { get; init; }
    /// <summary>Years that records of this kind were kept.</summary>
    public int Years { get; init; }
    /// <summary>The schedule that the agency followed.</summary>
    public string? Reference { get; init; }
    public string ProposedBy { get; init; } = "";
    public DateTimeOffset ProposedAt { get; init; }
    public string ApprovedBy { get; init; } = "";
    public DateTimeOffset ApprovedAt { get; init; }
    /// <summary>The same person proposed and approved it, because nobody else managed retention.</summary>
    public bool IsBySamePerson { get; init; }
    /// <summary>The audit entry that records the purge.</summary>
    public long? AuditEntryId { get; init; }
    /// <summary>The seal of that entry, which covers the purged entries; null until it is sealed.</summary>
    public long? SealNumber { get; init; }
    public string? SealHash { get; init; }
    /// <summary>When search index and write-ahead log were overwritten; null before.</summary>
    public DateTimeOffset? OverwrittenAt { get; init; }
}

/// <param name="TableName">The table.</param>
/// <param name="Rows">Rows deleted.</param>
public sealed record PurgedRows(string TableName, int Rows);

internal static class CertificateList
{
    private static readonly ListOrder<CertificateRow> Newest =
        new(descending: true) { { "c.PurgedAt", row => row.PurgedAt }, { "c.Id", row => row.Number } };

    public const string Columns = "c.Id AS Number, c.Kind, c.Label, c.Subjects AS Ids, c.Records, c.PurgedAt";

    public static readonly Listing<ListCertificates, CertificateRow> Listing = new()
    {
        Columns = Columns,
        From = "PurgeCertificate c",
        Filters = new(),
        Order = _ => Newest,
        File = new("purge-certificates", "c.PurgedAt, c.Id")
        {
            { "number", row => row.Number },
            { "kind", row => row.Kind },
            { "label", row => row.Label },
            { "ids", row => row.Ids },
            { "records", row => row.Records },
            { "purgedOn", row => row.PurgedAt },
        },
    };
}

internal sealed class CertificatesHandler(Db db, Schedules schedules, ListReader lists)
    : IRequestHandler<ListCertificates, Page<CertificateRow>>,
    IRequestHandler<ExportCertificates, CsvFile>, IRequestHandler<ReadCertificate, CertificateDetails>
{
    private sealed record Row
    {
        public long Number { get; init; }
        public string Kind { get; init; } = "";
        public string? Label { get; init; }
        public string Ids { get; init; } = "";
        public int Records { get; init; }
        public DateTimeOffset PurgedAt { get; init; }
        public string Counts { get; init; } = "";
        public string Files { get; init; } = "";
        public int FilesLeft { get; init; }
        public int AuditTexts { get; init; }
        public int Years { get; init; }
        public string? Reference { get; init; }
        public long? ProposedById { get; init; }
        public string ProposedBy { get; init; } = "";
        public DateTimeOffset ProposedAt { get; init; }
        public long? ApprovedById { get; init; }
        public string ApprovedBy { get; init; } = "";
        public DateTimeOffset ApprovedAt { get; init; }
        public long? AuditEntryId { get; init; }
        public long? SealNumber { get; init; }
        public string? SealHash { get; init; }
        public DateTimeOffset? OverwrittenAt { get; init; }
    }

    public async Task<Page<CertificateRow>> Handle(ListCertificates query, CancellationToken ct) =>
        (await lists.Page(CertificateList.Listing, query, ct)).Select(row => row with { KindName = NameOf(row.Kind) });

    public Task<CsvFile> Handle(ExportCertificates query, CancellationToken ct) => lists.File(CertificateList.Listing, query.Filter, ct);

    public async Task<CertificateDetails> Handle(ReadCertificate query, CancellationToken ct)
    {
        var row = await db.Find<Row>($"""
            SELECT {CertificateList.Columns}, c.Counts, c.Files, c.AuditTexts, c.Years, c.Reference, c.ProposedBy AS ProposedById,
                COALESCE(w.Name, 'System') AS ProposedBy, c.ProposedAt, c.ApprovedBy AS ApprovedById,
                COALESCE(a.Name, 'System') AS ApprovedBy, c.ApprovedAt, c.AuditEntryId, s.Number AS SealNumber, s.Hash AS SealHash,
                c.OverwrittenAt,
                (SELECT COUNT(*) FROM PurgedFile f WHERE f.CertificateId = c.Id AND f.DeletedAt IS NULL) AS FilesLeft
            FROM PurgeCertificate c LEFT JOIN Person w ON w.Id = c.ProposedBy LEFT JOIN Person a ON a.Id = c.ApprovedBy
                LEFT JOIN AuditSeal s ON s.AuditEntryId = c.AuditEntryId
            WHERE c.Id = @Number
            """, query, ct) ?? throw new NotFound();
        return new()
        {
            Number = row.Number,
            Kind = row.Kind,
            KindName = NameOf(row.Kind),
            Label = row.Label,
            Ids = row.Ids,
            Records = row.Records,
            PurgedAt = row.PurgedAt,
            Deleted = JsonSerializer.Deserialize<IReadOnlyList<PurgedRows>>(row.Counts, Json.Options)!,
            Files = JsonSerializer.Deserialize<IReadOnlyList<PurgedFileDetails>>(row.Files, Json.Options)!,
            FilesAreGone = row.FilesLeft == 0,
            AuditTexts = row.AuditTexts,
            Years = row.Years,
            Reference = row.Reference,
            ProposedBy = row.ProposedBy,
            ProposedAt = row.ProposedAt,
            ApprovedBy = row.ApprovedBy,
            ApprovedAt = row.ApprovedAt,
            IsBySamePerson = row.ProposedById == row.ApprovedById,
            AuditEntryId = row.AuditEntryId,
            SealNumber = row.SealNumber,
            SealHash = row.SealHash,
            OverwrittenAt = row.OverwrittenAt,
        };
    }

    private string NameOf(string kind) => schedules.Kinds.FirstOrDefault(known => known.Code == kind)?.Name ?? kind;
}

internal static class CertificateEndpoints
{
    public static void MapCertificates(this RouteGroupBuilder retention)
    {
        retention.MapGet("/certificates", ([AsParameters] ListCertificates query, IMediator mediator, CancellationToken ct) =>
                mediator.Send(query, ct))
            .WithName("ListCertificates").WithSummary("List the certificates of executed purges, newest first");
        retention.MapGet("/certificates/{number:long}", (long number, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ReadCertificate(number), ct))
            .WithName("ReadCertificate").WithSummary("Read the certificate of a purge");
    }
}
