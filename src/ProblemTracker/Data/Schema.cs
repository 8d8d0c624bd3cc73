using System.Reflection;
using Dapper;
using DbUp.Engine;
using DbUp.Engine.Output;

namespace ProblemTracker.Data;

/// <summary>Migrates a database with the scripts embedded in this assembly.</summary>
public static class Schema
{
    /// <returns>The names of the scripts that ran.</returns>
    /// <exception cref="UsageError">A script failed; the message names it.</exception>
    public static IReadOnlyList<string> Migrate(DatabaseSettings settings)
    {
        var dialect = settings.Dialect;
        using (var connection = dialect.Connect(settings.ConnectionString))
        {
            connection.Open();
            if (dialect.BeforeMigration is { } preparation) connection.Execute(preparation);
        }
        var result = Upgrader(settings).PerformUpgrade();
        if (!result.Successful)
            throw new UsageError($"The migration script {result.ErrorScript?.Name} failed: {result.Error.Message}");
        if (dialect.AfterMigration is { } completion)
            using (var connection = dialect.Connect(settings.ConnectionString)) connection.Execute(completion);
        return [.. result.Scripts.Select(s => s.Name)];
    }

    /// <summary>Lets the dialect detect what the up-to-date database supports.</summary>
    public static void Meet(DatabaseSettings settings)
    {
        using var connection = settings.Dialect.Connect(settings.ConnectionString);
        connection.Open();
        settings.Dialect.Meet(connection);
    }

    public static bool IsCurrent(DatabaseSettings settings) => !Upgrader(settings).IsUpgradeRequired();

    private static UpgradeEngine Upgrader(DatabaseSettings settings) => settings.Dialect
        .Upgrade(settings.ConnectionString)
        .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(),
            name => name.StartsWith(settings.Dialect.Scripts, StringComparison.Ordinal))
        .WithTransactionPerScript()
        .LogTo(new NoOpUpgradeLog())
        .Build();
}
