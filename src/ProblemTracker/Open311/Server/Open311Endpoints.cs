using System.Globalization;
using System.Text.Json.Nodes;
using MediatR;
using Microsoft.Extensions.Localization;

namespace ProblemTracker.Open311;

/// <summary>The addresses of the GeoReport v2 server. Each ends in .xml or .json, or the header Accept decides.</summary>
internal static class Open311Endpoints
{
    private const string Specification = "http://wiki.open311.org/GeoReport_v2";

    /// <summary>When what the server offers last changed.</summary>
    private const string Changeset = "2026-03-01T00:00:00Z";

    private static readonly string[] Reads = ["GET", "HEAD"];

    public static void MapOpen311Server(this IEndpointRouteBuilder app)
    {
        var server = app.MapGroup(Open311Errors.Path).AllowAnonymous().ExcludeFromDescription().AddEndpointFilter(Admit);
        foreach (var format in new[] { "", ".xml", ".json" })
        {
            server.MapMethods($"/discovery{format}", Reads, Discovery);
            server.MapMethods($"/v2/discovery{format}", Reads, Discovery);
            server.MapMethods($"/v2/services{format}", Reads, Services);
            server.MapMethods($"/v2/services/{{code}}{format}", Reads, Definition);
            server.MapMethods($"/v2/requests{format}", Reads, Requests);
            server.MapPost($"/v2/requests{format}", Post);
            server.MapMethods($"/v2/requests/{{id}}{format}", Reads, One);
            server.MapMethods($"/v2/tokens/{{id}}{format}", Reads, Token);
        }
        // Otherwise the framework would ask for a sign-in.
        server.MapMethods("/{**path}", [.. Reads, "POST"], () => Results.NotFound());
        server.MapMethods("/{**path}", ["PUT", "PATCH", "DELETE", "OPTIONS"],
            () => Results.StatusCode(StatusCodes.Status405MethodNotAllowed));
    }

    /// <summary>Answers only while the public site is on, to whoever means this jurisdiction and does not read too often.</summary>
    private static async ValueTask<object?> Admit(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var context = call.HttpContext;
        var services = context.RequestServices;
        services.GetRequiredService<Open311Limits>()
            .Come(context.Connection.RemoteIpAddress, reads: !HttpMethods.IsPost(context.Request.Method));
        var server = await services.GetRequiredService<IMediator>().Send(new ReadOpen311Server(), context.RequestAborted);
        if (!server.IsOn) return Results.NotFound();
        var jurisdiction = context.Request.Query["jurisdiction_id"].ToString();
        if (jurisdiction.Length == 0 && context.Request.HasFormContentType)
            jurisdiction = (await context.Request.ReadFormAsync(context.RequestAborted))["jurisdiction_id"].ToString();
        if (server.JurisdictionId is { } own && jurisdiction.Length > 0 && !own.Equals(jurisdiction, StringComparison.OrdinalIgnoreCase))
            throw new NotFound($"This server only serves the jurisdiction_id {own}.");
        return await next(call);
    }

    private static async Task<IResult> Discovery(IMediator mediator, TrackerOptions options, CancellationToken ct)
    {
        var server = await mediator.Send(new ReadOpen311Server(), ct);
        return new Open311Answer("discovery", new JsonObject
        {
            ["changeset"] = Changeset,
            ["contact"] = server.Contact ?? server.Agency ?? "",
            ["key_service"] = $"{server.Agency ?? "The police department"} issues API keys. Contact: {server.Contact ?? "the department"}",
            ["endpoints"] = new JsonArray(new JsonObject
            {
                ["specification"] = Specification,
                ["url"] = options.Address($"{Open311Errors.Path}/v2"),
                ["changeset"] = Changeset,
                ["type"] = server.IsDemo ? "test" : "production",
                ["formats"] = new JsonArray("text/xml", "application/json"),
            }),
        });
    }

    private static async Task<IResult> Services(IMediator mediator, IStringLocalizer<Open311Texts> words, CancellationToken ct) =>
        new Open311Answer("services", new JsonArray([.. (await mediator.Send(new ReadOpen311Services(), ct)).Items.Select(service =>
            new JsonObject
            {
                ["service_code"] = service.Code,
                ["service_name"] = service.Name,
                ["description"] = service.Description,
                ["metadata"] = true,
                ["type"] = "realtime",
                ["keywords"] = service.Name.ToLowerInvariant(),
                ["group"] = words["Group"].Value,
            })]));

