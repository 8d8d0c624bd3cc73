using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ProblemTracker.Accounts;
using ProblemTracker.Approvals;
using ProblemTracker.Imports;
using ProblemTracker.Incidents;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Nudges;
using ProblemTracker.Problems;
using ProblemTracker.Reports;
using ProblemTracker.Settings;
using ProblemTracker.Stakeholders;

namespace ProblemTracker;

/// <summary>What every process needs, server and verb alike: data, messages, accounts, clock.</summary>
internal static class ServiceSetup
{
    public static IServiceCollection AddTracker(this IServiceCollection services, TrackerOptions options)
    {
        TypeHandlers.Register();
        services.AddSingleton(options);
        services.AddSingleton(options.Database);
        services.AddSingleton<WriterGate>();
        services.AddScoped<Db>();

        services.TryAddSingleton(_ => new TrackerClock(TimeProvider.System));
        services.AddSingleton<TimeProvider>(p => p.GetRequiredService<TrackerClock>());

        services.AddScoped<CurrentActor>();
        services.AddScoped(p => p.GetRequiredService<CurrentActor>().Value);
        services.AddScoped<RequestKey>();
        services.AddSingleton<RunningRequests>();
        services.AddScoped<Agency>();
        services.AddScoped<ListReader>();
        services.AddScoped<Dossiers>();
        services.AddScoped<DueDates>();
        services.AddScoped<LadderCases>();
        services.AddScoped<Requests>();
        services.AddScoped<ApprovalReader>();
        services.AddScoped<Worksheets>();
        services.AddScoped<OwnerDesk>();
        services.AddSingleton<NeighborhoodMap>();
        services.AddSingleton<RecurringJobs>();
        services.AddScoped<ImportRuns>();
        services.AddScoped<BoundarySave>();
        services.AddScoped<IncidentCopy>();
        services.AddScoped<IncidentPlacement>();
        services.AddScoped<BriefingReader>();
        services.AddSingleton<Uploads>();
        services.AddScoped<SavedMaps>();
        services.AddScoped<ImportLook>();

        services.AddScoped<ServiceFactory>(p => p.GetRequiredService);
        services.AddScoped<IMediator, Mediator>();
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(Authorize<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(Validate<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(Transact<,>));
        services.Scan(scan => scan.FromAssemblyOf<TrackerOptions>()
            .AddClasses(c => c.AssignableTo(typeof(IRequestHandler<,>)), publicOnly: false).AsImplementedInterfaces().WithScopedLifetime()
            .AddClasses(c => c.AssignableTo(typeof(IValidator<>)), publicOnly: false).AsImplementedInterfaces().WithSingletonLifetime());

        services.AddScoped<PasswordCheck>();
        services.AddSingleton<ILookupNormalizer, EmailNormalizer>();
        services.AddIdentityCore<Account>(identity =>
        {
            identity.Lockout.MaxFailedAccessAttempts = 5;
            identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
            // The name is the e-mail address, which our own validator checks; Identity's default refuses o'brien@ and josé@.
            identity.User.AllowedUserNameCharacters = "";
            // Length is checked by our own validator, in the same words everywhere.
            identity.Password = new() { RequiredLength = 1, RequireDigit = false, RequireLowercase = false, RequireUppercase = false, RequireNonAlphanumeric = false };
        }).AddUserStore<AccountStore>();

        services.AddDataProtection().SetApplicationName("ProblemTracker");
        services.AddSingleton<IXmlRepository, DataProtectionKeys>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(p =>
            new ConfigureOptions<KeyManagementOptions>(keys => keys.XmlRepository = p.GetRequiredService<IXmlRepository>()));
        return services;
    }
}
