using System.Security.Cryptography;

namespace ProblemTracker.Shared;

/// <summary>Reads the idempotency key of a POST: the header Idempotency-Key in the API, the hidden field <c>__key</c> in forms.</summary>
internal sealed class RequestKeyMiddleware(RequestDelegate next)
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
                    && (await request.ReadFormAsync(context.RequestAborted))[FormField]
                        .ToString() is { Length: > 0 and <= LongestKey } field)
                    key.Set(field, request.Path, FormHash(request.Form));
            }
            else if (request.Headers["Idempotency-Key"].ToString() is { Length: > 0 } header)
            {
                if (header.Length > LongestKey)
                    throw new Invalid("Idempotency-Key", $"A key can have at most {LongestKey} characters.");
                request.EnableBuffering();
                var hash = await SHA256.HashDataAsync(request.Body, context.RequestAborted);
                request.Body.Position = 0;
                key.Set(header, request.Path, Convert.ToHexStringLower(hash));
            }
        }
        await next(context);
    }

    private static string FormHash(IFormCollection form)
    {
        var fields = form.Where(f => f.Key != "__RequestVerificationToken").OrderBy(f => f.Key, StringComparer.Ordinal)
            .Select(f => $"{f.Key}={string.Join('&', f.Value.ToArray())}");
        return Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', fields))));
    }
}
