using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using ProblemTracker.Accounts;
using ProblemTracker.Demo;
using ProblemTracker.Incidents;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Nudges;
using ProblemTracker.Problems;
using ProblemTracker.Reports;
using ProblemTracker.Settings;
using ProblemTracker.Stakeholders;

namespace ProblemTracker;

/// <summary>Every endpoint of the API, by group.</summary>
internal static class Api
{
    public static void Map(RouteGroupBuilder v1)
    {
        var problems = v1.MapGroup("/problems").WithTags("Problems");
        problems.MapListProblems();
        problems.MapOpenProblem();
        problems.MapFindSimilar();
        problems.MapReadProblem();
        problems.MapAdvanceStage();
        problems.MapReadSheets();
        problems.MapSaveScanning();
        problems.MapSaveAnalysis();
        problems.MapSaveResponse();
        problems.MapSaveAssessment();
        problems.MapStartResponse();
        problems.MapAmendResponse();
        problems.MapListActions();
        problems.MapAddAction();
        problems.MapChangeProblem();
        problems.MapAssignProblem();
        problems.MapListAttachments();
        problems.MapAttachStakeholder();
        problems.MapDetachStakeholder();
        problems.MapListNotes();
        problems.MapWriteNote();
        problems.MapReadTimeline();
        problems.MapReadAudit();
        problems.MapListLinkedIncidents();
        problems.MapLinkIncidents();
        problems.MapUnlinkIncident();

        var incidents = v1.MapGroup("/incidents").WithTags("Incidents");
        incidents.MapListIncidents();

        var neighborhoods = v1.MapGroup("/neighborhoods").WithTags("Neighborhoods");
        neighborhoods.MapListNeighborhoods();
        neighborhoods.MapReadNeighborhood();

        var actions = v1.MapGroup("/actions").WithTags("Actions");
        actions.MapReadAction();
        actions.MapChangeAction();

        var nudges = v1.MapGroup("/nudges").WithTags("Nudges");
        nudges.MapListMyNudges();
        nudges.MapSeeNudge();

        var reports = v1.MapGroup("/reports").WithTags("Reports");
        reports.MapReadStatusReport();

        var demo = v1.MapGroup("/demo").WithTags("Demo").DemoOnly();
        demo.MapReadDemoClock();
        demo.MapMoveDemoClock();

        var stakeholders = v1.MapGroup("/stakeholders").WithTags("Stakeholders");
        stakeholders.MapListStakeholders();
        stakeholders.MapReadStakeholder();
        stakeholders.MapCreateStakeholder();
        stakeholders.MapChangeStakeholder();

        var people = v1.MapGroup("/people").WithTags("People");
        people.MapListPeople();
        people.MapCreatePerson();
        people.MapChangePerson();

        var me = v1.MapGroup("/me").WithTags("Me");
        me.MapReadMe();
        me.MapCreateMyToken();

        var settings = v1.MapGroup("/settings").WithTags("Settings");
        settings.MapReadCategories();
        settings.MapReplaceCategories();
        settings.MapReadDeadlines();
        settings.MapChangeDeadlines();
        settings.MapReadHolidays();
        settings.MapReplaceHolidays();
        settings.MapReadTimeZone();
        settings.MapChangeTimeZone();
    }
}

/// <summary>What the OpenAPI document says beyond the endpoints: how to sign in, and the two headers that writers need.</summary>
internal sealed class ApiDescription : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new()
        {
            Title = "ProblemTracker API",
            Version = "v1",
            Description = """
                Send `Authorization: Bearer TOKEN`; `POST /api/v1/me/tokens` or the verb `token create` makes one.
                Reads answer an `ETag`; writes that change something send it back in `If-Match` (428 without, 412 if somebody was faster; a worksheet that was never saved has version `"0"`).
                `POST` takes an optional `Idempotency-Key`: sent again within 24 hours it gives the first answer.
                Errors are problem details: 400 names each wrong field in `errors`, 422 lists every missing thing in `shortfalls` with `code`, `message` and `field`.
                Lists answer `items`, `total` (exact up to 1,000), `next`; send `next` as `after` for the next page, or follow the `Link` header.
                """,
        };
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
        };
        document.Security = [new() { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }];
        return Task.CompletedTask;
    }
}
