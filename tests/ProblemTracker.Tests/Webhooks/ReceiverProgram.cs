using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ProblemTracker.Tests.Webhooks;

/// <summary>A program that receives webhooks, on a real port of this machine.</summary>
internal sealed class ReceiverProgram : IAsyncDisposable
{
    public sealed record Delivery(string Id, DateTimeOffset At, string Signatures, string Body)
    {
        public JsonElement Json => JsonDocument.Parse(Body).RootElement;
    }

    private readonly WebApplication _web;

    private ReceiverProgram(WebApplication web) => _web = web;

    public ConcurrentQueue<Delivery> Received { get; } = [];

    /// <summary>The status that it answers with.</summary>
    public Func<Delivery, int> Answer { get; set; } = _ => 204;

    public string Address =>
        $"{_web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()}/hook";

    public static async Task<ReceiverProgram> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var program = new ReceiverProgram(builder.Build());
        program._web.Run(program.Receive);
        await program._web.StartAsync();
        return program;
    }

    private async Task Receive(HttpContext context)
    {
        var headers = context.Request.Headers;
        using var reader = new StreamReader(context.Request.Body);
        var at = DateTimeOffset.FromUnixTimeSeconds(long.Parse(headers["webhook-timestamp"].Single()!, null));
        var body = await reader.ReadToEndAsync();
        var delivery = new Delivery(headers["webhook-id"].Single()!, at, headers["webhook-signature"].Single()!, body);
        Received.Enqueue(delivery);
        context.Response.StatusCode = Answer(delivery);
        if (context.Response.StatusCode is >= 300 and < 400) context.Response.Headers.Location = Address;
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();
}