    private static async Task<IResult> Definition(string code, IMediator mediator, IStringLocalizer<Open311Texts> words,
        CancellationToken ct)
    {
        var definition = await mediator.Send(new ReadOpen311Service(code), ct);
        return new Open311Answer("service_definition", new JsonObject
        {
            ["service_code"] = definition.Code,
            ["description"] = words["Attributes"].Value,
            ["attributes"] = new JsonArray([.. definition.Attributes.Select((attribute, at) => new JsonObject
            {
                ["variable"] = true,
                ["code"] = attribute.Code,
                ["datatype"] = attribute.DataType,
                ["required"] = false,
                ["datatype_description"] = attribute.Hint,
                ["order"] = at + 1,
                ["description"] = attribute.Description,
                ["values"] = new JsonArray([.. attribute.Values.Select(value =>
                    new JsonObject { ["key"] = value.Key, ["name"] = value.Name })]),
            })]),
        });
    }

    private static async Task<IResult> Requests(HttpRequest request, IMediator mediator, IStringLocalizer<Open311Texts> words,
        CancellationToken ct) => Shown(await mediator.Send(Open311Query.Of(request.Query), ct), words, await Agency(mediator, ct));

    private static async Task<IResult> One(string id, IMediator mediator, IStringLocalizer<Open311Texts> words, CancellationToken ct)
    {
        var found = await mediator.Send(new ListOpen311Requests { Ids = [id] }, ct);
        return found.Items.Count > 0 ? Shown(found, words, await Agency(mediator, ct)) : throw NoRequest(id);
    }

    private static async Task<IResult> Token(string id, IMediator mediator, CancellationToken ct) =>
        // A request has its number at once, so that the number is its own token.
        (await mediator.Send(new ListOpen311Requests { Ids = [id] }, ct)).Items is [var request] ? new Open311Answer("service_requests",
            new JsonArray(new JsonObject { ["service_request_id"] = request.Number, ["token"] = request.Number })) : throw NoRequest(id);

    private static async Task<IResult> Post(HttpRequest request, IMediator mediator, CancellationToken ct)
    {
        if (!request.HasFormContentType)
            throw new Invalid("Content-Type", "Send the request as a form: application/x-www-form-urlencoded.");
        var sent = await mediator.Send(Open311Query.Post(await request.ReadFormAsync(ct), request.Query), ct);
        return new Open311Answer("service_requests", new JsonArray(new JsonObject
        {
            ["service_request_id"] = sent.Number,
            ["service_notice"] = sent.Notice,
            ["account_id"] = null,
        }), StatusCodes.Status201Created);
    }

    private static Open311Answer Shown(Open311Requests found, IStringLocalizer<Open311Texts> words, string? agency) =>
        new("service_requests", new JsonArray([.. found.Items.Select(request => new JsonObject
        {
            ["service_request_id"] = request.Number,
            ["status"] = request.IsOpen ? "open" : "closed",
            ["status_notes"] = request.Notes,
            ["service_name"] = request.Category,
            ["service_code"] = request.CategoryCode,
            ["description"] = request.Description,
            ["agency_responsible"] = agency,
            ["service_notice"] = words["Notice"].Value,
            ["requested_datetime"] = Open311Answer.Time(request.ReceivedAt),
            ["updated_datetime"] = Open311Answer.Time(request.ChangedAt),
            ["expected_datetime"] = Open311Answer.Time(request.ExpectedAt),
            ["address"] = request.Address,
            ["address_id"] = null,
            ["zipcode"] = null,
            ["lat"] = request.Latitude,
            ["long"] = request.Longitude,
            ["media_url"] = null,
        })]));

    private static async Task<string?> Agency(IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new ReadOpen311Server(), ct)).Agency;

    private static NotFound NoRequest(string id) => new(string.Create(CultureInfo.InvariantCulture,
        $"There is no public request with the service_request_id {Texts.Cut(id, 50)}."));
}
