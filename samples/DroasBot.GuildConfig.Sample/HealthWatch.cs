using DroasBot.GuildConfig.Sample.Bot;
using DroasBot.GuildConfig.Sample.Display;

namespace DroasBot.GuildConfig.Sample;

/// <summary>Reads guilds as a bot does, and says what becomes of its health: unplug the database, and plug it in again.</summary>
internal sealed class HealthWatch(HealthProbe probe, IGuildConfigService configs, IGuildConfigCache cache, IDisplay display)
{
    private const int ReadsPerCheck = 10;

    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    private readonly GuildDirectory _guilds = new(configs);
    private readonly Timeline _timeline = new(display, TimeProvider.System);
    private int _answered;
    private int _failed;

    /// <summary>Ends without an error when cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await cache.RefreshAllAsync(cancellationToken: cancellationToken);
        await _guilds.LoadAsync(cancellationToken);
        display.Line($"Watching the health of a process that reads {_guilds.Count:N0} guilds; Ctrl+C ends it.");
        _timeline.Begin();
        try
        {
            await CheckForEverAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl+C is how it ends.
        }
    }

    private async Task CheckForEverAsync(CancellationToken cancellationToken)
    {
        var shown = "";
        using var timer = new PeriodicTimer(_interval);
        do
        {
            await ReadAsync(cancellationToken);
            var text = HealthProbe.Text(await probe.CheckAsync(cancellationToken));
            if (WithoutDigits(text) is var news && news != shown)
            {
                _timeline.Add($"{text} (reads so far: {_answered:N0} answered, {_failed:N0} failed)");
                shown = news;
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>A description may tell for how long it has been so; that this grows is no news.</summary>
    private static string WithoutDigits(string text) => string.Concat(text.Where(character => !char.IsAsciiDigit(character)));

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        for (var read = 0; read < ReadsPerCheck && _guilds.Count > 0; read++)
        {
            try
            {
                await configs.GetAsync(_guilds.Pick(Random.Shared), cancellationToken);
                _answered++;
            }
            catch (GuildConfigStoreException)
            {
                _failed++;
            }
        }
    }
}
