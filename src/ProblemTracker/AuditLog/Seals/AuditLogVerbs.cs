using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ProblemTracker.AuditLog;

/// <summary><c>verify-audit [--seal HASH|FILE …]</c>.</summary>
internal static partial class AuditLogVerbs
{
    public static void AddAuditLogVerbs(this RootCommand root, VerbRunner verbs)
    {
        var kept = new Option<string[]>("--seal")
        {
            Description = "A seal kept outside: its hash, or a file with hashes such as a saved email. Finds what was cut off the end",
            HelpName = "HASH or FILE",
        };
        var verify = new Command("verify-audit", "Check the audit log against its seals; exits with 1 at the first fault") { kept };
        verify.SetAction(async (parsed, ct) =>
        {
            var check = await verbs.Send(parsed, new VerifyAudit([.. (parsed.GetValue(kept) ?? []).SelectMany(Hashes)]), ct);
            foreach (var line in Lines(check)) Console.WriteLine(line);
            if (check.Fault is not { } fault) return 0;
            await Console.Error.WriteLineAsync(fault.Sentence);
            return 1;
        });
        root.Subcommands.Add(verify);
    }

    private static IEnumerable<string> Lines(AuditCheck check)
    {
        yield return string.Create(CultureInfo.InvariantCulture,
            $"{check.Checked:N0} seals match{(check.Fault is null ? "." : " before the first fault.")}");
        if (check.LastHash is { } hash)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"Last matching seal: {check.LastNumber}, made {check.LastSealedAt:yyyy-MM-dd HH:mm:ss} UTC, hash {hash}");
        if (check.Unsealed > 0)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{check.Unsealed:N0} {(check.Unsealed == 1 ? "entry is" : "entries are")} not sealed yet; the server seals every minute.");
        foreach (var purge in check.Purges)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"Purged: {purge.Count:N0} {(purge.Count == 1 ? "entry" : "entries")} ({purge.Rows}) on {purge.At:yyyy-MM-dd HH:mm} UTC, "
                    + $"recorded in entry {purge.EntryId}. Reason: {purge.Reason}");
    }

    /// <exception cref="UsageError">It is neither a hash nor a file with one.</exception>
    private static IEnumerable<string> Hashes(string given)
    {
        if (Hash().Match(given) is { Success: true } alone && alone.Length == given.Length) return [given];
        if (!File.Exists(given))
            throw new UsageError(
                $"--seal: \"{given}\" is neither a seal (64 hexadecimal digits) nor a file. Copy the hash from the email.");
        var hashes = Hash().Matches(File.ReadAllText(given)).Select(match => match.Value).ToList();
        return hashes.Count > 0 ? hashes : throw new UsageError($"--seal: {given} has no seal in it (64 hexadecimal digits).");
    }

    [GeneratedRegex(@"\b[0-9a-fA-F]{64}\b")]
    private static partial Regex Hash();
}
