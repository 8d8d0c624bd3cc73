namespace ProblemTracker.Pages.Shared;

internal sealed class ShellReader;
