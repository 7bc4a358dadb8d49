using System.Globalization;
using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Commands.Output;

namespace DroasBot.GuildConfig.Commands.Commands;

/// <summary>Reads guilds as a bot does, and reports changes of its health, for example when the database goes away and comes back.</summary>
internal sealed class HealthWatch(HealthProbe probe, CommandContext context)
{
    private const int ReadsPerCheck = 10;

    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    private readonly List<ulong> _guilds = [];
    private int _answered;
    private int _failed;

    /// <summary>Completes without an error when cancelled.</summary>
    public async Task RunAsync()
    {
        await context.Cache.RefreshAllAsync(cancellationToken: context.CancellationToken).ConfigureAwait(false);
        await foreach (var guild in context.Configs.ListAsync(context.CancellationToken).ConfigureAwait(false))
        {
            _guilds.Add(guild.GuildId);
        }

        context.Screen.Note($"Watching the health of a process that reads {_guilds.Count:N0} guilds; Ctrl+C ends it.");
        try
        {
            await CheckForEverAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            // Ctrl+C ends it.
        }
    }

    private async Task CheckForEverAsync()
    {
        var begun = TimeProvider.System.GetTimestamp();
        var shown = "";
        using var timer = new PeriodicTimer(_interval);
        do
        {
            await ReadAsync().ConfigureAwait(false);
            var text = CheckReport.Text(await probe.CheckAsync(context.CancellationToken).ConfigureAwait(false));
            if (WithoutDigits(text) is var news && news != shown)
            {
                var seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
                context.Screen.Write(new Outcome(
                    string.Create(CultureInfo.InvariantCulture, $"{seconds,7:+0.000} s  {text} (reads so far: {_answered:N0} answered, {_failed:N0} failed)"),
                    ("seconds", seconds), ("health", text), ("answered", _answered), ("failed", _failed)));
                context.Screen.Flush();
                shown = news;
            }
        }
        while (await timer.WaitForNextTickAsync(context.CancellationToken).ConfigureAwait(false));
    }

    /// <summary>A description may contain a duration; its growth alone is not a change.</summary>
    private static string WithoutDigits(string text) => string.Concat(text.Where(character => !char.IsAsciiDigit(character)));

    private async Task ReadAsync()
    {
        for (var read = 0; read < ReadsPerCheck && _guilds.Count > 0; read++)
        {
            try
            {
                await context.Configs.GetAsync(_guilds[Random.Shared.Next(_guilds.Count)], context.CancellationToken).ConfigureAwait(false);
                _answered++;
            }
            catch (GuildConfigStoreException)
            {
                _failed++;
            }
        }
    }
}
