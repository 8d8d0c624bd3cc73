using System.CommandLine;

namespace ProblemTracker.Agency;

/// <summary><c>settings set NAME VALUE</c>.</summary>
internal static class SettingVerbs
{
    public static void AddSettingVerbs(this RootCommand root, VerbRunner verbs)
    {
        var name = new Argument<string>("name")
        {
            Description = "timeZone, agency.name, agency.phone, deadlines.scanningDays, deadlines.analysisDays, …"
        };
        var value = new Argument<string>("value") { Description = "A time zone such as America/Chicago, a text, or a number of days" };
        var set = new Command("set", "Change a setting; takes effect at once on a running server") { name, value };
        set.SetAction(async (parsed, ct) =>
        {
            var changed = await verbs.Send(parsed, new SetSetting(parsed.GetValue(name)!, parsed.GetValue(value)!), ct);
            Console.WriteLine($"Set {changed.Name} to {changed.Value}.");
            return 0;
        });
        root.Subcommands.Add(new Command("settings", "Manage the agency's settings") { set });
    }
}
