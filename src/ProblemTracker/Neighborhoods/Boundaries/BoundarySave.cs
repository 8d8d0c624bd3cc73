namespace ProblemTracker.Neighborhoods;

/// <summary>Saves the boundaries of a file in the caller's transaction. Shared by the import verb and the upload job.</summary>
internal sealed class BoundarySave(Db db, Actor actor, NeighborhoodChanges changes, TimeProvider clock)
{
    /// <param name="fileName">For the audit.</param>
    /// <param name="boundaries">Those to save, without those that are left out.</param>
    /// <param name="plan">What <see cref="BoundaryPlanner"/> found about them.</param>
    /// <param name="choices">What an administrator chose.</param>
    /// <param name="ct">Cancels the import.</param>
    /// <returns>The counts, with <see cref="NeighborhoodsImported.Moved"/> still 0, and the neighborhoods that they count.</returns>
    public async Task<(NeighborhoodsImported Counts, SavedBoundaries Outcome)> Save(string fileName,
        IReadOnlyList<NamedBoundary> boundaries, BoundaryPlan plan, BoundaryChoices choices, CancellationToken ct)
    {
        var known = await BoundaryPlanner.Known(db, boundaries, ct);
        var ids = new Dictionary<string, long>();
        List<OutcomePlace> added = [], changed = [], ended = [];
        var trail = (Added: new List<AddedTrace>(), Changed: new List<ChangedTrace>(), Ended: new List<EndedTrace>(),
            Overlaps: new List<OverlapTrace>());
        foreach (var wanted in boundaries)
            if (!known.TryGetValue(wanted.Key, out var present))
            {
                ids[wanted.Name] = await changes.Add(wanted.Name, wanted.Boundary, choices.From, null, ct);
                added.Add(new(ids[wanted.Name], wanted.Name));
                trail.Added.Add(new(ids[wanted.Name], wanted.Name, BoundaryTrail.DigestOf(wanted.Boundary)));
            }
            else
            {
                ids[wanted.Name] = present.Id;
                var isRespelled = present.NameKey == wanted.Key && present.Name != wanted.Name;
                if (present.Boundary == wanted.Boundary && !isRespelled) continue;
                var place = await changes.Take(present.Id, null, ct);
                var kept = present.Boundary == wanted.Boundary ? null : await changes.Redraw(place, wanted.Boundary, choices.From, ct);
                if (isRespelled) await changes.Rename(place, wanted.Name, ct);
                trail.Changed.Add(new(place.Id, BoundaryTrail.DigestOf(wanted.Boundary), kept, kept is null ? place.Boundary : null,
                    isRespelled ? wanted.Name : null, place.Name));
                changed.Add(new(present.Id, isRespelled ? wanted.Name : present.Name)
                {
                    ChangedSquareMeters = plan.Boundaries.FirstOrDefault(one => one.Name == wanted.Name)?.ChangedSquareMeters,
                });
            }
        await Cover(plan, choices, ids, ended, trail.Ended, trail.Overlaps, ct);
        var outcome = new SavedBoundaries(added, changed, ended)
        {
            Trail = new(trail.Added, trail.Changed, trail.Ended, trail.Overlaps),
        };
        if (added.Count + changed.Count + ended.Count > 0)
            await db.Record(actor, clock.GetUtcNow(), "neighborhoods.imported", null, fileName, null, null,
                new { Added = Names(added), Changed = Names(changed), Ended = Names(ended), choices.From }, ct);
        return (new(boundaries.Count, added.Count, changed.Count, boundaries.Count - added.Count - changed.Count, 0)
        {
            Ended = ended.Count,
            Overlaps = Sentences(plan, choices).ToArray() is { Length: > 0 } said ? said : [],
        }, outcome);
    }

    private static IEnumerable<string> Names(IEnumerable<OutcomePlace> places) => places.Select(place => place.Name);

    /// <summary>Ends the neighborhoods that were chosen to, and notes who gets the points where both stay.</summary>
    private async Task Cover(BoundaryPlan plan, BoundaryChoices choices, Dictionary<string, long> ids, List<OutcomePlace> ended,
        List<EndedTrace> ends, List<OverlapTrace> overlaps, CancellationToken ct)
    {
        foreach (var present in plan.Covered)
        {
            var choice = choices.Of(present);
            var over = present.By.Where(ids.ContainsKey).Select(name => ids[name]).ToList();
            if (choice == CoveredChoice.Smaller || over.Count == 0) continue;
            var place = await changes.Take(present.NeighborhoodId, null, ct);
            if (choice == CoveredChoice.Ends)
            {
                // What takes its place then is known already.
                if (present.EndsBefore(choices.From!.Value)) continue;
                var followers = await changes.Followers(place.Id, ct);
                await changes.End(place, choices.From!.Value.AddDays(-1), over, ct);
                ended.Add(new(place.Id, place.Name));
                ends.Add(new(place.Id, choices.From!.Value.AddDays(-1), place.LastDay, followers));
                continue;
            }
            foreach (var id in over)
            {
                var (winnerId, otherId) = choice == CoveredChoice.Present ? (place.Id, id) : (id, place.Id);
                const string both = "(WinnerId = @winnerId AND OtherId = @otherId) OR (WinnerId = @otherId AND OtherId = @winnerId)";
                overlaps.Add(new() { WinnerId = winnerId, OtherId = otherId, IsMade = true });
                overlaps.AddRange(await db.List<OverlapTrace>($"SELECT WinnerId, OtherId FROM NeighborhoodOverlap WHERE {both}",
                    new { winnerId, otherId }, ct));
                await db.Execute($"DELETE FROM NeighborhoodOverlap WHERE {both}", new { winnerId, otherId }, ct);
                await db.Execute("INSERT INTO NeighborhoodOverlap (WinnerId, OtherId) VALUES (@winnerId, @otherId)",
                    new { winnerId, otherId }, ct);
            }
        }
    }

    // Verbs have no culture, and the invariant one has a space before the sign.
    private static string Percent(double share) => $"{Math.Round(100 * share)}%";

    private static IEnumerable<string> Sentences(BoundaryPlan plan, BoundaryChoices choices)
    {
        foreach (var present in plan.Covered)
        {
            var by = string.Join(", ", present.By);
            var smaller = present.Smaller.Count == present.By.Count ? by : present.Smaller.Count == 0 ? present.Name : "the smaller one";
            var days = present switch
            {
                { HasEnded: true, LastDay: { } last } => $" (until {DateText.Date(last)})",
                { BoundaryUntil: { } until } => $" (its boundary until {DateText.Date(until)})",
                _ => "",
            };
            yield return $"{present.Name}{days}: {Percent(present.Share)} lies under {by}. " + choices.Of(present) switch
            {
                CoveredChoice.Ends when present.EndsBefore(choices.From!.Value) =>
                    $"It ends on {DateText.Date(present.LastDay!.Value)}, as set before.",
                CoveredChoice.Ends => $"It ends on {DateText.Date(choices.From!.Value.AddDays(-1))}.",
                CoveredChoice.Present => $"Incidents in both go to {present.Name}.",
                CoveredChoice.File => $"Incidents in both go to {by}.",
                _ => $"Incidents in both go to {smaller}.",
            };
        }
        foreach (var pair in plan.Within)
            yield return $"{pair.First} and {pair.Second} lie over each other ({Percent(pair.Share)} of the smaller). "
                + $"Incidents in both go to {pair.Winner}.";
    }
}
