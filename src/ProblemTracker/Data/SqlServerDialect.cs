using System.Data;
using System.Data.Common;
using DbUp;
using DbUp.Builder;
using Microsoft.Data.SqlClient;

namespace ProblemTracker.Data;

public class SqlServerDialect : Dialect
{
    public override string ConnectionString(string dataFolder, string? given) => string.IsNullOrWhiteSpace(given)
        ? throw new UsageError(
            "SQL Server needs a connection string. Set ConnectionStrings:ProblemTracker, for example with the environment variable "
                + "ConnectionStrings__ProblemTracker.")
        : given;

    public override DbConnection Connect(string connectionString) => new SqlConnection(connectionString);

    public override async Task<DbTransaction> BeginWrite(DbConnection connection, CancellationToken ct) =>
        await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);

    public override bool HasOneWriter => false;
    public override string LastId => "SELECT CAST(SCOPE_IDENTITY() AS BIGINT)";
    public override string First(string count) => $"OFFSET 0 ROWS FETCH NEXT {count} ROWS ONLY";
    // SQL Server requires an ORDER BY here; this one sorts nothing.
    public override string AtMost(string count) => $"ORDER BY (SELECT NULL) {First(count)}";
    public override string Texts(string parameter) => $"(SELECT value FROM OPENJSON({parameter}) WITH (value NVARCHAR(200) '$'))";

    public override string WaitForWriters => "WITH (READCOMMITTEDLOCK)";
    public override string DaysBetween(string from, string to) => $"(DATEDIFF_BIG(SECOND, {from}, {to}) / 86400.0)";
    // A range doesn't work here, since collations give the last code point no weight. LIKE with a fixed prefix uses the index.
    public override string StartsWith(string column, string parameter) =>
        $"{column} LIKE CONCAT(REPLACE(REPLACE(REPLACE({parameter}, '[', '[[]'), '%', '[%]'), '_', '[_]'), '%')";

    /// <summary>Whether full-text indexes exist; without them, search looks up each word in a table of words.</summary>
    public bool HasFullText { get; internal set; }

    /// <summary>
    /// An index finds the records that contain all words; a LIKE on the stored words checks phrase order, because the server's word
    /// breakers and prefix phrases follow rules of their own.
    /// </summary>
    public override string Found(string record, IReadOnlyList<TextTerm> terms)
    {
        var conditions = HasFullText ? ["CONTAINS(t.Words, @Match)"] : terms.SelectMany((term, i) => term.Words.Select((_, j) =>
            $"EXISTS (SELECT 1 FROM {record}Word w WHERE w.{record}Id = t.{record}Id AND w.Word "
                + $"{(term.IsBeginning && j == term.Words.Count - 1 ? "LIKE" : "=")} @Word{i}_{j})"));
        var phrases = terms.Select((term, i) => (term, i)).Where(t => t.term.Words.Count > 1).Select(t => $"t.Words LIKE @Phrase{t.i}");
        return $"SELECT t.{record}Id AS Id FROM {record}Text t WHERE {string.Join(" AND ", conditions.Concat(phrases))}";
    }

    // Words consist of letters and digits, so they need no escaping.
    public override IReadOnlyDictionary<string, object> FoundArgs(IReadOnlyList<TextTerm> terms)
    {
        var args = new Dictionary<string, object>
        {
            ["Match"] = string.Join(" AND ",
                terms.SelectMany(term =>
                    term.Words.Select((word, j) => $"\"{word}{(term.IsBeginning && j == term.Words.Count - 1 ? "*" : "")}\""))),
        };
        foreach (var (term, i) in terms.Select((term, i) => (term, i)))
        {
            args[$"Phrase{i}"] = $"% {string.Join(' ', term.Words)}{(term.IsBeginning ? "%" : " %")}";
            foreach (var (word, j) in term.Words.Select((word, j) => (word, j)))
                args[$"Word{i}_{j}"] = term.IsBeginning && j == term.Words.Count - 1 ? $"{word}%" : word;
        }
        return args;
    }

    // Language 0 breaks words only at spaces and punctuation, and without a stop list "the" is searchable too. Full-text DDL can't run
    // in a transaction.
    public override string AfterMigration => """
        IF SERVERPROPERTY('IsFullTextInstalled') = 1 AND OBJECT_ID('ProblemText') IS NOT NULL
        BEGIN
            IF NOT EXISTS (SELECT 1 FROM sys.fulltext_catalogs WHERE name = 'ProblemTracker')
                CREATE FULLTEXT CATALOG ProblemTracker WITH ACCENT_SENSITIVITY = OFF;
            IF NOT EXISTS (SELECT 1 FROM sys.fulltext_indexes WHERE object_id = OBJECT_ID('ProblemText'))
                CREATE FULLTEXT INDEX ON ProblemText (Words LANGUAGE 0) KEY INDEX PK_ProblemText
                    ON ProblemTracker WITH CHANGE_TRACKING AUTO, STOPLIST = OFF;
            IF NOT EXISTS (SELECT 1 FROM sys.fulltext_indexes WHERE object_id = OBJECT_ID('StakeholderText'))
                CREATE FULLTEXT INDEX ON StakeholderText (Words LANGUAGE 0) KEY INDEX PK_StakeholderText
                    ON ProblemTracker WITH CHANGE_TRACKING AUTO, STOPLIST = OFF;
            IF NOT EXISTS (SELECT 1 FROM sys.fulltext_indexes WHERE object_id = OBJECT_ID('IncidentText'))
                CREATE FULLTEXT INDEX ON IncidentText (Words LANGUAGE 0) KEY INDEX PK_IncidentText
                    ON ProblemTracker WITH CHANGE_TRACKING AUTO, STOPLIST = OFF;
            IF NOT EXISTS (SELECT 1 FROM sys.fulltext_indexes WHERE object_id = OBJECT_ID('ConcernText'))
                CREATE FULLTEXT INDEX ON ConcernText (Words LANGUAGE 0) KEY INDEX PK_ConcernText
                    ON ProblemTracker WITH CHANGE_TRACKING AUTO, STOPLIST = OFF;
        END
        """;

    public override void Meet(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT COUNT(*) FROM sys.fulltext_indexes "
                + "WHERE object_id IN (OBJECT_ID('ProblemText'), OBJECT_ID('StakeholderText'), OBJECT_ID('IncidentText'), "
                + "OBJECT_ID('ConcernText'))";
        HasFullText = (int)command.ExecuteScalar()! == 4;
    }

    // FireTriggers: the table of words follows the texts.
    public override async Task Insert(DbTransaction transaction, string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows,
        CancellationToken ct)
    {
        using var data = new DataTable();
        var values = rows.ToList();
        foreach (var (i, column) in columns.Index())
            data.Columns.Add(column, TypeOf(values.Select(row => row[i]).FirstOrDefault(value => value is not null)));
        foreach (var row in values)
            data.Rows.Add([.. row.Select(value => value is DateOnly date ? date.ToDateTime(TimeOnly.MinValue) : value ?? DBNull.Value)]);
        using var copy = new SqlBulkCopy((SqlConnection)transaction.Connection!,
            SqlBulkCopyOptions.CheckConstraints | SqlBulkCopyOptions.FireTriggers, (SqlTransaction)transaction)
        { DestinationTableName = table };
        foreach (var column in columns) copy.ColumnMappings.Add(column, column);
        await copy.WriteToServerAsync(data, ct);
    }

    private static Type TypeOf(object? value) => value is DateOnly ? typeof(DateTime) : value?.GetType() ?? typeof(string);

    public override string RefreshStatistics(string table = "") => $"UPDATE STATISTICS {(table.Length == 0 ? "Incident" : table)}";

    /// <summary>2627 is a violation of a UNIQUE constraint, 2601 of a unique index.</summary>
    public override bool IsDuplicate(DbException error) => error is SqlException { Number: 2627 or 2601 };

    /// <summary>
    /// 1205 is a deadlock victim, 3960 a snapshot conflict. The others mean that the server is moving, restarting or overloaded, or that
    /// the connection broke. Sources: Microsoft, "Transient fault errors", and SqlClient's list for opening a connection.
    /// </summary>
    private static readonly HashSet<int> Transient =
    [
        1205, 3960, 20, 64, 121, 233, 4060, 4221, 10053, 10054, 10060, 10928, 10929, 40143, 40197, 40501, 40540, 40613, 42108, 42109, 49918,
        49919, 49920,
    ];

    public override bool IsTransient(DbException error) =>
        error is SqlException failed && failed.Errors.Cast<SqlError>().Any(e => Transient.Contains(e.Number));

    /// <summary>1105 and 9002 are a full file or log, 3906 and 3908 a read-only database, -2 and 1222 a timeout.</summary>
    public override string? Outage(DbException error) => error switch
    {
        SqlException { Number: 1101 or 1105 or 9002 } => DiskFull,
        SqlException { Number: 3906 or 3908 } => ReadOnly,
        SqlException { Number: -2 or 1222 } => Busy,
        SqlException when IsTransient(error) => Unreachable,
        _ => null,
    };

    public override string Scripts => "db/sqlserver/";

    public override UpgradeEngineBuilder Upgrade(string connectionString) =>
        DeployChanges.To.SqlDatabase(connectionString);

    public override bool MigratesAtStart => false;

    public override bool ServesManyProcesses => true;
}
