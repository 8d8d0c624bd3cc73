using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hangfire;
using Microsoft.AspNetCore.DataProtection;
using ProblemTracker.Accounts;
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
        await EmailKeys.Correct(scope.ServiceProvider.GetRequiredService<Db>(), default);
    }

    public static async Task Run(WebApplication app, TrackerOptions options, EarlyStop stop)
    {
        // All that writes comes before the first request.
        var accounts = options.PublicOnly ? "" : await Greeting.Accounts(app.Services, options);
        stop.LeaveTo(app.Lifetime);
        try
        {
            await app.StartAsync();
        }
        // Told to stop, the host cancels what is still starting.
        catch (Exception) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return;
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

/// <summary>
/// Ends the program quietly if it is told to stop while it starts, with the exit code of every other stop. What it was doing is left as if
/// it had been killed, which every step of a start allows for. Afterward the server stops itself.
/// </summary>
internal sealed class EarlyStop : IDisposable
{
    private readonly PosixSignalRegistration[] _signals;
    private IHostApplicationLifetime? _server;

    public EarlyStop() => _signals =
        [.. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT }.Select(signal => PosixSignalRegistration.Create(signal, Stop))];

    /// <summary>From now on, a signal stops this server, which ends its requests first.</summary>
    public void LeaveTo(IHostApplicationLifetime server) => Volatile.Write(ref _server, server);

    public void Dispose()
    {
        foreach (var signal in _signals) signal.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Volatile.Read(ref _server) is { } server) server.StopApplication();
        else Environment.Exit(0);
    }
}
