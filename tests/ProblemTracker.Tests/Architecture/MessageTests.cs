using System.Reflection;
using MediatR;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Razor.TagHelpers;
using ProblemTracker.Concerns;
using ProblemTracker.Data;
using ProblemTracker.Domain;
using ProblemTracker.Evidence;
using ProblemTracker.Incidents;
using ProblemTracker.Mail;
using ProblemTracker.Maps;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Open311;
using ProblemTracker.Patrol;
using ProblemTracker.Problems;
using ProblemTracker.Retention;
using ProblemTracker.Search;
using ProblemTracker.Shared;
using ProblemTracker.Surveys;
using ProblemTracker.Webhooks;

namespace ProblemTracker.Tests.Architecture;

/// <summary>Checks messages, handlers and their dependencies by reflection.</summary>
public sealed class MessageTests
{
    private static readonly Assembly Product = typeof(TrackerOptions).Assembly;

    internal static readonly IReadOnlyList<Type> Messages = [.. Product.GetTypes()
        .Where(t => t is { IsAbstract: false, IsGenericTypeDefinition: false } && AnswerOf(t) is not null)];

    private static readonly IReadOnlyList<Type> Handlers = [.. Product.GetTypes()
        .Where(t => t is { IsAbstract: false, IsClass: true } && Handled(t).Any())];

    [Test]
    public void Messages_and_handlers_are_found()
    {
        Assert.That(Messages, Has.Count.GreaterThan(117));
        Assert.That(Handlers, Has.Count.GreaterThan(117));
    }

    [Test]
    public void Every_message_declares_a_permission_or_allows_everyone() =>
        Assert.That(Messages.Where(m => m.IsDefined(typeof(NeedsAttribute), false) == m.IsDefined(typeof(AllowEveryoneAttribute), false)),
            Is.Empty);

    /// <summary>
    /// Messages that use several transactions, because they read or write files between them, or change several problems of which one's
    /// refusal must not undo the others.
    /// </summary>
    private static readonly Type[] InSteps =
    [
        typeof(DeliverMail), typeof(ImportNeighborhoods), typeof(ImportStreets), typeof(ImportIncidents), typeof(ImportUnitRows),
        typeof(PlanWeek), typeof(UploadImport), typeof(WorkImports), typeof(FillSearch), typeof(SendTestMail), typeof(ChangeNeighborhood),
        typeof(DeliverWebhooks), typeof(TestWebhook), typeof(OverwritePurged), typeof(EraseAnswerTraces), typeof(OverwriteErased),
        typeof(SweepFiles),
        typeof(ChangeProblems), typeof(ChangeActions), typeof(PullOpen311), typeof(RunSignals), typeof(EvaluateTests),
        // Incidents are placed again after the transaction.
        typeof(CreateNeighborhood), typeof(RetireNeighborhood), typeof(ReopenNeighborhood), typeof(RedrawNeighborhood),
        typeof(SplitNeighborhood), typeof(MergeNeighborhoods), typeof(ChooseOverlap),
    ];

    [Test]
    public void Every_message_is_either_a_command_or_a_query() =>
        Assert.That(Messages.Except(InSteps).Where(m => Implements(m, typeof(ICommand<>)) == Implements(m, typeof(IQuery<>))), Is.Empty);

    [Test]
    public void Every_message_has_exactly_one_handler()
    {
        var handled = Handlers.SelectMany(Handled).ToLookup(h => h.GetGenericArguments()[0]);
        Assert.That(Messages.Where(m => !m.IsGenericType && handled[m].Count() != 1), Is.Empty);
    }

    /// <summary>
    /// The only handlers that may send messages, those of a single change with all its rules: approving a request in the same transaction,
    /// bulk changes one by one.
    /// </summary>
    private static readonly string[] ThoseThatSend = ["ApproveRequestHandler", "ChangeProblemsHandler", "ChangeActionsHandler"];

    [Test]
    public void No_handler_sends_messages_itself() =>
        Assert.That(
            Handlers.Where(h => !ThoseThatSend.Contains(h.Name))
                .Where(h => Needed(h).Any(t => t == typeof(IMediator) || t == typeof(ServiceFactory) || t == typeof(IServiceProvider))),
                Is.Empty);

    [Test]
    public void Pages_and_tag_helpers_do_not_use_the_database()
    {
        Type[] kept = [typeof(Db), typeof(Dialect), typeof(DatabaseSettings), typeof(System.Data.Common.DbConnection)];
        var faces = Product.GetTypes().Where(t => typeof(PageModel).IsAssignableFrom(t) || typeof(ITagHelper).IsAssignableFrom(t)
            || t.Namespace?.StartsWith("ProblemTracker.Pages", StringComparison.Ordinal) is true).Where(t => !t.Name.Contains('<'));
        Assert.That(faces.Where(t => Needed(t).Any(kept.Contains)), Is.Empty);
    }

    [Test]
    public void Domain_references_only_the_base_library() =>
        Assert.That(typeof(Role).Assembly.GetReferencedAssemblies().Select(a => a.Name),
            Is.All.Matches<string?>(name => name is "netstandard" or "mscorlib"
                || (name!.StartsWith("System.", StringComparison.Ordinal) && !name.StartsWith("System.Data", StringComparison.Ordinal))));

    [Test]
    public void Only_the_data_folder_depends_on_a_database_provider()
    {
        string[] providers = ["Microsoft.Data.", "DbUp", "Hangfire.SqlServer", "Hangfire.InMemory"];
        var offenders = Product.GetTypes().Where(t => t.Namespace is not "ProblemTracker.Data" && !t.Name.Contains('<'))
            .Where(t => Needed(t).Concat(Held(t))
                .Any(n => providers.Any(p => n.FullName?.StartsWith(p, StringComparison.Ordinal) is true) || n == typeof(SqliteDialect)
                    || n == typeof(SqlServerDialect)));
        Assert.That(offenders, Is.Empty);
    }

    private static Type? AnswerOf(Type type) =>
        type.GetInterfaces()
            .FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequest<>))?.GetGenericArguments()[0];

    private static bool Implements(Type type, Type generic) =>
        type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == generic);

    private static IEnumerable<Type> Handled(Type type) =>
        type.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>));

    /// <summary>The parameter types of a type's constructors and methods.</summary>
    private static IEnumerable<Type> Needed(Type type) =>
        type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance).Cast<MethodBase>()
        .Concat(
            type.GetMethods(
                BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .SelectMany(m => m.GetParameters()).Select(p => p.ParameterType);

    private static IEnumerable<Type> Held(Type type) =>
        type.GetFields(
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Select(f => f.FieldType);
}
