using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Metadata;

namespace ProblemTracker.Shared;

/// <summary>
/// Reads the idempotency key of a POST: the header Idempotency-Key in the API, the hidden field <c>__key</c> in forms. A key belongs to one
/// path, query and body. In the API, the content of an uploaded file does not count, since that would keep it in memory or read it twice;
/// its length does. The key of a form stays in the page when someone goes back and chooses another file, so each choice of files makes
/// another key of it.
/// </summary>
internal sealed class RequestKeyMiddleware(RequestDelegate next, RequestHash hash)
{
    public const string FormField = "__key";
    private const int LongestKey = 100;

    public async Task InvokeAsync(HttpContext context, RequestKey key)
    {
        var request = context.Request;
        if (HttpMethods.IsPost(request.Method))
        {
            if (!request.Path.StartsWithSegments("/api"))
            {
                if (request.HasFormContentType
                    && (await ReadForm(request, context.RequestAborted))[FormField].ToString() is { Length: > 0 and <= LongestKey } field)
                    key.Set(await OfFiles(field, request.Form.Files, context.RequestAborted), Route(request),
                        hash.Of(Query(request), FormText(request.Form)));
            }
            else if (request.Headers["Idempotency-Key"].ToString() is { Length: > 0 } header)
            {
                if (header.Length > LongestKey)
                    throw new Invalid("Idempotency-Key", $"A key can have at most {LongestKey} characters.");
                key.Set(header, Route(request), IsFile(context) ? hash.Of(Query(request), $"{request.ContentLength}")
                    : await OfBody(request, context.RequestAborted));
            }
        }
        await next(context);
    }

    /// <exception cref="Invalid">The form is malformed or too large, or has a character that no field can hold.</exception>
    private static async Task<IFormCollection> ReadForm(HttpRequest request, CancellationToken ct)
    {
        IFormCollection form;
        try
        {
            form = await request.ReadFormAsync(ct);
        }
        // The framework has no exception of its own for malformed forms: a limit, a part that was cut off, an unknown character set.
        catch (Exception error) when (error is InvalidDataException or ArgumentException or NotSupportedException
            || (error is IOException and not BadHttpRequestException && !ct.IsCancellationRequested))
        {
            throw new Invalid("form", "The form is incomplete or too large. Reload the page, shorten what you enter, and send it again.");
        }
        foreach (var name in form.Keys)
        {
            // The framework's reader of lists fails on it.
            if (name.LastIndexOf('[') > name.LastIndexOf(']'))
                throw new Invalid("form", "The form has a field whose name has no closing bracket. Reload the page and send it again.");
            // What fields hold is checked with the message, so that the error stands beside the field.
            if (!Texts.IsPlain(name))
                throw new Invalid("form", "The form has a field whose name can't be read. Reload the page and send it again.");
        }
        return form;
    }

    private async Task<string> OfFiles(string field, IFormFileCollection files, CancellationToken ct)
    {
        foreach (var file in files)
        {
            await using var content = file.OpenReadStream();
            field = await hash.Of($"{field}\n{file.Name}\n{file.FileName}", content, ct);
        }
        return field;
    }

    private async Task<string> OfBody(HttpRequest request, CancellationToken ct)
    {
        request.EnableBuffering();
        var body = await hash.Of(Query(request), request.Body, ct);
        request.Body.Position = 0;
        return body;
    }

    private static bool IsFile(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>() is not null;

    // /api/v1/Problems/ and /api/v1/problems are the same endpoint.
    private static string Route(HttpRequest request) => (request.Path.Value ?? "").TrimEnd('/').ToLowerInvariant();

    private static string Query(HttpRequest request) => string.Join('&', request.Query.OrderBy(q => q.Key, StringComparer.OrdinalIgnoreCase)
        .Select(q => $"{q.Key.ToLowerInvariant()}={string.Join(',', q.Value.ToArray())}"));

    private static string FormText(IFormCollection form) => string.Join('\n', form.Where(f => f.Key != "__RequestVerificationToken")
        .OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key}={string.Join('&', f.Value.ToArray())}"));
}

/// <summary>
/// Hashes requests with a secret key, since a body may hold a password: without the key, a stolen database can't be searched for it. The
/// key is stored encrypted, like the tokens of links in waiting emails.
/// </summary>
public sealed class RequestHash
{
    private byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary>Sets the key that all processes on one database share.</summary>
    public void Use(byte[] key) => _key = key;

    public string Of(string query, string body) => Hex(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{query}\n{body}")));

    public async Task<string> Of(string query, Stream body, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hash.AppendData(Encoding.UTF8.GetBytes($"{query}\n"));
        var buffer = new byte[81920];
        for (int read; (read = await body.ReadAsync(buffer, ct)) > 0;) hash.AppendData(buffer, 0, read);
        return Hex(hash.GetHashAndReset());
    }

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);
}
