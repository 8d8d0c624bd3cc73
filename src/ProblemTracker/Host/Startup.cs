using System.Net.Sockets;
using Hangfire;
using Microsoft.AspNetCore.DataProtection;
using ProblemTracker.Agency;
using ProblemTracker.Backups;
using ProblemTracker.Demo;
using ProblemTracker.Jobs;
using ProblemTracker.Mail;

namespace ProblemTracker.Host;

/// <summary>Prepares the database and the demo, then starts the server.</summary>
internal static class Startup
{
    public static async Task Prepare(IServiceProvider services, TrackerOptions options)
    {
        SecretsSetup.KeepToOneself(options);
        services.GetRequiredService<FolderLock>();
        if (options.Database.Dialect.MigratesAtStart) Schema.Migrate(options.Database);
        else if (!Schema.IsCurrent(options.Database))
            throw new UsageError("The database is out of date. Update it first: ./scripts/run migrate");
        else Schema.MustNotBeNewer(options.Database);

        // Create the first key now. Inside a command, creating it would wait for the command's own write lock.
        services.GetRequiredService<IDataProtectionProvider>().CreateProtector(Outbox.SecretPurpose).Protect("");
        Schema.Meet(options.Database);
        await using var scope = services.CreateAsyncScope();
        await DemoMode.MustFit(scope.ServiceProvider.GetRequiredService<AgencySettings>(),
            scope.ServiceProvider.GetRequiredService<Db>(), options);
        if (options.IsDemo) await DemoSeed.Ensure(services, options);
        await DemoClock.Restore(scope.ServiceProvider, options);
        await SecretsSetup.ShareRequestHash(scope.ServiceProvider);
    }

    public static async Task Run(WebApplication app, TrackerOptions options)
    {
        // All that writes comes before the first request.
        var accounts = await Greeting.Accounts(app.Services, options);
        try
        {
            await app.StartAsync();
        }
        // The server wraps the socket's exception, sometimes twice.
        catch (Exception error) when (error.GetBaseException() is SocketException or Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            var urls = app.Configuration["urls"];
            throw new UsageError(error.GetBaseException() is SocketException { SocketErrorCode: not SocketError.AddressAlreadyInUse } socket
                ? $"Can't listen on {urls}: {socket.Message}. Choose another address with --urls."
                : $"{urls} is already in use. Stop the program that uses it, or choose another address with --urls.");
        }
        if (options.RunsJobs)
            app.Services.GetRequiredService<RecurringJobs>().Register(app.Services.GetRequiredService<IRecurringJobManager>());
        Greeting.Print(app, options, accounts);
        await app.WaitForShutdownAsync();
    }
}
