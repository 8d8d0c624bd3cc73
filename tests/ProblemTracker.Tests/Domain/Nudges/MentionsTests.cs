using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Domain;

public sealed class MentionsTests
{
    private static readonly (long, string)[] People = [(1, "Ann Lee"), (2, "Ann Leeds"), (3, "José Díaz"), (4, "Ann Lee")];

    [TestCase("Thanks @Ann Leeds!", new long[] { 2 })]
    [TestCase("@ann lee, please look.", new long[] { 1, 4 })]
    [TestCase("(@José Díaz) and @Ann Leeds.", new long[] { 2, 3 })]
    [TestCase("@Ann Leedson is someone else", new long[] { })]
    [TestCase("write to lee@Ann Leeds", new long[] { })]
    [TestCase("@ Ann Lee", new long[] { })]
    [TestCase("@", new long[] { })]
    [TestCase("@Ann Lee", new long[] { 1, 4 })]
    public void Full_name_after_an_at_sign_is_a_mention(string text, long[] expected) =>
        Assert.That(Mentions.In(text, People), Is.EqualTo(expected));
}
