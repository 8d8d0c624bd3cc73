using System.Globalization;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.Extensions.Localization;
using ProblemTracker.Accounts;
using ProblemTracker.Files;
using ProblemTracker.Open311;
using ProblemTracker.Pages.Shared;
using Scalar.AspNetCore;

namespace ProblemTracker.Host;

/// <summary>Sets up the API and the pages.</summary>
internal static class WebSetup
{
    /// <summary>Bytes. Larger than any real form, so that the validator rejects an overlong field and names it.</summary>
    public const long LargestBody = 8 * 1024 * 1024;

    private static readonly string[] SharedViewFolders = ["Charts", "Files", "Form", "Frame", "Lists", "Maps", "Parts"];

    public static void AddTrackerApi(this IServiceCollection services)
    {
        services.Configure<Microsoft.AspNetCore.Http.Json.JsonOptions>(json => Json.Strict(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = problem => problem.ProblemDetails.WithCode());
        services.AddExceptionHandler<ErrorHandler>();
        services.AddReadiness();
        services.AddOpenApi("v1", ApiDescription.Describe);
    }

    public static void AddTrackerPages(this IServiceCollection services)
    {
        services.AddPageCompression();
        // Pages/ChangePassword.cshtml is /change-password.
        services.AddRazorPages(pages =>
        {
            pages.Conventions.Add(new PageRouteTransformerConvention(new KebabCase()));
            pages.Conventions.Add(new OwnProperties());
        });
        // A full worksheet has more fields than the framework's limit of 1,024.
        services.Configure<Microsoft.AspNetCore.Http.Features.FormOptions>(form =>
        {
            form.ValueCountLimit = 8192;
            // The limit on each request's body applies first; files are streamed to disk.
            form.MultipartBodyLengthLimit = Uploads.LargestRequest;
        });
        // Partial views are found in the page's folder and its parents, then in the Parts folder and the folders of Pages/Shared.
        services.Configure<RazorViewEngineOptions>(views =>
        {
            views.PageViewLocationFormats.Add("/Pages/{1}/Parts/{0}.cshtml");
            foreach (var folder in SharedViewFolders) views.PageViewLocationFormats.Add($"/Pages/Shared/{folder}/{{0}}.cshtml");
        });
        services.AddAntiforgery(forms => forms.SuppressXFrameOptionsHeader = true);
        services.AddOptions<MvcOptions>().Configure<IStringLocalizer<PageTexts>>((mvc, text) =>
        {
            FormBinding.Configure(mvc, text);
            mvc.Filters.Add<KnownHandlers>();
            mvc.Filters.Add<PageErrors>();
            mvc.Filters.Add<ShellFilter>();
            mvc.ModelBinderProviders.Insert(0, new RowBinding());
        });
    }

    public static void UseTrackerPipeline(this WebApplication app)
    {
        // Use US formats whatever the machine's settings.
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.GetCultureInfo("en-US");
        app.UseRequestLocalization("en-US");
        // Only people without an account read other languages. Formats stay American, so that forms are read the same way.
        app.UseWhen(IsLink, links => links.UseRequestLocalization(LinkLanguages()));
        var options = app.Services.GetRequiredService<TrackerOptions>();
        app.UseSecurityHeaders(options);
        if (options.PublicOnly) app.Use(PublicOnly);
        app.UsePageCompression();
        app.UseWhen(IsApi, api => api.UseStatusCodePages());
        app.UseWhen(IsOpen311, server => server.UseOpen311Errors());
        app.UseWhen(c => !IsApi(c) && !IsOpen311(c), pages => pages.UseStatusCodePagesWithReExecute("/status/{0}"));
        app.UseExceptionHandler();
        app.UseWhen(IsOpen311, server => server.UseOpen311Refusals());
        app.UseBlankMeansAbsent();
        app.UseRouting();
        app.UseRequestSpans();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseMiddleware<ActorMiddleware>();
        app.UseAccessWays();
        app.UseAuthorization();
        app.UsePermissionFirst();
        app.UseQueryNames();
        app.UseKnownCharsets();
        app.UseMiddleware<RequestKeyMiddleware>();
        app.UseAntiforgery();
    }

    public static void MapTrackerApi(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        // By default, the API reference loads fonts, tools and services from its vendor; we keep everything on this server.
        app.MapScalarApiReference("/docs", (docs, context) => docs
            .WithTitle("ProblemTracker API").WithNonce(SecurityHeaders.DocsNonce(context))
            .DisableDefaultFonts().HideDeveloperTools().DisableAgent().DisableMcp().DisableTelemetry().HideClientButton())
            .AllowAnonymous();
        app.MapOpen311Server();
        Api.Map(app.MapGroup("/api/v1").AddEndpointFilter<VersionHeaders>());
    }

    public static void MapTrackerPages(this WebApplication app)
    {
        // Otherwise a program that was built but not published maps a catch-all route for changed files, which swaps 404 and 405.
        app.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorPages().WithStaticAssets();
    }

    /// <summary>The language of a page behind a link: as its address says, else as chosen before, else as the browser prefers.</summary>
    private static RequestLocalizationOptions LinkLanguages() => new()
    {
        DefaultRequestCulture = new("en-US", Languages.English.Name),
        SupportedCultures = [CultureInfo.GetCultureInfo("en-US")],
        SupportedUICultures = [.. Languages.All],
        RequestCultureProviders =
        [
            new QueryStringRequestCultureProvider { QueryStringKey = Languages.Parameter, UIQueryStringKey = Languages.Parameter },
            new CookieRequestCultureProvider { CookieName = Languages.Parameter },
            new AcceptLanguageHeaderRequestCultureProvider(),
        ],
    };

    private static bool IsLink(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/link") || context.Request.Path.StartsWithSegments("/city") || IsOpen311(context);

    private static bool IsOpen311(HttpContext context) => context.Request.Path.StartsWithSegments(Open311Errors.Path);

    /// <summary>Answers nothing but the public site, what it loads, and whether the process runs.</summary>
    private static async Task PublicOnly(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path;
        if (path == "/") context.Response.Redirect("/city");
        else if (IsPublic.Any(part => path.StartsWithSegments(part)) || IsAsset(path, "/css", "/city.") || IsAsset(path, "/js", "/here."))
            await next(context);
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsync("Not found", context.RequestAborted);
        }
    }

    private static bool IsAsset(PathString path, string folder, string name) =>
        path.StartsWithSegments(folder, out var file) && file.Value!.StartsWith(name, StringComparison.Ordinal);

    private static readonly string[] IsPublic = ["/city", Open311Errors.Path, "/favicon.svg", "/health"];

    private static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments("/api");
}
