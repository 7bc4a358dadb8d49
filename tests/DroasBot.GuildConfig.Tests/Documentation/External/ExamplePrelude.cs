using DroasBot.GuildConfig;
using DroasBot.GuildConfig.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moq;

namespace Snippets.Examples;

/// <summary>The variables and methods that an example in a doc comment may use. None of this runs.</summary>
internal abstract class Prelude : Snippets.Prelude
{
    protected static readonly IHost host = builder.Build();
    protected static readonly ILogger logger = provider.GetRequiredService<ILogger>();
    protected static readonly IGuildBackgroundStore backgrounds = provider.GetRequiredService<IGuildBackgroundStore>();
    protected static readonly IGuildConfigLifecycle lifecycle = provider.GetRequiredService<IGuildConfigLifecycle>();
    protected static readonly IGuildConfigMaintenance maintenance = provider.GetRequiredService<IGuildConfigMaintenance>();
    protected static readonly IGuildSettingsSchema schema = provider.GetRequiredService<IGuildSettingsSchema>();
    protected static readonly GuildConfigFaults faults = provider.GetRequiredService<GuildConfigFaults>();
    protected static readonly Mock<IGuildConfigService> mock = new();
    protected static readonly GuildConfigSnapshot guild = GuildConfigSnapshots.Create(guildId);
    protected static readonly IFormFile file = provider.GetRequiredService<IFormFile>();
    protected static readonly IReadOnlyDictionary<ulong, ulong> sameNames = new Dictionary<ulong, ulong>();
    protected static readonly Client client = new();
    protected static readonly Bot bot = new();
    protected static readonly CancellationToken stoppingToken = CancellationToken.None;
    protected const ulong administrator = admin;
    protected const ulong member = admin;
    protected const ulong oldGuildId = guildId;
    protected const ulong newGuildId = otherGuildId;
    protected const ulong oldChannelId = channelId;
    protected const ulong newChannelId = channelId + 1;
    protected const ulong lastOfThePageBefore = guildId;
    protected const long cursor = 1;
    protected const long revision = 1;
    protected const string hash = "";

    protected static Task SendAsync(ulong channel, string text) => Task.CompletedTask;

    protected static Task DrawAsync(Stream image) => Task.CompletedTask;

    protected static Task HandleAsync(GuildConfigChange change) => Task.CompletedTask;

    protected static Task SaveCursorAsync(long revision) => Task.CompletedTask;

    protected static ValueTask<string> GetPasswordAsync(CancellationToken cancellationToken) => new("");
}

/// <summary>Settings of an immutable type.</summary>
public sealed record ModerationSettings
{
    public ulong? LogChannelId { get; init; }

    public int WarnLimit { get; init; } = 3;
}

/// <summary>Settings of a mutable type.</summary>
public sealed class TicketSettings
{
    public int Open { get; set; }
}

/// <summary>A host's own authorizer.</summary>
public sealed class AdministratorsOnly : IGuildConfigAuthorizer
{
    public ValueTask<bool> AuthorizeAsync(GuildConfigAccess access, CancellationToken cancellationToken) => new(true);
}

/// <summary>A host's information about its administrators.</summary>
public sealed class Roles
{
    public Task<bool> IsAdministratorAsync(ulong guildId, ulong userId, CancellationToken cancellationToken) => Task.FromResult(true);
}

/// <summary>Stands in for the client of a Discord library.</summary>
public sealed class Client
{
    public event Func<Guild, Task> GuildAvailable { add { } remove { } }

    public event Func<Guild, Task> LeftGuild { add { } remove { } }

    public event Func<Channel, Task> ChannelDestroyed { add { } remove { } }

    public IReadOnlyCollection<Guild> Guilds { get; } = [];
}

/// <summary>A guild of <see cref="Client"/>.</summary>
public sealed record Guild(ulong Id);

/// <summary>A channel of <see cref="Client"/>.</summary>
public sealed record Channel(ulong Id, ulong GuildId);

/// <summary>Code that a host tests.</summary>
public sealed class Bot
{
    public Task WelcomeAsync(ulong guildId, ulong memberId) => Task.CompletedTask;

    public Task SetChannelAsync(ulong guildId, ulong channelId) => Task.CompletedTask;
}
