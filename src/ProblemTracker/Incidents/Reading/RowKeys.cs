using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ProblemTracker.Incidents;

/// <summary>The keys by which rows of a file are recognized when they come again. Ask once per accepted row, because it counts.</summary>
internal sealed class RowKeys
{
    private const int KeyBytes = 16;

    private readonly IncidentMap _map;
    private readonly HashSet<string> _missing;
    private readonly int[] _key, _all;
    private readonly StringBuilder _text = new();
    /// <summary>Number of rows per key, if equal rows are kept. Eight bytes of a key's hash are enough for one file.</summary>
    private readonly Dictionary<ulong, int> _seen = [];
    /// <summary>Content and line of the first row with a key, if the key is less than the whole content.</summary>
    private readonly Dictionary<ulong, (int Content, int Line)>? _contents;

    /// <param name="map">Names the columns of the key.</param>
    /// <param name="header">The file's columns.</param>
    /// <param name="mapped">Indexes of all columns that the map's fields are read from.</param>
    /// <param name="missing">Texts that mean a missing value.</param>
    public RowKeys(IncidentMap map, IReadOnlyList<string> header, IEnumerable<int> mapped, HashSet<string> missing)
    {
        (_map, _missing) = (map, missing);
        // Sorted by name, so that the order in which a key lists its columns does not matter.
        int[] Sorted(IEnumerable<int> columns) => [.. columns.Distinct().OrderBy(i => header[i], StringComparer.Ordinal)];
        _all = Sorted(mapped);
        _key = map.Key.Count > 0 ? Sorted(map.Key.Select(column => IncidentReader.IndexOf(header, column))) : _all;
        _contents = _all.All(_key.Contains) ? null : [];
    }

    /// <summary>Makes room for a number of rows at once; growing step by step takes twice the memory.</summary>
    public void Expect(int rows) => _contents?.EnsureCapacity(rows);

    /// <summary>Number of rows that are equal to an earlier one and got a key of their own.</summary>
    public int EqualKept { get; private set; }

    /// <summary>Whether a column is part of the key.</summary>
    public bool Has(int column) => _key.Contains(column);

    /// <summary>Half of the SHA-256 of the key's values, hexadecimal; missing values count as values.</summary>
    /// <param name="fields">The row.</param>
    /// <param name="identifies">Whether the key's columns identify the row; otherwise all mapped columns are its key.</param>
    /// <param name="keepsEqual">Whether the row gets a key of its own if an earlier one is equal.</param>
    public string Of(IReadOnlyList<string> fields, bool identifies, bool keepsEqual)
    {
        _text.Clear().Append(_map.Source);
        foreach (var column in identifies ? _key : _all) _text.Append('\u001F').Append(Value(fields[column]) ?? "\u0000");
        if (keepsEqual)
        {
            var key = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(_text.ToString())));
            if ((_seen[key] = _seen.GetValueOrDefault(key) + 1) is > 1 and var turn)
            {
                EqualKept++;
                _text.Append(CultureInfo.InvariantCulture, $"\u001E{turn}");
            }
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_text.ToString())).AsSpan(0, KeyBytes));
    }

    /// <summary>Half of a key as a number, which takes an eighth of the memory and is enough for one file.</summary>
    public static ulong Short(string key) =>
        ulong.Parse(key.AsSpan(0, Math.Min(key.Length, KeyBytes)), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <param name="key">The row's key.</param>
    /// <param name="content">Hash of what is read from the row.</param>
    /// <param name="line">The row's line.</param>
    /// <returns>The line of the first row with the key, if that has other content.</returns>
    public long? EarlierLine(string key, int content, long line)
    {
        if (_contents is null) return null;
        var half = Short(key);
        if (_contents.TryAdd(half, (content, (int)line))) return null;
        return _contents[half] is var first && first.Content != content ? first.Line : null;
    }

    private string? Value(string text) => !text.IsBlank() && text.Trim() is var value && !_missing.Contains(value) ? value : null;
}
