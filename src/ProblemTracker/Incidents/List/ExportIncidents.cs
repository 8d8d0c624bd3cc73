using System.Globalization;
using System.Runtime.CompilerServices;
using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Incidents;

/// <summary>All incidents that a filter finds, as a CSV file with the rows and order of the list.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ExportIncidents(IncidentFilter Filter) : IQuery<CsvFile>;

internal sealed class ExportIncidentsValidator : AbstractValidator<ExportIncidents>
{
    public ExportIncidentsValidator() => this.FilterRules(q => q.Filter);
}

internal sealed class ExportIncidentsHandler(Db db, Actor actor, AgencySettings agency)
    : IRequestHandler<ExportIncidents, CsvFile>
{
    private static readonly string[] Header =
    [
        "sourceNumber", "localDate", "localHour", "occurredFrom", "occurredTo", "timePrecision", "category", "sourceCategory",
        "neighborhood", "address", "latitude", "longitude", "linkedProblems", "updates",
    ];

    public async Task<CsvFile> Handle(ExportIncidents query, CancellationToken ct)
    {
        await IncidentSql.MustSee(db, actor, query.Filter, ct);
        return new($"incidents-{await agency.Today(ct):yyyy-MM-dd}.csv", Header, Rows(query.Filter, ct))
        {
            ProblemId = query.Filter.ProblemId,
        };
    }

    private async IAsyncEnumerable<IReadOnlyList<object?>> Rows(IncidentFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        var isIn = IncidentSql.Measure(filter);
        var args = IncidentSql.Args(db.Dialect, filter);
        args.Add("ActorId", actor.PersonId);
        await foreach (var row in db.Stream<IncidentRow>(
            $"{IncidentListSql.Select(actor, IncidentSql.Source(db.Dialect, filter))} {IncidentSql.Where(filter)} ORDER BY "
                + $"{IncidentSql.NewestFirst.Sql}", args, ct))
        {
            if (!isIn(row.Latitude, row.Longitude)) continue;
            yield return
            [
                row.SourceNumber, Written(row.LocalDate), row.LocalHour, Written(row.OccurredFrom), Written(row.OccurredTo),
                row.TimePrecision.ToString(), row.Category, row.SourceCategory, row.Neighborhood, row.Address, row.Latitude, row.Longitude,
                row.LinkedProblems, row.Updates,
            ];
        }
    }

    private static string Written(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Written(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
