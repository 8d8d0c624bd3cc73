using ProblemTracker.PublicRecords;

namespace ProblemTracker.Demo;

/// <summary>
/// Two public-records requests. Owen reviewed the first, so that another supervisor can release it; nobody has reviewed the second.
/// </summary>
internal static class RecordsStory
{
    private static readonly DemoAccount Owen = DemoPeople.Owen, Ruth = DemoCity.Supervisor;

    public static async Task TheRequests(DemoCity city, CancellationToken ct)
    {
        await city.Timeline.Until(6, 10, 20);
        var bar = city.Problems["Fights and noise behind the Copper Anchor"];
        var first = await city.Send(Owen, new CreateRecordsRequest("The Harbor Ledger",
            "All records about noise and fights behind the Copper Anchor on Tanner Street.", city.Day(6), city.Day(-4)), ct);
        await city.Send(Owen, new AddRecordsProblems(first.Id, [await Number(bar)]), ct);
        await city.Timeline.Until(4, 14, 0);
        await Review(city, first.Id, bar, ct);
        await city.Timeline.Until(1, 11, 40);
        var second = await city.Send(Ruth, new CreateRecordsRequest("Mabel Thorne",
            "What the police did about cars broken into at the Heron Trail lot.", city.Day(1), city.Day(-9)), ct);
        var lot = city.Problems["Thefts from cars at the Heron Trail lot"];
        await city.Send(Ruth, new AddRecordsProblems(second.Id, [await Number(lot)]), ct);

        Task<string> Number(long problem) =>
            city.Read(db => db.Single<string>("SELECT Number FROM Problem WHERE Id = @problem", new { problem }, ct));
    }

    /// <summary>Takes each proposal, releases the other fields, and redacts wherever the check still finds something.</summary>
    private static async Task Review(DemoCity city, long request, long problem, CancellationToken ct)
    {
        var fields = (await city.Send(Owen, new ReadRecordsFields(request, problem), ct)).Items;
        await city.Send(Owen, new DecideRecordsFields(request, problem, [.. fields.Select(field => field.Proposal switch
        {
            null => new FieldToDecide(field.Key, field.Digest, FieldChoice.Release),
            { Passages.Count: 0 } whole => new(field.Key, field.Digest, FieldChoice.Redact, whole.ReasonCode),
            { } part => new(field.Key, field.Digest, FieldChoice.Passages, null,
                [.. part.Passages.Select(words => new Passage(words, part.ReasonCode))]),
        })]), ct);
        var found = (await city.Send(Owen, new CheckRecords(request), ct)).Found.Select(finding => finding.Key).ToHashSet();
        if (found.Count > 0)
            await city.Send(Owen, new DecideRecordsFields(request, problem, [.. fields.Where(field => found.Contains(field.Key))
                .Select(field => new FieldToDecide(field.Key, field.Digest, FieldChoice.Redact, "PRIVACY"))]), ct);
    }
}
