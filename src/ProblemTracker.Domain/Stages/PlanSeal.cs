using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ProblemTracker.Domain;

/// <summary>The seal on a frozen plan: the same plan always gives the same hash, and a different plan gives a different one.</summary>
public static class PlanSeal
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        // Read-only properties are computed from the others.
        IgnoreReadOnlyProperties = true,
        // Adding a field to the sheets must not change the hash of older plans.
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(), new PlainDecimal() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { SortByName } },
    };

    /// <summary>
    /// Canonical JSON: properties sorted by name, no nulls, enums as text, numbers without trailing zeros, no whitespace.
    /// Contains the whole sheet and, ordered by id, the planned part of each planned action (not its status).
    /// </summary>
    public static string Canonical(ResponseSheet sheet, IReadOnlyList<ResponseAction> actions) =>
        JsonSerializer.Serialize(
            new Plan(sheet, [.. actions.Where(action => action.IsPlanned).OrderBy(action => action.Id).Select(Planned)]), Options);

    /// <summary>SHA-256 of the canonical JSON in UTF-8, 64 lower-case hexadecimal digits.</summary>
    public static string Hash(ResponseSheet sheet, IReadOnlyList<ResponseAction> actions) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical(sheet, actions))));

    private sealed record Plan(ResponseSheet Sheet, IReadOnlyList<PlannedAction> Actions);

    private sealed record PlannedAction
    {
        public long Id { get; init; }
        public string? Description { get; init; }
        public long? OwnerId { get; init; }
        public long? OwnerAttachmentId { get; init; }
        public DateOnly? DueOn { get; init; }
        public Technique? Technique { get; init; }
        public TriangleSide? Side { get; init; }
        public bool Enforcement { get; init; }
    }

    private static PlannedAction Planned(ResponseAction action) => new()
    {
        Id = action.Id,
        Description = action.Description,
        OwnerId = action.OwnerId,
        OwnerAttachmentId = action.OwnerAttachmentId,
        DueOn = action.DueOn,
        Technique = action.Technique,
        Side = action.Side,
        Enforcement = action.Enforcement,
    };

    // Members that were renamed keep their first name in the sealed text, so that the seals of older plans stay valid.
    private static readonly Dictionary<string, string> SealedNames = new()
    {
        ["alternatives"] = "options",
        ["prosAndCons"] = "weighed",
        ["noOutsideActionReason"] = "whyNoOutsideAction",
        ["noComparisonReason"] = "whyNoComparison",
    };

    private static void SortByName(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;
        foreach (var property in type.Properties) property.Name = SealedNames.GetValueOrDefault(property.Name, property.Name);
        foreach (var (property, order) in type.Properties.OrderBy(property => property.Name, StringComparer.Ordinal)
            .Select((property, order) => (property, order)))
            property.Order = order;
    }

    /// <summary>Writes equal numbers as the same text: 1.0 and 1.00 are both 1.</summary>
    private sealed class PlainDecimal : JsonConverter<decimal>
    {
        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDecimal();

        // G29 writes every digit a decimal can hold and no trailing zeros, but zero may still carry a sign.
        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value == 0 ? "0" : value.ToString("G29", CultureInfo.InvariantCulture));
    }
}
