using System.Data.Common;
using System.Reflection;
using DroasBot.GuildConfig.Dashboard.Guilds;
using DroasBot.GuildConfig.Dashboard.Security;
using DroasBot.GuildConfig.Dashboard.SignIn;
using DroasBot.GuildConfig.Sample.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DroasBot.GuildConfig.Dashboard;

/// <summary>Builds the dashboard: the library, the sign-in, the endpoints and the page.</summary>
internal static class DashboardHost
{
    private const string DefaultDatabase = "guild-config-sample.db";

    /// <param name="args">The command line, as in <c>--Database=bot.db --urls=http://127.0.0.1:5000</c>.</param>
    /// <param name="configure">Lets a test replace parts of the program.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ApplicationName = typeof(DashboardHost).Assembly.GetName().Name, ContentRootPath = AppContext.BaseDirectory });
        AddServices(builder);
        configure?.Invoke(builder);
        if (Assembly.GetEntryAssembly()?.GetName().Name == "GetDocument.Insider")
        {
            // The build runs this to generate the OpenAPI document, which must not open a database.
            builder.Services.RemoveAll<IHostedService>();
        }

        var app = builder.Build();
        Map(app);
        return app;
    }

    private static void AddServices(WebApplicationBuilder builder)
    {
        var database = new DbConnectionStringBuilder { ["Data Source"] = builder.Configuration["Database"] ?? DefaultDatabase };
        builder.Services.AddGuildConfig(database.ConnectionString).AddSampleSettings().AddAuthorizer<SettingsAuthorizer>();
        builder.Services.AddHostedService<DemoGuilds>();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddSignIn(builder.Configuration, builder.Environment);
        builder.Services.AddAntiforgery(options => options.HeaderName = AntiforgeryFilter.Header);
        builder.Services.AddRequestLimits();
        builder.Services.AddProblemDetails();
        builder.Services.AddOpenApi();
    }

    private static void Map(WebApplication app)
    {
        app.UseExceptionHandler();
        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
        }

        app.UseSecurityHeaders();
        app.UseDefaultFiles();
        app.UseStaticFiles();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();

        // A browser asks for it where no page names another icon.
        app.MapGet("/favicon.ico", () => TypedResults.LocalRedirect("/icon.svg", permanent: true)).ExcludeFromDescription();
        app.MapOpenApi();
        app.MapSignIn();
        app.MapMyGuilds();
        app.MapGuildConfig("/guilds").RequireAuthorization().RequireRateLimiting(RequestLimits.Policy).AddEndpointFilter<RouteGroupBuilder, AntiforgeryFilter>();
    }
}
