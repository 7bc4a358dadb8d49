using System.Diagnostics;
using DroasBot.GuildConfig.Sample.Bot;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;

namespace DroasBot.GuildConfig.Sample.StandIn;

/// <summary>Simulates Discord. It replaces the client of a Discord library and, like that, is a hosted service, so it starts when all settings are in memory.</summary>
internal sealed class Gateway(
    GuildEvents events, SlashCommands commands, IGuildConfigService configs, IGuildConfigCache cache, Seed seed, Load load, Display display, RunOptions options, IHostApplicationLifetime lifetime)
    : BackgroundService
{
    private const ulong Administrator = 80351110224678912;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            display.Line($"A welcome bot with a simulated Discord. Its configuration is in {(options.Postgres is null ? options.Database : "PostgreSQL")}.");
            var home = await configs.GetAsync(GuildIds.Home, stoppingToken);
            display.Line(home.Exists
                ? $"Survived from the last run: {cache.GetStatistics().Count:N0} guilds; guild {home.GuildId} with channel {home.WelcomeChannelId}, revision {home.Revision}, changed {home.UpdatedAt:u}."
                : "First run: there is nothing from an earlier one. Run it again to see what survives.");
            await PlayAsync(await seed.PlantAsync(options.Guilds, stoppingToken), stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            display.Line("Interrupted. What is stored stays, and the next run continues from there.");
        }
        finally
        {
            lifetime.StopApplication();
        }
    }

    private async Task PlayAsync(List<ulong> guildIds, CancellationToken stoppingToken)
    {
        var begun = Stopwatch.GetTimestamp();

        // While the bot was down, one guild removed it; those that did so in an earlier run have invited it again.
        guildIds.Remove(GuildIds.PickOther(guildIds));
        display.Event(Stopwatch.GetElapsedTime(begun), $"ready, in {guildIds.Count:N0} guilds", await events.ReadyAsync(guildIds));

        using var otherProgram = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = options.Database, Pooling = false }.ConnectionString);
        var script = Script(GuildIds.Home, GuildIds.PickOther(guildIds), otherProgram).ToList();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var busyDay = load.RunAsync(guildIds, end.Token);
        try
        {
            foreach (var (what, handleAsync) in script)
            {
                await Task.Delay(options.Length / script.Count, stoppingToken);

                // An event that was taken is handled to its end, even while the bot stops.
                display.Event(Stopwatch.GetElapsedTime(begun), what, await handleAsync());
            }
        }
        finally
        {
            otherProgram.Close();
            await end.CancelAsync();
            await busyDay;
        }
    }

    private IEnumerable<(string What, Func<Task<string>> HandleAsync)> Script(ulong home, ulong other, SqliteConnection otherProgram)
    {
        var (channel, limit, joined) = (GuildIds.NewChannel(home), Random.Shared.Next(1, 100), GuildIds.New());
        yield return ("Ada joins", () => JoinAsync(home, "Ada"));
        yield return ($"/welcome channel {channel}", () => commands.SetWelcomeChannelAsync(home, Administrator, channel));
        yield return ("/welcome picture hall.png", () => commands.SetWelcomePictureAsync(home, Administrator, Seed.OpenPicture(Seed.Hall)));
        yield return ("Grace joins", () => JoinAsync(home, "Grace"));
        yield return ("/settings set mo (autocomplete)", () => Task.FromResult(string.Join(", ", commands.SuggestPaths("mo").Select(suggestion => suggestion.Label))));
        yield return ("/settings set moderation.action (autocomplete)", () => Task.FromResult(string.Join(", ", commands.SuggestValues("moderation.action", ""))));
        yield return ("/settings set moderation.action Ban", () => commands.SetAsync(home, Administrator, "moderation.action", "Ban"));
        yield return ("/settings set moderation.warnLimit 500", () => commands.SetAsync(home, Administrator, "moderation.warnLimit", "500"));
        yield return ($"/settings set moderation.warnLimit {limit}", () => commands.SetAsync(home, Administrator, "moderation.warnLimit", $"{limit}"));
        yield return ($"guild {other} is unavailable", () => events.GuildGoneAsync(other, isUnavailable: true));
        yield return ($"guild {other} is available", () => events.GuildAvailableAsync(other));
        yield return ($"guild {other} has removed the bot", () => events.GuildGoneAsync(other, isUnavailable: false));
        yield return ($"guild {other} has invited the bot again", () => events.GuildAvailableAsync(other));
        yield return ($"guild {joined} has invited the bot", () => events.GuildAvailableAsync(joined));
        if (options.Postgres is null)
        {
            // A transaction that is kept open, so that nothing else can be written. The file is not harmed, however this process ends.
            var next = GuildIds.NewChannel(home);
            yield return ("another program locks the database", () => LockAsync(otherProgram));
            yield return ($"/welcome channel {next}", () => commands.SetWelcomeChannelAsync(home, Administrator, next));
            yield return ("Alan joins", () => JoinAsync(home, "Alan"));
            yield return ("the other program ends", () => UnlockAsync(otherProgram));
            yield return ($"/welcome channel {next}", () => commands.SetWelcomeChannelAsync(home, Administrator, next));
        }
    }

    private static async Task<string> LockAsync(SqliteConnection otherProgram)
    {
        await otherProgram.OpenAsync();
        await otherProgram.BeginTransactionAsync();
        return "from now on, nothing can be stored";
    }

    private static async Task<string> UnlockAsync(SqliteConnection otherProgram)
    {
        await otherProgram.CloseAsync();
        return "the bot needs no restart";
    }

    private async Task<string> JoinAsync(ulong guildId, string member)
    {
        var welcome = await events.MemberJoinedAsync(guildId, member);
        await using var picture = welcome?.Picture;
        return welcome is null ? "no welcome" : $"to channel {welcome.ChannelId}: {welcome.Text}{(picture is null ? "" : $" (with a picture of {picture.Length} bytes)")}";
    }
}
