using System.CommandLine;
using System.Globalization;

namespace ProblemTracker.Backups;

/// <summary><c>backup FILE</c> and <c>restore FILE</c>.</summary>
internal static class BackupVerbs
{
    /// <param name="root">Gets the verbs.</param>
    /// <param name="options">Reads the settings, without touching the database.</param>
    public static void AddBackupVerbs(this RootCommand root, Func<ParseResult, TrackerOptions> options)
    {
        root.Subcommands.Add(Backup(options));
        root.Subcommands.Add(Restore(options));
    }

    private static Command Backup(Func<ParseResult, TrackerOptions> options)
    {
        var file = new Argument<string>("file") { Description = "Where to write the backup" };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the file if it exists" };
        var verb = new Command("backup",
            "Write the database and the files of the data folder into one file; the server can go on running") { file, overwrite };
        verb.SetAction(async (parsed, ct) =>
        {
            var made = await MakeBackup.Run(options(parsed), parsed.GetValue(file)!, parsed.GetValue(overwrite), ct);
            Console.WriteLine($"Wrote and checked {parsed.GetValue(file)}: {Content(made)}.");
            return 0;
        });
        return verb;
    }

    private static Command Restore(Func<ParseResult, TrackerOptions> options)
    {
        var file = new Argument<string>("file") { Description = "A backup" };
        var replace = new Option<bool>("--replace") { Description = "Move a database that is there to a folder beside it" };
        var verb = new Command("restore",
            "Put the content of a backup into the data folder; stop the server first") { file, replace };
        verb.SetAction(async (parsed, ct) =>
        {
            var (restored, previous) = await RestoreBackup.Run(options(parsed), parsed.GetValue(file)!, parsed.GetValue(replace), ct);
            Console.WriteLine($"Restored {parsed.GetValue(file)}: {Content(restored)}.");
            if (previous is not null) Console.WriteLine($"The previous data is in {previous}.");
            Console.WriteLine("Emails sent since then may be sent again. Accounts, API tokens and links that were ended since then work "
                + "again: check them under People.");
            return 0;
        });
        return verb;
    }

    private static string Content(BackupManifest made)
    {
        var (megabytes, files) = (made.Entries.Sum(entry => entry.Bytes) / 1e6, made.Entries.Count - 1);
        return string.Create(CultureInfo.InvariantCulture,
            $"the data of {made.CopiedAt:yyyy-MM-dd HH:mm:ss} UTC, {megabytes:0.0} MB, with {files} {(files == 1 ? "file" : "files")}");
    }
}
