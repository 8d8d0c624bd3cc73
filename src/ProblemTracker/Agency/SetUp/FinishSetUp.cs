using System.Globalization;
using MediatR;

namespace ProblemTracker.Agency;

/// <summary>
/// Ends the list of first steps once none is left, for good: a holiday list that runs empty in two years does not bring it back.
/// </summary>
[Needs(Permission.Administer)]
public sealed record FinishSetUp : ICommand<SetUpState>;

internal sealed class FinishSetUpHandler(Db db, Actor actor, SetUpSteps steps, TimeProvider clock)
    : IRequestHandler<FinishSetUp, SetUpState>
{
    public async Task<SetUpState> Handle(FinishSetUp command, CancellationToken ct)
    {
        var state = await steps.Read(ct);
        if (state.IsFinished || state.Left > 0) return state;
        var now = clock.GetUtcNow();
        await SettingSql.Put(db, SettingNames.SetUpFinished, now.ToString("O", CultureInfo.InvariantCulture), ct);
        await db.Record(actor, now, "setup.finished", null, null, null, null, null, ct);
        return await steps.Read(ct);
    }
}
