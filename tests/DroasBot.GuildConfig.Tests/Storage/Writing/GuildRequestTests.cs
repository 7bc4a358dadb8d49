using DroasBot.GuildConfig.Backgrounds;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Storage.Writing;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Storage.Writing;

public sealed class GuildRequestTests
{
    private static readonly SettingsRegistry _registry = new();
    private static readonly BackgroundContent _content = new(new string('a', 64), "image/png", 1, 1, 1);

    private readonly WriteRules _rules = new(new BackgroundRules(Path.GetTempPath()), _registry, TimeProvider.System);

    [Fact]
    public void Apply_SecondRunFails_SetsNoBackground()
    {
        var runs = 0;
        var edit = new UpdateOperation(
            1,
            guild =>
            {
                guild.SetBackground(_content);
                _ = ++runs == 1 ? 0 : throw new FormatException("mine");
            },
            ChangeContext.None);
        var request = new GuildRequest<GuildConfigSnapshot>(edit, static (_, after) => after, TimeSpan.FromMinutes(1), new ReentrancyGuard());

        Run(request, channel: 5);
        Assert.Equal(_content.Hash, request.NewBackground?.ContentHash);
        Run(request, channel: 6);

        Assert.IsType<FormatException>(request.Failure);
        Assert.Null(request.NewBackground);
    }

    private void Run(GuildRequest<GuildConfigSnapshot> request, ulong channel)
    {
        var plan = new WritePlan(new Clock(1, "", ""));
        plan.Add(new GuildState(new GuildConfigSnapshot(1, channel, background: null, _registry.Defaults, 1, 1, revision: 1), newestChange: 1));
        request.Prepare(plan, _rules);
        request.Apply(plan, _rules);
    }
}
