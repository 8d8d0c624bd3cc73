using System.Data.Common;
using System.Text.RegularExpressions;
using Dapper;

namespace ProblemTracker.Data;

/// <summary>The database to use; read once at start.</summary>
public sealed record DatabaseSettings(Dialect Dialect, string ConnectionString);

/// <summary>A write to send in a batch with others.</summary>
/// <param name="Args">An object whose properties are the parameters, or a dictionary of parameters; enums as text.</param>
public sealed record PendingWrite(string Sql, object Args);

/// <summary>
/// The only access to the database: one connection per scope, opened on first use. The slices contain the SQL, built only from
/// constants and <see cref="Dialect"/> fragments; values are always parameters.
/// </summary>
public sealed partial class Db(DatabaseSettings settings, WriterGate gate, TimeProvider clock) : IAsyncDisposable, IDisposable
{
    private DbConnection? _connection;
    private DbTransaction? _transaction;
    private readonly List<Func<Task>> _afterCommit = [];
    private readonly List<Action> _forget = [];

    public Dialect Dialect => settings.Dialect;

    /// <summary>Whether a command's transaction is running in this scope.</summary>
    public bool IsWriting => _transaction is not null;

    /// <summary>Whether another writer of this process waits until this one ends.</summary>
    public bool IsAwaited => gate.IsAwaited;

    public async Task<int> Execute(string sql, object? args, CancellationToken ct) =>
        await (await Open(ct)).ExecuteAsync(Command(sql, args, ct));

    /// <summary>Runs an INSERT and returns the generated key.</summary>
    public async Task<long> Insert(string sql, object? args, CancellationToken ct) =>
        await (await Open(ct)).ExecuteScalarAsync<long>(Command($"{sql}; {Dialect.LastId}", args, ct));

    public async Task<IReadOnlyList<T>> List<T>(string sql, object? args, CancellationToken ct) =>
        (await (await Open(ct)).QueryAsync<T>(Command(sql, args, ct))).AsList();

    /// <summary>Reads exactly one row.</summary>
    public async Task<T> Single<T>(string sql, object? args, CancellationToken ct) =>
        await (await Open(ct)).QuerySingleAsync<T>(Command(sql, args, ct));

    /// <summary>Reads at most one row; null (or the type's default) if there is none.</summary>
    public async Task<T?> Find<T>(string sql, object? args, CancellationToken ct) =>
        await (await Open(ct)).QuerySingleOrDefaultAsync<T>(Command(sql, args, ct));

    /// <summary>Runs several statements in one round trip. <paramref name="read"/> reads their results in order.</summary>
    public async Task<T> Read<T>(
        IEnumerable<string> statements, object? args, Func<SqlMapper.GridReader, Task<T>> read, CancellationToken ct)
    {
        await using var results = await (await Open(ct)).QueryMultipleAsync(Command(string.Join(Separator, statements), args, ct));
        return await read(results);
    }

    /// <summary>Runs writes in order, in as few round trips as SQL Server's parameter limit allows.</summary>
    public async Task Execute(IEnumerable<PendingWrite> writes, CancellationToken ct)
    {
        foreach (var batch in writes.Chunk(MostInBatch))
        {
            var all = new DynamicParameters();
            var statements = batch.Select((write, i) => ParameterName().Replace(write.Sql, name =>
            {
                // Two writes may use the same name for different values, so each write gets its own prefix.
                all.Add($"w{i}_{name.Groups[1].Value}", ValueOf(write.Args, name.Groups[1].Value));
                return $"@w{i}_{name.Groups[1].Value}";
            })).ToList();
            await Execute(string.Join(Separator, statements), all, ct);
        }
    }

    /// <summary>Adds many rows as fast as the database can. Only within <see cref="Write{T}"/>.</summary>
    /// <param name="rows">Values in the order of the columns.</param>
    public Task Insert(string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows, CancellationToken ct) =>
        Dialect.Insert(_transaction!, table, columns, rows, ct);

    /// <summary>Runs a load of many rows, with the database prepared for it until <paramref name="work"/> ends.</summary>
    public async Task<T> Load<T>(Func<BulkLoad, Task<T>> work, CancellationToken ct)
    {
        var load = new BulkLoad(this);
        using var prepared = await Dialect.BeginLoad(await Open(ct), ct);
        await Write(() => Dialect.SetTextMerging(_transaction!, byItself: false, ct), ct);
        var result = await work(load);
        await load.Merge(ct);
        await Write(() => Dialect.SetTextMerging(_transaction!, byItself: true, ct), ct);
        return result;
    }

