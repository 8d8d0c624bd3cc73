using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ProblemTracker.Shared;

/// <summary>Runs the work of a request with an idempotency key once; sent again, it gets the stored result.</summary>
/// <remarks>Keys expire by real time, since moving the demo clock must not expire them, including the key of the move itself.</remarks>
internal sealed class KeyedRequests(Db db, Actor actor, RequestKey key, RunningRequests running, TrackerClock clock)
{
    /// <param name="Message">Name of the message: a page may send several with one form's key, and each has its own result.</param>
    /// <param name="HoldsSecret">Whether its result must not be stored.</param>
    /// <param name="Content">Digest of an uploaded file, which the request's own hash doesn't cover; null without one.</param>
    internal readonly record struct Keyed(string Message, bool HoldsSecret = false, string? Content = null);

    /// <summary>Runs the work in one transaction; the request must have a key, and an actor who is signed in.</summary>
    /// <exception cref="Conflict">The same request is still running, or its result was a secret.</exception>
    /// <exception cref="RuleBroken">The key was used for a different request.</exception>
    public async Task<TResult> Write<TResult>(Keyed request, Func<Task<TResult>> work, CancellationToken ct)
    {
        // Asked each time, since a bulk change gives each of its messages a route of its own.
        var route = $"{key.Route} {request.Message}";
        if (!running.Begin(actor.PersonId, route, key.Value))
            throw new Conflict("idempotency.running", "The same request is still running. Wait for it to finish.");
        try
        {
            return await db.Write(() => ReadOrRun(request, route, work, ct), ct);
        }
        catch (System.Data.Common.DbException error) when (db.IsDuplicate(error)
            && error.Message.Contains("IdempotencyKey", StringComparison.Ordinal))
        {
            // Another process reserved the key first and has finished by now, so its result is there.
            return await db.Write(() => ReadOrRun(request, route, work, ct), ct);
        }
        finally
        {
            running.End(actor.PersonId, route, key.Value);
        }
    }

    private async Task<TResult> ReadOrRun<TResult>(Keyed request, string route, Func<Task<TResult>> work, CancellationToken ct)
    {
        var now = clock.Real.GetUtcNow();
        var row = new
        {
            actor.PersonId,
            Route = route,
            RequestKey = key.Value,
            BodyHash = HashOf(request),
            Since = now - RequestKey.KeptFor,
            Now = now,
        };
        await db.Execute("""
            DELETE FROM IdempotencyKey
            WHERE PersonId = @PersonId AND Route = @Route AND RequestKey = @RequestKey AND CreatedAt <= @Since
            """, row, ct);
        var stored = await db.Find<StoredResult>(
            "SELECT BodyHash, Answer FROM IdempotencyKey WHERE PersonId = @PersonId AND Route = @Route AND RequestKey = @RequestKey",
            row, ct);
        if (stored is not null) return Stored<TResult>(stored, request);

        // Reserve the key before doing anything: a process that got the same request waits here, and then finds the result.
        await db.Execute("""
            INSERT INTO IdempotencyKey (PersonId, Route, RequestKey, BodyHash, Answer, CreatedAt)
            VALUES (@PersonId, @Route, @RequestKey, @BodyHash, '', @Now)
            """, row, ct);
        var result = await work();
        if (!request.HoldsSecret)
            await db.Execute("""
                UPDATE IdempotencyKey SET Answer = @Answer WHERE PersonId = @PersonId AND Route = @Route AND RequestKey = @RequestKey
                """, new { row.PersonId, row.Route, row.RequestKey, Answer = JsonSerializer.Serialize(result, Json.Options) }, ct);
        return result;
    }

    private string HashOf(Keyed request) => request.Content is null ? key.BodyHash
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{key.BodyHash} {request.Content}")));

    private TResult Stored<TResult>(StoredResult stored, Keyed request) =>
        stored.BodyHash != HashOf(request)
            ? throw new RuleBroken("idempotency.mismatch", "This Idempotency-Key was used for a different request. Use a new key.",
                "Idempotency-Key")
        : request.HoldsSecret
            ? throw new Conflict("idempotency.secret", "This request was carried out already. Its result is a secret, which is not stored. "
                + "To get another, send the request with a new Idempotency-Key.")
        : JsonSerializer.Deserialize<TResult>(stored.Answer, Json.Options)!;

    private sealed record StoredResult
    {
        public string BodyHash { get; init; } = "";
        public string Answer { get; init; } = "";
    }
}
