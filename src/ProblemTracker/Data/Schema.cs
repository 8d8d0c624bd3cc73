using System.Reflection;
using Dapper;
using DbUp.Engine;
using DbUp.Engine.Output;

namespace ProblemTracker.Data;

/// <summary>Migrates a database with the scripts embedded in this assembly.</summary>
public static class Schema
{
    /// <returns>The names of the scripts that ran.</returns>
    /// <exception cref="UsageError">A script failed, and the message names it; or the database is newer than the program.</exception>
    public static IReadOnlyList<string> Migrate(DatabaseSettings settings)
    {
        var dialect = settings.Dialect;
        using (var connection = dialect.Connect(settings.ConnectionString))
        {
            connection.Open();
            if (dialect.BeforeMigration is { } preparation) connection.Execute(preparation);
        }
        MustNotBeNewer(settings);
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

    /// <summary>The number of the newest migration script that ran on the database; 0 for an empty one.</summary>
    public static int Number(DatabaseSettings settings) =>
        Upgrader(settings).GetExecutedScripts().Select(script => NumberOf(script, settings.Dialect)).DefaultIfEmpty().Max();

    /// <summary>The number of the newest migration script in the program.</summary>
    public static int Newest(Dialect dialect) => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(dialect.Scripts, StringComparison.Ordinal)).Max(name => NumberOf(name, dialect));

    /// <exception cref="UsageError">A newer version of the program has migrated the database.</exception>
    public static void MustNotBeNewer(DatabaseSettings settings)
    {
        var (number, newest) = (Number(settings), Newest(settings.Dialect));
        if (number > newest)
            throw new UsageError($"A newer version of the program has updated this database (migration {number}; this version knows "
                + $"migrations up to {newest}). Start that version or a later one.");
    }

    // The four digits after the folder, as in db/sqlite/0001_thread.sql.
    private static int NumberOf(string script, Dialect dialect) =>
        int.Parse(script.AsSpan(dialect.Scripts.Length, 4), System.Globalization.CultureInfo.InvariantCulture);

    private static UpgradeEngine Upgrader(DatabaseSettings settings) => settings.Dialect
        .Upgrade(settings.ConnectionString)
        .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(),
            name => name.StartsWith(settings.Dialect.Scripts, StringComparison.Ordinal))
        .WithTransactionPerScript()
        .LogTo(new NoOpUpgradeLog())
        .Build();
}
