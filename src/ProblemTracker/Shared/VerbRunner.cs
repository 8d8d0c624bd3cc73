using System.CommandLine;
using MediatR;

namespace ProblemTracker.Shared;

/// <summary>
/// Runs the work of a command-line verb with the program's services, as the system. Each capability adds its own verbs with it.
/// </summary>
/// <param name="run">Opens a scope of services for the parsed arguments, and closes it after the work.</param>
public sealed class VerbRunner(Func<ParseResult, Func<IServiceProvider, Task>, Task> run)
{
    /// <summary>Sends one message.</summary>
    public Task<T> Send<T>(ParseResult parsed, IRequest<T> message, CancellationToken ct) =>
        InScope(parsed, services => services.GetRequiredService<IMediator>().Send(message, ct));

    /// <summary>Work that is more than one message.</summary>
    public async Task<T> InScope<T>(ParseResult parsed, Func<IServiceProvider, Task<T>> work)
    {
        T result = default!;
        await run(parsed, async services => result = await work(services));
        return result;
    }
}
