using System.Net.Sockets;
using Hangfire;
using Microsoft.AspNetCore.DataProtection;
using ProblemTracker.Agency;
using ProblemTracker.Demo;
using ProblemTracker.Jobs;
using ProblemTracker.Mail;

namespace ProblemTracker.Host;

/// <summary>What happens between building and listening.</summary>
internal static class Startup
{
    public static async Task Prepare(IServiceProvider services, TrackerOptions options)
    {
        if (options.Database.Dialect.MigratesAtStart) Schema.Migrate(options.Database);
        else if (!Schema.IsCurrent(options.Database))
            throw new UsageError("The database is not up to date. Run the migrate verb first: ./scripts/run migrate");

        // The first key is made now: made inside a command, it would wait for the writer that the command is.
        services.GetRequiredService<IDataProtectionProvider>().CreateProtector(Outbox.SecretPurpose).Protect("");
        Schema.Meet(options.Database);
        await using var scope = services.CreateAsyncScope();
        await DemoMode.MustFit(scope.ServiceProvider.GetRequiredService<AgencySettings>(),
            scope.ServiceProvider.GetRequiredService<Db>(), options);
        if (options.IsDemo) await DemoSeed.Ensure(services, options);
        await DemoClock.Restore(scope.ServiceProvider, options);
    }

    public static async Task Run(WebApplication app, TrackerOptions options)
    {
        try
        {
            await app.StartAsync();
        }
        // The server wraps what the socket says, once or twice.
        catch (Exception error) when (error.GetBaseException() is SocketException or Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            var urls = app.Configuration["urls"];
            throw new UsageError(error.GetBaseException() is SocketException { SocketErrorCode: not SocketError.AddressAlreadyInUse } socket
                ? $"{urls} can't be listened on: {socket.Message}. Give another address with --urls."
                : $"{urls} is in use already. Stop what listens there, or give another address with --urls.");
        }
        if (options.RunsJobs)
            app.Services.GetRequiredService<RecurringJobs>().Register(app.Services.GetRequiredService<IRecurringJobManager>());
        await Greeting.Print(app, options);
        await app.WaitForShutdownAsync();
    }
}
