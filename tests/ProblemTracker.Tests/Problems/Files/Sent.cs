using System.Net.Http.Headers;
using ProblemTracker.Tests.Partners;

namespace ProblemTracker.Tests.Problems.Files;

/// <summary>Files as a program or a browser sends them.</summary>
internal static class Sent
{
    /// <summary>A form with files and text fields.</summary>
    public static MultipartFormDataContent Form(
        IEnumerable<(string Name, byte[] Content)> files, params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields) form.Add(new StringContent(value), name);
        foreach (var (name, content) in files)
            // What a browser says of a file is not to be trusted.
            form.Add(new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } }, "files", name);
        return form;
    }

    public static async Task<HttpResponseMessage> Send(
        this HttpClient client, long problem, (string Name, byte[] Content)[] files, params (string Name, string Value)[] fields) =>
        await client.PostAsync($"/api/v1/problems/{problem}/files", Form(files, fields));

    /// <summary>Adds one photo and returns its id.</summary>
    public static async Task<long> AddPhoto(this HttpClient client, long problem, string caption = "The lamp", string? more = null) =>
        (await (await client.PostAsync($"/api/v1/problems/{problem}/files?name=Lamp.png&caption={Uri.EscapeDataString(caption)}{more}",
            new ByteArrayContent(PhotoTests.Png(60, 40)))).Ok()).GetProperty("ids")[0].GetInt64();
}
