using DroasBot.GuildConfig.Backgrounds;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Storage.Writing;
using DroasBot.GuildConfig.Support;

namespace DroasBot.GuildConfig.Tests.Storage.Writing;

/// <summary>A request that records which thread plans it, and how far.</summary>
/// <param name="code">Runs where the host's code does.</param>
/// <param name="operation">Its operation, if it has one.</param>
internal sealed class PlannedRequest(Action? code = null, GuildOperation? operation = null) : WriteRequest<bool>(Deadlines.Limit)
{
    public static WriteRules Rules => new(new BackgroundRules("."), new SettingsRegistry(), TimeProvider.System);

    public override GuildOperation? Operation => operation;

    public Thread? Thread { get; private set; }

    public bool IsApplied { get; private set; }

    public static WritePlan NewPlan() => new(new Clock(0, "epoch", "mark"));

    public override void Prepare(WritePlan plan, WriteRules rules)
    {
        Thread = Thread.CurrentThread;
        code?.Invoke();
    }

    public override void Apply(WritePlan plan, WriteRules rules) => IsApplied = true;
}
