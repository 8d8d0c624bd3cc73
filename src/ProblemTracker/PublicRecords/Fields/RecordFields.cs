using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ProblemTracker.PublicRecords;

/// <summary>What kind of value a field has, which decides whether a person must look at it.</summary>
public enum FieldKind
{
    /// <summary>Free text.</summary>
    Text,
    /// <summary>Name of a person or organization outside the department.</summary>
    Name,
    /// <summary>Name of somebody in the department, or a word such as "A partner".</summary>
    Staff,
    /// <summary>A choice from a list, yes or no.</summary>
    Choice,
    Number,
    Date,
    /// <summary>A picture, released or withheld whole.</summary>
    Picture,
}

/// <summary>What the program proposes for a field, which a reviewer confirms or changes.</summary>
/// <param name="ReasonCode">A code that comes with the program; the agency may have retired it.</param>
/// <param name="Because">Why, as a sentence.</param>
/// <param name="Passages">The words to redact; empty to redact the whole field.</param>
public sealed record Proposal(string ReasonCode, string Because, IReadOnlyList<string> Passages);

/// <summary>A photo of an action's owner, or one among the files of the problem.</summary>
public sealed record PictureRef(long? ActionId, long? PhotoId, long? FileId = null)
{
    /// <summary>Where a reviewer sees it.</summary>
    public string Address => FileId is { } file ? $"/files/{file}?handler=content" : $"/actions/{ActionId}?handler=Photo&photoId={PhotoId}";
}

/// <summary>One exported field of a problem.</summary>
/// <param name="Key">Stable path without any value, such as <c>analysis.sources[0].name</c>.</param>
/// <param name="Section">The first part of the key.</param>
/// <param name="Digest">Keyed digest of the value.</param>
/// <param name="Proposal">Null if the program proposes nothing.</param>
internal sealed record RecordField(
    string Key, string Section, string Label, FieldKind Kind, string Value, string Digest, Proposal? Proposal,
    PictureRef? Picture = null)
{
    /// <summary>Whether a person must decide. Other fields are released unless somebody redacts them.</summary>
    public bool NeedsDecision => Proposal is not null || Kind is FieldKind.Text or FieldKind.Name or FieldKind.Picture;
}

/// <summary>
/// Walks a dossier by its types, so that a field added to a worksheet or record is exported without further code.
/// </summary>
internal sealed class RecordFields
{
    public const string Details = "details";

    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = new();

    private static readonly string[] Staff =
    [
        "By", "Who", "Lead", "Owner", "OpenedBy", "StartedBy", "MovedBy", "RequestedBy", "DecidedBy", "AddedBy", "Team", "FilledBy",
        "WithdrawnBy", "WrittenBy", "ChangedBy",
    ];

    // Words from the agency's own lists, and of the program.
    private static readonly string[] Listed = ["Number", "Category", "Neighborhood", "Codes", "RelatedProblem", "Enclosed", "Item"];

    private readonly RecordDossier _dossier;
    private readonly Func<DateTimeOffset, DateTimeOffset> _local;
    private readonly byte[] _salt;
    private readonly Proposals _proposals;
    private readonly List<RecordField> _fields = [];

    private RecordFields(RecordDossier dossier, string salt, Func<DateTimeOffset, DateTimeOffset> local)
    {
        (_dossier, _local, _salt) = (dossier, local, Convert.FromHexString(salt));
        _proposals = new(dossier);
    }

    /// <summary>The exported fields of a dossier that have a value.</summary>
    /// <param name="salt">Key of the digests, hexadecimal.</param>
    /// <param name="local">Gives an instant in the agency's time zone.</param>
    public static IReadOnlyList<RecordField> Of(RecordDossier dossier, string salt, Func<DateTimeOffset, DateTimeOffset> local)
    {
        var walk = new RecordFields(dossier, salt, local);
        // The problem's own fields first, then each part under its own name.
        foreach (var property in PropertiesOf(typeof(Problems.FullProblem)))
            walk.Member(property, dossier.Problem, IsPart(property) ? "" : Details, null, null);
        foreach (var property in PropertiesOf(typeof(RecordDossier)).Where(p => p.Name != nameof(RecordDossier.Problem)))
            walk.Member(property, dossier, "", null, null);
        return walk._fields;
    }

    /// <summary>Whether a value of the type is one field.</summary>
    public static bool IsLeaf(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is var bare
        && (bare == typeof(string) || bare.IsEnum || bare == typeof(bool) || bare == typeof(int) || bare == typeof(long)
            || bare == typeof(double) || bare == typeof(decimal) || bare == typeof(DateOnly) || bare == typeof(DateTimeOffset)
            || bare == typeof(JsonElement));

    /// <summary>The properties that the walk visits, including those never exported.</summary>
    public static PropertyInfo[] PropertiesOf(Type type) => Properties.GetOrAdd(type, t =>
        [.. t.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.GetIndexParameters().Length == 0 && p.GetCustomAttribute<JsonIgnoreAttribute>() is null
                && p.Name != "EqualityContract")
            .OrderBy(p => p.DeclaringType == t ? 1 : 0)]);

    /// <summary>Refers to a stakeholder's part in the problem; the export names the stakeholder.</summary>
    public static bool NamesStakeholder(PropertyInfo property) =>
        property.Name is "AttachmentId" or "OwnerAttachmentId" or "HolderId";

    private static bool IsPart(PropertyInfo property) => property.DeclaringType == typeof(Problems.FullProblem);

