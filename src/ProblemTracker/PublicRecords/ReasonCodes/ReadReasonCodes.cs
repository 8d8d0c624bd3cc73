using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.PublicRecords;

/// <summary>The reasons for withholding something, in the agency's order.</summary>
[Needs(Permission.SignedIn)]
public sealed record ReadReasonCodes : IQuery<VersionedSetting<ReasonCodeList>>;

/// <param name="Words">The reason in words.</param>
/// <param name="Law">The law's reference; null until the agency fills it in.</param>
/// <param name="Active">False for a retired code, which earlier decisions keep but no one can choose.</param>
public sealed record ReasonCodeItem(string Code, string Words, string? Law, bool Active);

public sealed record ReasonCodeList(IReadOnlyList<ReasonCodeItem> Items);

internal static class ReasonCodeSql
{
    /// <summary>Name of the setting whose version the list has.</summary>
    public const string Setting = "reasonCodes";

    private sealed record Row
    {
        public string Code { get; init; } = "";
        public string Words { get; init; } = "";
        public string? Law { get; init; }
        public bool Active { get; init; }
    }

    public static async Task<IReadOnlyList<ReasonCodeItem>> List(Db db, CancellationToken ct) =>
        [.. (await db.List<Row>("SELECT Code, Words, Law, Active FROM ReasonCode ORDER BY Position, Code", null, ct))
            .Select(row => new ReasonCodeItem(row.Code, row.Words, row.Law, row.Active))];
}

internal sealed class ReadReasonCodesHandler(Db db) : IRequestHandler<ReadReasonCodes, VersionedSetting<ReasonCodeList>>
{
    public async Task<VersionedSetting<ReasonCodeList>> Handle(ReadReasonCodes query, CancellationToken ct) =>
        new(await SettingSql.Version(db, ReasonCodeSql.Setting, ct), new(await ReasonCodeSql.List(db, ct)));
}

internal static class ReadReasonCodesEndpoint
{
    public static void MapReadReasonCodes(this RouteGroupBuilder settings) => settings
        .MapGet("/reason-codes", async (IMediator mediator, CancellationToken ct) =>
            (await mediator.Send(new ReadReasonCodes(), ct)).Result())
        .WithName("ReadReasonCodes").WithSummary("List the reason codes for withholding public records, in order")
        .Produces<ReasonCodeList>();
}
