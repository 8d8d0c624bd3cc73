using System.Text.Json;
using Hangfire;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ProblemTracker.Agency;
using ProblemTracker.Mail;

namespace ProblemTracker.Host;

/// <summary>
/// Whether this process can serve: database writable, disk space, migrations, jobs, email and shutdown, each under its name. Degraded parts
/// leave the answer 200, since people can go on working.
/// </summary>
internal static class Readiness
{
    public static void AddReadiness(this IServiceCollection services)
    {
        services.AddSingleton<DatabaseCheck>();
        services.AddSingleton<Draining>();
        services.AddHostedService(p => p.GetRequiredService<Draining>());
        services.AddHealthChecks()
            .AddCheck<Draining>("serving")
            .AddCheck<DatabaseCheck>("database")
            .AddCheck<DiskCheck>("disk")
            .AddCheck<MigrationCheck>("migrations")
            .AddCheck<JobsCheck>("jobs")
            .AddCheck<MailCheck>("mail");
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = Write }).AllowAnonymous();
    }

    // Names and states only: anyone can read this.
    private static Task Write(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        Status = report.Status.ToString(),
        Checks = report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Status.ToString()),
    }, JsonSerializerOptions.Web, context.RequestAborted);

    /// <summary>Writes to the database, at most once in five seconds however often it is asked.</summary>
    private sealed class DatabaseCheck(IServiceScopeFactory scopes) : IHealthCheck, IDisposable
    {
        private static readonly TimeSpan Kept = TimeSpan.FromSeconds(5);
        private readonly SemaphoreSlim _one = new(1, 1);
        private DateTimeOffset _at;
        private HealthCheckResult _result;

        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken ct = default)
        {
            await _one.WaitAsync(ct);
            try
            {
                var now = TimeProvider.System.GetUtcNow();
                if (now - _at < Kept) return _result;
                await using var scope = scopes.CreateAsyncScope();
                var db = scope.ServiceProvider.GetRequiredService<Db>();
                try
                {
                    await db.Write(async () =>
                    {
                        await SettingSql.Put(db, SettingNames.LastReady, $"{now:O}", ct);
                        return Done.Instance;
                    }, ct);
                    _result = HealthCheckResult.Healthy();
                }
                catch (Exception error) when (Unavailable.Of(error, db.Dialect) is not null)
                {
                    _result = HealthCheckResult.Unhealthy(exception: error);
                }
                _at = now;
                return _result;
            }
            finally
            {
                _one.Release();
            }
        }

        public void Dispose() => _one.Dispose();
    }

    private sealed class DiskCheck(TrackerOptions options) : IHealthCheck
    {
        private const long Least = 100L << 20, Comfortable = 1L << 30;

        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken ct = default) =>
            Task.FromResult(new DriveInfo(options.DataFolder).AvailableFreeSpace switch
            {
                < Least => HealthCheckResult.Unhealthy(),
                < Comfortable => HealthCheckResult.Degraded(),
                _ => HealthCheckResult.Healthy(),
            });
    }

    private sealed class MigrationCheck(DatabaseSettings database) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken ct = default) =>
            Task.FromResult(Schema.IsCurrent(database) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
    }

    private sealed class JobsCheck(JobStorage storage, TrackerOptions options) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken ct = default)
        {
            var since = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-2);
            return Task.FromResult(!options.RunsJobs || storage.GetMonitoringApi().Servers().Any(server => server.Heartbeat > since)
                ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded());
        }
    }

    private sealed class MailCheck(Db db) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken ct = default) =>
            await DeliveryOutage.Read(db, ct) is null ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded();
    }

    /// <summary>
    /// When the process is told to stop, readiness fails first, so that a proxy sends nothing more; then the server closes, and requests in
    /// flight are answered.
    /// </summary>
    private sealed class Draining(TrackerOptions options) : IHostedLifecycleService, IHealthCheck
    {
        private volatile bool _isStopping;

        public async Task StoppingAsync(CancellationToken ct)
        {
            _isStopping = true;
            await Task.Delay(options.DrainTime, TimeProvider.System, CancellationToken.None);
        }

        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken ct = default) =>
            Task.FromResult(_isStopping ? HealthCheckResult.Unhealthy() : HealthCheckResult.Healthy());

        public Task StartAsync(CancellationToken ct) => Task.CompletedTask;
        public Task StartedAsync(CancellationToken ct) => Task.CompletedTask;
        public Task StartingAsync(CancellationToken ct) => Task.CompletedTask;
        public Task StopAsync(CancellationToken ct) => Task.CompletedTask;
        public Task StoppedAsync(CancellationToken ct) => Task.CompletedTask;
    }
}
