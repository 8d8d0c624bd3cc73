using System.Globalization;

namespace ProblemTracker.Open311;

/// <summary>Reads what clients send: parameters of an address, and forms with <c>attribute[CODE]</c>. Unknown ones are ignored.</summary>
internal static class Open311Query
{
    /// <exception cref="Invalid">Names every parameter that can't be read.</exception>
    public static ListOpen311Requests Of(IQueryCollection query)
    {
        var wrong = new Dictionary<string, string[]>();
        var read = new ListOpen311Requests
        {
            Ids = List(query["service_request_id"]),
            ServiceCodes = List(query["service_code"]),
            Start = Time(query, "start_date", wrong),
            End = Time(query, "end_date", wrong),
            Open = Status(query["status"].ToString(), wrong),
            Page = Number(query, "page", 1, wrong),
            PageSize = Number(query, "page_size", ListOpen311Requests.Most, wrong),
        };
        return wrong.Count == 0 ? read : throw new Invalid(wrong);
    }

    public static PostOpen311Request Post(IFormCollection form, IQueryCollection query)
    {
        var key = form["api_key"].ToString();
        return new()
        {
            ApiKey = key.Length > 0 ? key : query["api_key"].ToString(),
            ServiceCode = Text(form, "service_code"),
            // FixMyStreet sends its parts as attributes too.
            Description = Text(form, "description") ?? Attribute(form, "description") ?? Attribute(form, "title"),
            Latitude = Text(form, "lat"),
            Longitude = Text(form, "long"),
            AddressString = Text(form, "address_string"),
            AddressId = Text(form, "address_id"),
            FirstName = Text(form, "first_name"),
            LastName = Text(form, "last_name"),
            Email = Text(form, "email"),
            Phone = Text(form, "phone"),
            MediaUrl = Text(form, "media_url"),
            ExternalId = Attribute(form, "fixmystreet_id") ?? Attribute(form, "external_id") ?? Text(form, "service_request_id_ext"),
            Frequency = Attribute(form, Open311Words.Frequency),
            LastDay = Attribute(form, Open311Words.LastDay),
            Times = Attribute(form, Open311Words.Times),
        };
    }

    /// <summary>The first value of a field that says something.</summary>
    private static string? Text(IFormCollection form, string name) => form[name].FirstOrDefault(value => !value.IsBlank());

    private static string? Attribute(IFormCollection form, string code) =>
        Text(form, $"attribute[{code}]") ?? Text(form, $"attribute[{code}][]");

    private static string[] List(IEnumerable<string?> values) => [.. values.SelectMany(value =>
        (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct()];

    private static DateTimeOffset? Time(IQueryCollection query, string name, Dictionary<string, string[]> wrong)
    {
        // A plus sign in an address that was not encoded.
        var text = query[name].ToString().Replace(' ', '+');
        if (text.Length == 0) return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
            return at.ToUniversalTime();
        wrong[name] = ["Send a time such as 2026-02-28T14:00:00Z."];
        return null;
    }

    private static bool? Status(string text, Dictionary<string, string[]> wrong)
    {
        var chosen = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(one => one.ToLowerInvariant()).Distinct().ToList();
        if (chosen.TrueForAll(one => one is "open" or "closed")) return chosen is [var one] ? one == "open" : null;
        wrong["status"] = ["Send open or closed."];
        return null;
    }

    private static int Number(IQueryCollection query, string name, int absent, Dictionary<string, string[]> wrong)
    {
        var text = query[name].ToString();
        if (text.Length == 0) return absent;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        wrong[name] = ["Send a whole number."];
        return absent;
    }
}
