using System.CommandLine;
using MediatR;

namespace ProblemTracker.Shared;

/// <summary>
/// Runs the work of a command-line verb as the system, with the program's services. Each capability uses it to add its own verbs.
/// </summary>
/// <param name="run">Opens a scope of services for the parsed arguments, runs the work in it, and closes it.</param>
public sealed class VerbRunner(Func<ParseResult, Func<IServiceProvider, Task>, Task> run)
{
    /// <summary>Sends one message.</summary>
    public Task<T> Send<T>(ParseResult parsed, IRequest<T> message, CancellationToken ct) =>
        InScope(parsed, services => services.GetRequiredService<IMediator>().Send(message, ct));

    /// <summary>Runs work that needs more than one message.</summary>
    public async Task<T> InScope<T>(ParseResult parsed, Func<IServiceProvider, Task<T>> work)
    {
        T result = default!;
        await run(parsed, async services => result = await work(services));
        return result;
    }
}