    /// <summary>Another connection to the same database, to read from while this one writes.</summary>
    public Db Beside() => new(settings, gate, clock);

    /// <summary>Does one step of merging the search index of incidents. Only within <see cref="Write{T}"/>.</summary>
    /// <returns>Whether there is more to merge.</returns>
    public Task<bool> MergeText(CancellationToken ct) => Dialect.MergeText(_transaction!, ct);

    /// <summary>Moves what a load has logged into the file, once that is much. Other writers don't wait for it.</summary>
    public async Task Tidy(CancellationToken ct) => await Dialect.Tidy(await Open(ct), ct);

    private const string Separator = ";\n";

    /// <summary>SQL Server allows 2,100 parameters, and no write has more than 40.</summary>
    private const int MostInBatch = 50;

    private static object? ValueOf(object args, string name) => args is IReadOnlyDictionary<string, object?> values
        ? values[name]
        : (args.GetType().GetProperty(name) ?? throw new InvalidOperationException($"There is no value for @{name}.")).GetValue(args);

    [GeneratedRegex(@"@(\w+)")]
    private static partial Regex ParameterName();

    /// <summary>Streams rows, for exports too large to hold in memory.</summary>
    public async IAsyncEnumerable<T> Stream<T>(string sql, object? args,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await using var reader = await (await Open(ct)).ExecuteReaderAsync(Command(sql, args, ct));
        var parse = reader.GetRowParser<T>();
        while (await reader.ReadAsync(ct)) yield return parse(reader);
    }

    /// <summary>How many times a transaction is attempted in all when the database rolls it back.</summary>
    public const int MostAttempts = 4;

    /// <summary>
    /// Runs <paramref name="work"/> in a transaction. If the database rolls it back for a transient reason such as a deadlock, the work
    /// runs again after a short delay, so it must have no effect outside the transaction.
    /// </summary>
    public async Task<T> Write<T>(Func<Task<T>> work, CancellationToken ct)
    {
        if (_transaction is not null) throw new InvalidOperationException("A command must not send another command.");
        for (var attempt = 1; ; attempt++)
        {
            _afterCommit.Clear();
            var isCommitting = false;
            try
            {
                var result = await InTransaction(work, () => isCommitting = true, ct);
                foreach (var action in _afterCommit) await action();
                return result;
            }
            // Don't retry a failed commit: the database may have committed anyway.
            catch (DbException error) when (attempt < MostAttempts && !isCommitting && Dialect.IsTransient(error))
            {
                await BeginAnew();
            }
            // Random jitter, so that two transactions that collided don't collide again.
            await Task.Delay(TimeSpan.FromMilliseconds((50 << attempt) * (0.5 + Random.Shared.NextDouble())), clock, ct);
        }
    }

    /// <summary>Clears what this scope cached and drops the connection, which may be broken.</summary>
    private async Task BeginAnew()
    {
        foreach (var forget in _forget) forget();
        if (_connection is not null) await _connection.DisposeAsync();
        _connection = null;
    }

    /// <summary>Registers a callback that clears data cached for the scope. It runs before a transaction is retried.</summary>
    public void OnRetry(Action forget) => _forget.Add(forget);

    /// <summary>
    /// Registers an action for in-process state that must follow the committed data, such as the demo clock. It runs after the commit,
    /// when the next writer may already be writing, and does not run if the transaction fails.
    /// </summary>
    public void AfterCommit(Func<Task> action) => _afterCommit.Add(action);

    private async Task<T> InTransaction<T>(Func<Task<T>> work, Action onCommit, CancellationToken ct)
    {
        using var turn = Dialect.HasOneWriter ? await gate.Enter(ct) : null;
        await using var transaction = await Dialect.BeginWrite(await Open(ct), ct);
        _transaction = transaction;
        try
        {
            var result = await work();
            onCommit();
            await transaction.CommitAsync(CancellationToken.None);
            return result;
        }
        finally
        {
            _transaction = null;
        }
    }

    public bool IsDuplicate(DbException error) => Dialect.IsDuplicate(error);

    // Set the command type explicitly: Dapper takes a single word such as ANALYZE for the name of a stored procedure.
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

    // For libraries that dispose scopes synchronously, such as Hangfire.
    public void Dispose() => _connection?.Dispose();
}
