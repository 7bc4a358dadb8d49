using DroasBot.GuildConfig;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Snippets;

/// <summary>The variables that a page's statements may use without declaring them. None of this runs.</summary>
internal abstract class Prelude
{
    protected static readonly string[] args = [];
    protected static readonly IServiceCollection services = new ServiceCollection();
    protected static readonly IServiceProvider provider = services.BuildServiceProvider();
    protected static readonly HostApplicationBuilder builder = Host.CreateApplicationBuilder();
    protected static readonly WebApplication app = WebApplication.Create();
    protected static readonly IGuildConfigService configs = provider.GetRequiredService<IGuildConfigService>();
    protected static readonly IGuildConfigChangeLog changes = provider.GetRequiredService<IGuildConfigChangeLog>();
    protected static readonly IGuildConfigCache cache = provider.GetRequiredService<IGuildConfigCache>();
    protected static readonly GuildConfigDbContext context = provider.GetRequiredService<IDbContextFactory<GuildConfigDbContext>>().CreateDbContext();
    protected const ulong guildId = 175928847299117063;
    protected const ulong otherGuildId = 81384788765712384;
    protected const ulong channelId = 381870553235193857;
    protected const ulong admin = 80351110224678912;
    protected static readonly CancellationToken cancellationToken = CancellationToken.None;
}

/// <summary>A host's own entry point.</summary>
public sealed class DashboardProgram;
