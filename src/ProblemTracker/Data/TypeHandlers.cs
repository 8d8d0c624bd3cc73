using System.Data;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ProblemTracker.Data;

/// <summary>Tells Dapper how to store instants and local dates. Call <see cref="Register"/> once per process.</summary>
public static class TypeHandlers
{
    /// <summary>Always 28 characters, so that text order is time order.</summary>
    private const string InstantFormat = "yyyy-MM-ddTHH:mm:ss.fffffffZ";

    public static void Register()
    {
        // Dapper ignores a handler for parameters while its own type map has an entry.
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.RemoveTypeMap(typeof(DateOnly));
        SqlMapper.RemoveTypeMap(typeof(DateOnly?));
        SqlMapper.AddTypeHandler(new InstantHandler());
        SqlMapper.AddTypeHandler(new DateHandler());
    }

    /// <summary>An instant as SQLite stores it.</summary>
    public static string Text(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString(InstantFormat, CultureInfo.InvariantCulture);

    /// <summary>Whether a row of one column has no value. Dapper checks it in wider rows alone.</summary>
    private static bool IsNone(Type destinationType, object value) =>
        value is DBNull && Nullable.GetUnderlyingType(destinationType) is not null;

    private sealed class InstantHandler : SqlMapper.TypeHandler<DateTimeOffset>, SqlMapper.ITypeHandler
    {
        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value)
        {
            if (parameter is SqliteParameter) parameter.Value = Text(value);
            // Dapper leaves the type of list parameters open, and SQL Server can't convert sql_variant to an instant.
            else (parameter.DbType, parameter.Value) = (DbType.DateTimeOffset, value.ToUniversalTime());
        }

        public override DateTimeOffset Parse(object value) => value switch
        {
            DateTimeOffset instant => instant,
            string text => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
            _ => throw new DataException($"Can't read a {value.GetType()} as an instant."),
        };

        object? SqlMapper.ITypeHandler.Parse(Type destinationType, object value) => IsNone(destinationType, value) ? null : Parse(value);
    }

    private sealed class DateHandler : SqlMapper.TypeHandler<DateOnly>, SqlMapper.ITypeHandler
    {
        public override void SetValue(IDbDataParameter parameter, DateOnly value)
        {
            if (parameter is SqliteParameter)
                parameter.Value = value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            else
                (parameter.DbType, parameter.Value) = (DbType.Date, value.ToDateTime(TimeOnly.MinValue));
        }

        public override DateOnly Parse(object value) => value switch
        {
            DateOnly date => date,
            DateTime date => DateOnly.FromDateTime(date),
            string text => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            _ => throw new DataException($"Can't read a {value.GetType()} as a date."),
        };

        object? SqlMapper.ITypeHandler.Parse(Type destinationType, object value) => IsNone(destinationType, value) ? null : Parse(value);
    }
}
