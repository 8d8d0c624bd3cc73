using System.Globalization;
using MediatR;
using ProblemTracker.Incidents;
using ProblemTracker.Problems;

namespace ProblemTracker.Evidence;

/// <summary>One signal with the numbers behind it and what was decided.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadSignal(long SignalId) : IQuery<SignalFull>;

/// <summary>Its weeks as a CSV file.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ExportSignalWeeks(long SignalId) : IQuery<CsvFile>;

public sealed record SignalFull : SignalLine, IVersioned
{
    /// <summary>Finds its incidents.</summary>
    public IncidentFilter Filter { get; init; } = new();
    /// <summary>The table behind it and its weeks, for a chart.</summary>
    public SignalDetails Details { get; init; } = new([], [], "", default, []);
    /// <summary>Weaker signals about the same incidents.</summary>
    public IReadOnlyList<SignalLine> Also { get; init; } = [];
    /// <summary>An open problem that most of its incidents belong to; null if there is none or the reader can't view it.</summary>
    public long? KnownProblemId { get; init; }
    public string? KnownProblem { get; init; }
    /// <summary>The last decision; it no longer stands if the signal came back after it.</summary>
    public SignalDecision? Decision { get; init; }
    public string? Reason { get; init; }
    /// <summary>The last day of a dismissal.</summary>
    public DateOnly? UntilDay { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public string? DecidedBy { get; init; }
    /// <summary>What was observed then.</summary>
    public int? DecidedAtCount { get; init; }
    /// <summary>The problem that it became part of; null if there is none or the reader can't view it.</summary>
    public long? ProblemId { get; init; }
    public string? Problem { get; init; }
}

internal sealed class ReadSignalHandler(Db db, Actor actor)
    : IRequestHandler<ReadSignal, SignalFull>, IRequestHandler<ExportSignalWeeks, CsvFile>
{
    private sealed record Stored
    {
        public string FilterJson { get; init; } = "";
        public string DetailsJson { get; init; } = "";
    }

    public async Task<SignalFull> Handle(ReadSignal query, CancellationToken ct)
    {
        string[] statements =
        [
            $"""
            SELECT {SignalSql.Facts}, {SignalSql.State(actor)} AS State, s.Decision, s.Reason, s.UntilDay, s.DecidedAt, w.Name AS DecidedBy,
                s.DecidedAtCount, d.Id AS ProblemId, CONCAT(d.Number, ' ', d.Title) AS Problem, k.Id AS KnownProblemId,
                CONCAT(k.Number, ' ', k.Title) AS KnownProblem
            FROM Signal s {SignalSql.Names}
            LEFT JOIN Person w ON w.Id = s.DecidedBy
            LEFT JOIN (SELECT p.Id, p.Number, p.Title FROM Problem p WHERE {ProblemSql.VisibleTo(actor)}) d ON d.Id = s.ProblemId
            LEFT JOIN (SELECT p.Id, p.Number, p.Title FROM Problem p WHERE p.Stage <> 'Closed' AND {ProblemSql.VisibleTo(actor)}) k
                ON k.Id = s.KnownProblemId
            WHERE s.Id = @SignalId AND {SignalSql.VisibleTo(actor)}
            """,
            "SELECT s.FilterJson, s.DetailsJson FROM Signal s WHERE s.Id = @SignalId",
            $"""
            SELECT {SignalSql.Facts}, {SignalSql.State(actor)} AS State FROM Signal s {SignalSql.Names}
            WHERE s.LeadId = @SignalId AND {SignalSql.VisibleTo(actor)} ORDER BY s.Strength DESC, s.Id DESC
            """,
        ];
        return await db.Read(statements, new { query.SignalId, ActorId = actor.PersonId }, async results =>
        {
            var signal = await results.ReadSingleOrDefaultAsync<SignalFull>() ?? throw new NotFound();
            var stored = await results.ReadSingleAsync<Stored>();
            return signal with
            {
                Problem = signal.ProblemId is null ? null : signal.Problem,
                KnownProblem = signal.KnownProblemId is null ? null : signal.KnownProblem,
                Filter = SignalSql.Read<IncidentFilter>(stored.FilterJson),
                Details = SignalSql.Read<SignalDetails>(stored.DetailsJson),
                Also = [.. await results.ReadAsync<SignalLine>()],
            };
        }, ct);
    }

    public async Task<CsvFile> Handle(ExportSignalWeeks query, CancellationToken ct)
    {
        var details = (await Handle(new ReadSignal(query.SignalId), ct)).Details;
        return new(string.Create(CultureInfo.InvariantCulture, $"signal-{query.SignalId}-weeks.csv"), ["weekFrom", "incidents"],
            details.Weeks.Select((count, week) => (IReadOnlyList<object?>)
                [details.WeeksFrom.AddDays(week * SignalRules.Week).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), count])
                .ToAsyncEnumerable());
    }
}

internal static class ReadSignalEndpoint
{
    public static void MapReadSignal(this RouteGroupBuilder signals)
    {
        signals.MapGet("/{id:long}", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadSignal(id), ct))
            .WithName("ReadSignal").WithSummary("Read a signal with the numbers behind it");
        signals.MapGet("/{id:long}/weeks.csv", (long id, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ExportSignalWeeks(id), ct))
            .WithName("ExportSignalWeeks").WithSummary("The weeks of a signal as a CSV file")
            .Produces<string>(200, "text/csv");
    }
}
