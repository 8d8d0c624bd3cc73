namespace ProblemTracker.Domain;

/// <summary>What a file on a problem is, as its content says.</summary>
public enum FileKind { Picture, Pdf, Word, Excel, PowerPoint }
