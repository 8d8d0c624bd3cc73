namespace ProblemTracker.Problems;

/// <summary>
/// Sends the messages of one bulk change, each as a single change would be sent and in its own transaction, and notes what came of them.
/// </summary>
internal sealed class BulkSteps(Db db, Actor actor, RequestKey key, TimeProvider clock)
{
    private readonly (string Value, string Route, string BodyHash) _key = (key.Value, key.Route, key.BodyHash);
    private readonly HashSet<long> _problems = [];
    private long? _since;
    private string? _outage;

    /// <summary>Begins the changes of one record.</summary>
    public async Task<BulkStep> Begin(long problemId, string record, int version, CancellationToken ct)
    {
        _since ??= await JoinedUpdates.LastEntry(db, ct);
        _problems.Add(problemId);
        // Sent again with the same key, the request finishes what it had not done, and repeats nothing.
        if (key.IsGiven) key.Set(_key.Value, $"{_key.Route}/problems/{problemId}/{record}", _key.BodyHash);
        return new(this, version);
    }

    /// <summary>Ends the bulk change: everyone concerned hears of it in one line.</summary>
    public async Task End(CancellationToken ct)
    {
        if (key.IsGiven) key.Set(_key.Value, _key.Route, _key.BodyHash);
        if (_since is not { } since || _outage is not null) return;
        await db.Write(async () =>
        {
            await JoinedUpdates.Join(db, actor, since, _problems, clock.GetUtcNow(), ct);
            return Done.Instance;
        }, ct);
    }

    internal sealed class BulkStep(BulkSteps bulk, int version)
    {
        private readonly List<string> _changes = [];
        private readonly List<(string? What, string Sentence)> _refusals = [];
        private bool _isStale;

        /// <summary>The record's version after the steps so far.</summary>
        public int Version { get; private set; } = version;

        public IReadOnlyList<string> Changes => _changes;

        /// <summary>Each reason once, after what it stopped: "Priority not changed, lead not changed: This problem is closed."</summary>
        public IReadOnlyList<string> Refusals =>
            [.. _refusals.GroupBy(refusal => refusal.Sentence, refusal => refusal.What, Sentence)];

        /// <param name="what">What is not done if it is refused, such as "due date not extended".</param>
        /// <param name="send">Sends one message.</param>
        /// <param name="after">The version afterward; the same as before if nothing changed. Null for a message without version.</param>
        /// <param name="inWords">What changed.</param>
        public async Task Do<T>(string what, Func<Task<T>> send, Func<T, int?> after, Func<T, string> inWords)
        {
            if (_isStale) return;
            if (bulk._outage is { } earlier)
            {
                _refusals.Add((what, earlier));
                return;
            }
            try
            {
                var result = await send();
                if (after(result) is not { } now) _changes.Add(inWords(result));
                else if (now != Version)
                {
                    Version = now;
                    _changes.Add(inWords(result));
                }
            }
            catch (TrackerException refusal)
            {
                if (refusal is Stale stale) (_isStale, Version) = (true, stale.Current);
                // Nothing of a record that someone changed is done.
                _refusals.AddRange(refusal.Sentences().Select(sentence => (_isStale ? null : what, sentence)));
            }
            // What was done before stays done and is said; the rest can be tried again.
            catch (Exception error) when (Unavailable.Of(error, bulk.Outages) is { } outage)
            {
                bulk._outage = outage.Message;
                _refusals.Add((what, outage.Message));
            }
        }

        private static string Sentence(string reason, IEnumerable<string?> stopped)
        {
            var what = string.Join(", ", stopped.OfType<string>());
            return what.Length == 0 ? reason : $"{char.ToUpperInvariant(what[0])}{what[1..]}: {reason}";
        }
    }

    private Dialect Outages => db.Dialect;
}
