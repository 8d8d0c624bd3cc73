namespace ProblemTracker.Incidents;

/// <summary>The columns of a file while fields are proposed for them, each for one field at most.</summary>
internal sealed class ProposedColumns
{
    /// <param name="header">The file's column names.</param>
    /// <param name="rows">Its first readable rows.</param>
    /// <param name="context">What they are read against.</param>
    public ProposedColumns(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows, ReadingContext context)
    {
        (Rows, Context) = (rows, context);
        All = [.. header.Select((name, at) => new ColumnProfile(name, at, rows, context)).Where(c => c.Name.Length > 0
            && header.Count(name => name.Equals(c.Name, StringComparison.OrdinalIgnoreCase)) == 1)];
        Free = [.. All];
    }

    public IReadOnlyList<IReadOnlyList<string>> Rows { get; }
    public ReadingContext Context { get; }
    /// <summary>Those with a name that no other has.</summary>
    public IReadOnlyList<ColumnProfile> All { get; }
    /// <summary>Those that no field has yet.</summary>
    public List<ColumnProfile> Free { get; }
    /// <summary>The proposed column, or several joined by a pattern, by field.</summary>
    public Dictionary<string, string> ByField { get; } = new(StringComparer.Ordinal);

    /// <summary>Gives a column to a field; none if there is no such column.</summary>
    public void Take(string field, ColumnProfile? column)
    {
        if (column is null) return;
        ByField[field] = column.Name;
        Free.Remove(column);
    }
}
