using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ProblemTracker.Accounts;
using ProblemTracker.Agency;
using ProblemTracker.Assignments;
using ProblemTracker.AuditLog;
using ProblemTracker.Backups;
using ProblemTracker.Calendars;
using ProblemTracker.Concerns;
using ProblemTracker.Engagement;
using ProblemTracker.Evidence;
using ProblemTracker.Incidents;
using ProblemTracker.Jobs;
using ProblemTracker.Mail;
using ProblemTracker.Maps;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Nudges;
using ProblemTracker.Open311;
using ProblemTracker.Partners;
using ProblemTracker.Patrol;
using ProblemTracker.Portal;
using ProblemTracker.Problems;
using ProblemTracker.PublicRecords;
using ProblemTracker.Reports;
using ProblemTracker.Retention;
using ProblemTracker.Search;
using ProblemTracker.Stakeholders;
using ProblemTracker.Surveys;
using ProblemTracker.Webhooks;

namespace ProblemTracker.Host;

/// <summary>Registers the services that both the server and the verbs need: data, messages, accounts, clock.</summary>
internal static class ServiceSetup
{
    public static IServiceCollection AddTracker(this IServiceCollection services, TrackerOptions options)
    {
        TypeHandlers.Register();
        services.AddSingleton(options);
        services.AddSingleton(options.Database);
        services.AddSingleton(_ => FolderLock.Share(options.DataFolder));
        services.AddSingleton<WriterGate>();
        services.AddScoped<Db>();

        services.TryAddSingleton(_ => new TrackerClock(TimeProvider.System));
        services.AddSingleton<TimeProvider>(p => p.GetRequiredService<TrackerClock>());

        services.AddScoped<CurrentActor>();
        services.AddScoped(p => p.GetRequiredService<CurrentActor>().Value);
        services.AddScoped<RequestKey>();
        services.AddScoped<KeyedRequests>();
        services.AddSingleton<RunningRequests>();
        services.AddSingleton<AccessLog>();
        services.AddScoped<Accesses>();
        services.AddSingleton<RequestHash>();

        services.AddScoped<ServiceFactory>(p => p.GetRequiredService);
        services.AddScoped<IMediator, Mediator>();
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(Measure<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(Authorize<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(Validate<,>));
        ValidatorOptions.Global.LanguageManager = new DefaultSentences();
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(Transact<,>));
        services.Scan(scan => scan.FromAssemblyOf<TrackerOptions>()
            .AddClasses(c => c.AssignableTo(typeof(IRequestHandler<,>)), publicOnly: false)
            .As(type => type.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)))
            .WithScopedLifetime()
            .AddClasses(c => c.AssignableTo(typeof(IPrepare<>)), publicOnly: false)
            .As(type => type.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IPrepare<>)))
            .WithScopedLifetime()
            .AddClasses(c => c.AssignableTo(typeof(IValidator<>)), publicOnly: false).AsImplementedInterfaces().WithSingletonLifetime());

        // When all recurring jobs run at once, they run in this order, so email comes after the jobs that write it.
        services.AddAgency().AddAccounts().AddNeighborhoods().AddMaps().AddAssignments().AddProblems().AddStakeholders().AddIncidents()
            .AddConcerns().AddOpen311().AddSurveys().AddPartners().AddPortal().AddEngagement().AddNudges().AddEvidence().AddPatrol()
            .AddReports().AddPublicRecords().AddCalendars().AddAuditLog().AddRetention().AddWebhooks().AddMail().AddJobs().AddSearch();

        services.AddLocalization();
        services.AddKeyRing(options);
        services.AddSingleton<IXmlRepository, DataProtectionKeys>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(p =>
            new ConfigureOptions<KeyManagementOptions>(keys => keys.XmlRepository = p.GetRequiredService<IXmlRepository>()));
        return services;
    }
}
