using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ProblemTracker.Tests.Open311;

/// <summary>Another city's server on a real port of this machine, which answers as a test says.</summary>
internal sealed class OtherCity : IAsyncDisposable
{
    private readonly WebApplication _web;

    private OtherCity(WebApplication web) => _web = web;

    /// <summary>What it was asked, as path and query.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    public Func<string, (int Status, string Body)> Answer { get; set; } = _ => (200, "[]");

    public string Address => $"{_web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()}/v2";

    public static async Task<OtherCity> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var city = new OtherCity(builder.Build());
        city._web.Run(async context =>
        {
            var asked = $"{context.Request.Path}{context.Request.QueryString}";
            city.Asked.Enqueue(asked);
            var (status, body) = city.Answer(asked);
            context.Response.StatusCode = status;
            if (status is >= 300 and < 400) context.Response.Headers.Location = "/elsewhere";
            await context.Response.WriteAsync(body, context.RequestAborted);
        });
        await city._web.StartAsync();
        return city;
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();
}
