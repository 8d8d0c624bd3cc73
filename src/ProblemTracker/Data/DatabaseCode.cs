using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace ProblemTracker.Data;

/// <summary>A database error's number, for logs: SQLite's result and extended result, or SQL Server's error number.</summary>
public static class DatabaseCode
{
    public static string? Of(DbException error) => error switch
    {
        SqliteException sqlite => $"{sqlite.SqliteErrorCode}/{sqlite.SqliteExtendedErrorCode}",
        SqlException server => $"{server.Number}",
        _ => error.SqlState,
    };
}