    private void Member(PropertyInfo property, object owner, string path, string? item, long? attachment)
    {
        if (NeverExported.ReasonOf(property) is not null || property.GetValue(owner) is not { } value) return;
        var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
        var key = path.Length == 0 ? name : $"{path}.{name}";
        if (NamesStakeholder(property))
        {
            if (_dossier.Problem.Stakeholders.FirstOrDefault(a => a.Id == (long)value) is { Name: { } stakeholder } named)
                Add(key, item, "Stakeholder", FieldKind.Name, stakeholder, named.Id);
            return;
        }
        Value(value, property, key, item, attachment);
    }

    private void Value(object value, PropertyInfo property, string key, string? item, long? attachment)
    {
        var type = value.GetType();
        if (value is JsonElement json) Element(json, key, item);
        else if (IsLeaf(type)) Add(key, item, Words(property.Name), KindOf(property, type), Text(value), attachment);
        else if (value is IEnumerable list)
        {
            var position = 0;
            foreach (var one in list)
            {
                var id = one.GetType().GetProperty("Id")?.GetValue(one) as long?;
                var place = id is > 0 ? id.Value : position;
                Item(one, property, string.Create(CultureInfo.InvariantCulture, $"{key}[{place}]"),
                    string.Create(CultureInfo.InvariantCulture, $"{Join(item, Words(property.Name))} {position + 1}"), attachment);
                position++;
            }
        }
        else
        {
            foreach (var member in PropertiesOf(type)) Member(member, value, key, Join(item, Words(property.Name)), attachment);
        }
    }

    private void Item(object one, PropertyInfo property, string key, string label, long? attachment)
    {
        if (IsLeaf(one.GetType()))
        {
            Add(key, null, label, KindOf(property, one.GetType()), Text(one), attachment);
            return;
        }
        attachment = one switch
        {
            Problems.AttachmentRow row => row.Id,
            RecordedComment comment => comment.AttachmentId,
            Consultation consultation => consultation.AttachmentId,
            _ => attachment,
        };
        if (one is RecordedPicture picture)
            Add($"{key}.picture", label, "Picture", FieldKind.Picture,
                string.Create(CultureInfo.InvariantCulture, $"picture {picture.Id}, {picture.Width} × {picture.Height} pixels"), null,
                new(picture.ActionId, picture.Id));
        if (one is RecordedFile { Width: { } width, Height: { } height } file)
            Add($"{key}.picture", label, "Picture", FieldKind.Picture,
                string.Create(CultureInfo.InvariantCulture, $"photo {file.Id}, {width} × {height} pixels"), null,
                new(null, null, file.Id));
        foreach (var member in PropertiesOf(one.GetType())) Member(member, one, key, label, attachment);
    }

    /// <summary>Earlier states in amendments are stored as JSON; every value in it is a field.</summary>
    private void Element(JsonElement json, string key, string? item)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in json.EnumerateObject())
                    if (!member.Name.EndsWith("Id", StringComparison.Ordinal) && member.Name is not ("id" or "key" or "version"))
                        Element(member.Value, $"{key}.{SafeName(member.Name)}", item);
                break;
            case JsonValueKind.Array:
                foreach (var (i, one) in json.EnumerateArray().Index()) Element(one, $"{key}[{i}]", item);
                break;
            case JsonValueKind.String:
                Add(key, item, Words(key[(key.LastIndexOf('.') + 1)..]), FieldKind.Text, json.GetString()!, null);
                break;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                Add(key, item, Words(key[(key.LastIndexOf('.') + 1)..]), FieldKind.Number, json.GetRawText(), null);
                break;
        }
    }

    // Member names come from our own types, but what is in the database is not trusted to be one.
    private static string SafeName(string name) => name.Length <= 50 && name.All(char.IsAsciiLetterOrDigit) ? name : "other";

    private void Add(string key, string? item, string label, FieldKind kind, string value, long? attachment,
        PictureRef? picture = null)
    {
        if (value.IsBlank()) return;
        var section = key[..(key.AsSpan().IndexOfAny('.', '[') is var end and >= 0 ? end : key.Length)];
        _fields.Add(new(key, section, Join(item, label), kind, value,
            Convert.ToHexStringLower(HMACSHA256.HashData(_salt, Encoding.UTF8.GetBytes(value))),
            _proposals.For(key, kind, value, attachment), picture));
    }

    private static FieldKind KindOf(PropertyInfo property, Type type) => type switch
    {
        _ when type == typeof(string) => Listed.Contains(property.Name) ? FieldKind.Choice
            : property.DeclaringType == typeof(Problems.PersonRef) || Staff.Contains(property.Name) ? FieldKind.Staff
            : property.DeclaringType == typeof(Problems.AttachmentRow) || property.DeclaringType == typeof(Stakeholders.StakeholderDetails)
                ? FieldKind.Name : FieldKind.Text,
        _ when type.IsEnum || type == typeof(bool) => FieldKind.Choice,
        _ when type == typeof(DateOnly) || type == typeof(DateTimeOffset) => FieldKind.Date,
        _ => FieldKind.Number,
    };

    private string Text(object value) => value switch
    {
        Enum choice => Wording.Of(choice),
        bool flag => flag ? "Yes" : "No",
        DateOnly day => DateText.Date(day),
        DateTimeOffset at => DateText.Time(_local(at)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Join(string? item, string label) => string.IsNullOrEmpty(item) ? label : $"{item}: {Lower(label)}";

    private static string Lower(string label) => char.ToLowerInvariant(label[0]) + label[1..];

    /// <summary><c>WhatTheySaid</c> as <c>What they said</c>.</summary>
    public static string Words(string name)
    {
        var words = new StringBuilder(name.Length + 8);
        foreach (var letter in name.TrimEnd(']'))
            if (words.Length == 0) words.Append(char.ToUpperInvariant(letter));
            else if (char.IsUpper(letter)) words.Append(' ').Append(char.ToLowerInvariant(letter));
            else words.Append(letter is '[' ? ' ' : letter);
        return words.ToString();
    }
}
