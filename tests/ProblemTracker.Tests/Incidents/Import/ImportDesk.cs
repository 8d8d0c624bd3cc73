using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ProblemTracker.Incidents;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Steps of an import over HTTP; tests run the job themselves.</summary>
public static class ImportDesk
{
    public static Task<HttpResponseMessage> TryUpload(this HttpClient client, byte[] bytes, string name, string kind = "Incidents") =>
        client.PostAsync($"/api/v1/imports?kind={kind}&fileName={Uri.EscapeDataString(name)}",
            new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } });

    public static async Task<long> Upload(this HttpClient client, byte[] bytes, string name, string kind = "Incidents") =>
        (await (await client.TryUpload(bytes, name, kind)).Ok()).GetProperty("id").GetInt64();

    public static Task<long> Upload(this HttpClient client, string text, string name = "test.csv", string kind = "Incidents") =>
        client.Upload(Encoding.UTF8.GetBytes(text), name, kind);

    public static Task<JsonElement> Preview(this HttpClient client, long id, string query = "") =>
        client.Read($"/api/v1/imports/{id}/preview{query}");

    public static Task<HttpResponseMessage> Start(this HttpClient client, long id, object body) =>
        client.PostAsJsonAsync($"/api/v1/imports/{id}/start", body, Shared.Json.Options);

    public static Task<HttpResponseMessage> Start(this HttpClient client, long id, IncidentMap map) => client.Start(id, new { map });

    /// <summary>Does what the job does: runs imports until none is queued.</summary>
    public static async Task Work(this TrackerHost host)
    {
        while ((await host.Send(new WorkImports())).HasMore) { }
    }

    public static Task<JsonElement> Import(this HttpClient client, long id) => client.Read($"/api/v1/imports/{id}");

    public static async Task<string?> StateOf(this HttpClient client, long id) =>
        (await client.Import(id)).GetProperty("state").GetString();

    public static (int RowsRead, int Added, int Repeats, int Rejected, int Unplaced) Counts(this JsonElement import) =>
        (import.GetProperty("rowsRead").GetInt32(), import.GetProperty("added").GetInt32(), import.GetProperty("repeats").GetInt32(),
            import.GetProperty("rejected").GetInt32(), import.GetProperty("unplaced").GetInt32());
}
