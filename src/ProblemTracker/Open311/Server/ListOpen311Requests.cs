using FluentValidation;
using MediatR;
using Microsoft.Extensions.Localization;
using ProblemTracker.Agency;
using ProblemTracker.Concerns;

namespace ProblemTracker.Open311;

/// <summary>
/// Concerns as everyone may read them, newest first: the category's own words instead of what the reporter wrote, and the block instead of
/// the house, since both can tell who reported it or whom it is about.
/// </summary>
[AllowEveryone]
public sealed record ListOpen311Requests : IQuery<Open311Requests>
{
    public const int Most = 1000;
    /// <summary>Rows up to the last page that can be read.</summary>
    public const int MostPaged = 20_000;
    public const int MostDays = 90;

    /// <summary>Receipt numbers. If there are any, nothing else limits the list.</summary>
    public IReadOnlyList<string> Ids { get; init; } = [];
    public IReadOnlyList<string> ServiceCodes { get; init; } = [];
    public DateTimeOffset? Start { get; init; }
    public DateTimeOffset? End { get; init; }
    public bool? Open { get; init; }
    public int Page { get; init; } = 1;
    public int PageSize { get; init; } = Most;
}

public sealed record Open311Requests(IReadOnlyList<Open311Request> Items);

public sealed record Open311Request
{
    public string Number { get; init; } = "";
    public string CategoryCode { get; init; } = "";
    /// <summary>The agency's name for the category, in the language of the request if the agency gave one.</summary>
    public string Category { get; init; } = "";
    internal string? CategoryNames { get; init; }
    /// <summary>The category in plain words.</summary>
    public string Description { get; init; } = "";
    public ConcernStatus Status { get; init; }
    public bool IsOpen { get; init; }
    /// <summary>What became of it, in plain words.</summary>
    public string Notes { get; init; } = "";
    public string? Address { get; init; }
    public string? Neighborhood { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public DateTimeOffset ReceivedAt { get; init; }
    public DateTimeOffset ChangedAt { get; init; }
    public DateOnly DecideBy { get; init; }
    /// <summary>When it is decided at the latest; null once it is.</summary>
    public DateTimeOffset? ExpectedAt { get; init; }
}

internal sealed class ListOpen311RequestsValidator : AbstractValidator<ListOpen311Requests>
{
    public ListOpen311RequestsValidator()
    {
        RuleFor(q => q.Ids).Must(ids => ids.Count <= ListOpen311Requests.Most).OverridePropertyName("service_request_id")
            .WithMessage($"Ask for at most {ListOpen311Requests.Most} requests at once.");
        RuleFor(q => q.ServiceCodes).Must(codes => codes.Count <= ListOpen311Requests.Most).OverridePropertyName("service_code")
            .WithMessage($"Ask for at most {ListOpen311Requests.Most} services at once.");
        RuleFor(q => q.Page).InclusiveBetween(1, ListOpen311Requests.MostPaged).OverridePropertyName("page")
            .WithMessage("Send a whole number from 1.");
        RuleFor(q => q.PageSize).InclusiveBetween(1, ListOpen311Requests.Most).OverridePropertyName("page_size")
            .WithMessage($"Send a whole number from 1 to {ListOpen311Requests.Most}.");
        RuleFor(q => q.Page).Must((q, page) => (long)page * q.PageSize <= ListOpen311Requests.MostPaged).OverridePropertyName("page")
            .WithMessage($"Pages end after {ListOpen311Requests.MostPaged} requests. Send an earlier end_date instead.");
        RuleFor(q => q.End).Must((q, end) => q.Start is not { } start || end is null || end >= start).OverridePropertyName("end_date")
            .WithMessage("end_date is before start_date.").Must((q, end) => q.Start is not { } start || end is null
                || end - start <= TimeSpan.FromDays(ListOpen311Requests.MostDays))
            .WithMessage($"start_date and end_date are more than {ListOpen311Requests.MostDays} days apart. Send a shorter time.");
    }
}

internal sealed class ListOpen311RequestsHandler(
    Db db, AgencySettings agency, TimeProvider clock, IStringLocalizer<ConcernTexts> concerns, IStringLocalizer<Open311Texts> words)
    : IRequestHandler<ListOpen311Requests, Open311Requests>
{
    private static readonly TimeSpan Span = TimeSpan.FromDays(ListOpen311Requests.MostDays);

    public async Task<Open311Requests> Handle(ListOpen311Requests query, CancellationToken ct)
    {
        var hidden = (await Open311Settings.Read(db, ct)).PrivateCategories;
        var (start, end) = Times(query);
        var byId = query.Ids.Count > 0;
        var where = new Predicates(Open311Sql.IsPublic)
            .When(byId, $"c.Number IN {db.Dialect.Texts("@Ids")}")
            .When(!byId, "c.ReceivedAt >= @start AND c.ReceivedAt <= @end")
            .When(!byId && query.ServiceCodes.Count > 0, $"c.CategoryCode IN {db.Dialect.Texts("@Codes")}")
            .When(!byId && query.Open == true, "o.DueOn IS NOT NULL")
            .When(!byId && query.Open == false, "o.DueOn IS NULL");
        var skipped = byId ? 0 : (query.Page - 1) * query.PageSize;
        var rows = new List<Open311Request>();
        var at = 0;
        await foreach (var row in db.Stream<Open311Request>($"""
            SELECT c.Number, c.CategoryCode, k.Name AS Category, k.Names AS CategoryNames, o.Status,
                IIF(o.DueOn IS NULL, 0, 1) AS IsOpen, c.Address, n.Name AS Neighborhood, c.Latitude, c.Longitude, c.ReceivedAt, o.DecideBy,
                COALESCE(o.DecidedAt, o.AcknowledgedAt, c.ReceivedAt) AS ChangedAt
            FROM Concern c
            JOIN Concern o ON o.Id = COALESCE(c.MergedIntoId, c.Id)
            JOIN Category k ON k.Code = c.CategoryCode
            LEFT JOIN Neighborhood n ON n.Id = c.NeighborhoodId
            {where}
            ORDER BY c.ReceivedAt DESC, c.Id DESC {db.Dialect.First("@Take")}
            """, new
        {
            Private = hidden,
            Ids = Json(query.Ids),
            Codes = Json(query.ServiceCodes),
            start,
            end,
            Take = skipped + (byId ? ListOpen311Requests.Most : query.PageSize),
        }, ct))
            if (at++ >= skipped) rows.Add(row);
        return new(await Shown(rows, ct));
    }

    /// <summary>The last 90 days, or as many beside the end that was given.</summary>
    private (DateTimeOffset Start, DateTimeOffset End) Times(ListOpen311Requests query)
    {
        var now = clock.GetUtcNow();
        return (query.Start, query.End) switch
        {
            ({ } start, { } end) => (start, end),
            ({ } start, null) => (start, start > DateTimeOffset.MaxValue - Span ? DateTimeOffset.MaxValue : start + Span),
            (null, { } end) => (end < DateTimeOffset.MinValue + Span ? DateTimeOffset.MinValue : end - Span, end),
            _ => (now - Span, now),
        };
    }

    private async Task<IReadOnlyList<Open311Request>> Shown(List<Open311Request> rows, CancellationToken ct)
    {
        var streets = await PublicStreets.Find(db, rows.Select(row => row.Address), ct);
        var calendar = await agency.Calendar(ct);
        return [.. rows.Select(row => row with
        {
            Category = LocalNames.Of(row.Category, LocalNames.Read(row.CategoryNames)),
            Description = ConcernWords.Category(concerns, row.CategoryCode, row.Category, LocalNames.Read(row.CategoryNames)),
            Notes = words[$"Public.{row.Status}"],
            Address = Place(row, streets),
            Latitude = row.Latitude is { } latitude ? PublicPlace.Snap(latitude) : null,
            Longitude = row.Longitude is { } longitude ? PublicPlace.Snap(longitude) : null,
            ExpectedAt = row.IsOpen ? calendar.EndOf(row.DecideBy) : null,
        })];
    }

    private static string? Place(Open311Request row, PublicStreets streets)
    {
        var street = streets.Block(row.Address);
        return street is null || row.Neighborhood is null ? street ?? row.Neighborhood : $"{street}, {row.Neighborhood}";
    }
    private static string Json(IEnumerable<string> texts) => System.Text.Json.JsonSerializer.Serialize(texts);
}
