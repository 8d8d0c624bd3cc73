using System.Data.Common;
using Dapper;

namespace ProblemTracker.Data;

/// <summary>Where the data is: read once at start.</summary>
public sealed record DatabaseSettings(Dialect Dialect, string ConnectionString);

/// <summary>
/// The one way to the database: a connection per scope, opened when first needed. SQL is written in the slices;
/// its text is made of constants and <see cref="Dialect"/> fragments only, values are always parameters.
/// </summary>
public sealed class Db(DatabaseSettings settings, WriterGate gate) : IAsyncDisposable, IDisposable
{
    private DbConnection? _connection;
    private DbTransaction? _transaction;
    private readonly List<Func<Task>> _afterCommit = [];

    public Dialect Dialect => settings.Dialect;

    /// <summary>Whether a command's transaction is running in this scope.</summary>
    public bool IsWriting => _transaction is not null;

    public async Task<int> Execute(string sql, object? args, CancellationToken ct) =>
        await (await Open(ct)).ExecuteAsync(Command(sql, args, ct));

    /// <summary>Runs an INSERT and returns the key it made.</summary>
    public async Task<long> Insert(string sql, object? args, CancellationToken ct) =>
        await (await Open(ct)).ExecuteScalarAsync<long>(Command($"{sql}; {Dialect.LastId}", args, ct));

    public async Task<IReadOnlyList<T>> List<T>(string sql, object? args, CancellationToken ct) =>
        (await (await Open(ct)).QueryAsync<T>(Command(sql, args, ct))).AsList();

    /// <summary>The one row there must be.</summary>
    public async Task<T> Single<T>(string sql, object? args, CancellationToken ct) =>
        await (await Open(ct)).QuerySingleAsync<T>(Command(sql, args, ct));

    /// <summary>The one row there may be; null (or the type's default) if there is none.</summary>
    public async Task<T?> Find<T>(string sql, object? args, CancellationToken ct) =>
        await (await Open(ct)).QuerySingleOrDefaultAsync<T>(Command(sql, args, ct));

    /// <summary>Rows as they come, for exports that must not be held in memory.</summary>
    public async IAsyncEnumerable<T> Stream<T>(string sql, object? args, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await using var reader = await (await Open(ct)).ExecuteReaderAsync(Command(sql, args, ct));
        var parse = reader.GetRowParser<T>();
        while (await reader.ReadAsync(ct)) yield return parse(reader);
    }

    /// <summary>Everything that <paramref name="work"/> writes is kept together, or nothing is.</summary>
    public async Task<T> Write<T>(Func<Task<T>> work, CancellationToken ct)
    {
        if (_transaction is not null) throw new InvalidOperationException("A command must not send another command.");
        _afterCommit.Clear();
        var result = await InTransaction(work, ct);
        foreach (var action in _afterCommit) await action();
        return result;
    }

    /// <summary>
    /// For what lives in this process only and must follow what was committed, such as the demo clock: runs after the commit, when the
    /// next writer may already write; not at all if the transaction fails.
    /// </summary>
    public void AfterCommit(Func<Task> action) => _afterCommit.Add(action);

    private async Task<T> InTransaction<T>(Func<Task<T>> work, CancellationToken ct)
    {
        using var turn = Dialect.HasOneWriter ? await gate.Enter(ct) : null;
        await using var transaction = await Dialect.BeginWrite(await Open(ct), ct);
        _transaction = transaction;
        try
        {
            var result = await work();
            await transaction.CommitAsync(CancellationToken.None);
            return result;
        }
        finally
        {
            _transaction = null;
        }
    }

    public bool IsDuplicate(DbException error) => Dialect.IsDuplicate(error);

    // Text, said aloud: Dapper takes a single word such as ANALYZE for the name of a procedure.
    private CommandDefinition Command(string sql, object? args, CancellationToken ct) =>
        new(sql, args, _transaction, commandType: System.Data.CommandType.Text, cancellationToken: ct);

    private async Task<DbConnection> Open(CancellationToken ct)
    {
        if (_connection is not null) return _connection;
        var connection = Dialect.Connect(settings.ConnectionString);
        await connection.OpenAsync(ct);
        if (Dialect.OnOpen is { } pragmas) await connection.ExecuteAsync(pragmas);
        return _connection = connection;
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null) await _connection.DisposeAsync();
    }

    // Scopes made by libraries that dispose synchronously (Hangfire's, for one) end here.
    public void Dispose() => _connection?.Dispose();
}
