namespace ProblemTracker.PublicRecords;

/// <summary>
/// What shows that nothing withheld is in a release. It has no value that was withheld: only counts and digests with a secret key.
/// </summary>
/// <param name="Request">Number of the request.</param>
/// <param name="Wholes">Whole values that were searched for.</param>
/// <param name="Passages">Passages that were searched for.</param>
/// <param name="Parts">Sentences, numbers and email addresses within withheld values that were searched for.</param>
/// <param name="Forms">How the files were read.</param>
/// <param name="Terms">Each term that was searched for.</param>
/// <param name="NotSearched">What a search can't prove.</param>
/// <param name="NameParts">Words of withheld names that also stand in released fields, which the person who released looked at.</param>
/// <param name="Pictures">Released pictures. All were checked to have no metadata of a camera.</param>
public sealed record RecordsProof(
    string Request, DateTimeOffset MadeAt, int Wholes, int Passages, int Parts, IReadOnlyList<string> Forms,
    IReadOnlyList<ProofTerm> Terms, IReadOnlyList<NotSearched> NotSearched, int NameParts, int Pictures,
    IReadOnlyList<ReleasedFile> Files, ReleasedFile Archive)
{
    public static readonly IReadOnlyList<string> AllForms =
    [
        "every file unpacked, and the zip file itself with its names", "UTF-8", "UTF-16 in both byte orders", "HTML entities",
        "percent encoding", "JSON escapes", "doubled quotes of CSV", "base64 at every offset", "any case, accents and white space",
        "numbers with any separators",
    ];
}

/// <param name="Digest">
/// HMAC-SHA256 of the term with a key that the department keeps, so that it can prove a term and nobody can guess it.
/// </param>
/// <param name="Characters">Length.</param>
public sealed record ProofTerm(string Digest, int Characters);

/// <param name="Problem">Position of the problem in the request, from 1.</param>
/// <param name="Reason">Why it was not searched for.</param>
/// <param name="ShownElsewhere">Number of released fields that contain it.</param>
public sealed record NotSearched(int Problem, string Key, string Reason, int ShownElsewhere);

/// <param name="Sha256">Hexadecimal.</param>
public sealed record ReleasedFile(string Name, long Bytes, string Sha256);
