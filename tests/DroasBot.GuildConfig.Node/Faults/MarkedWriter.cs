using System.Security.Cryptography;
using DroasBot.GuildConfig.Contract;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Node.Faults;

/// <summary>Changes guilds that no other writer changes, one unit of work after another, so that the state after each is known in advance.</summary>
internal sealed class MarkedWriter(IServiceProvider services, Marks marks, int number)
{
    private const int Guilds = 6;
    private const string Absent = "none";

    /// <summary>The size of an image, a few pages of the database.</summary>
    private const int PaddingOfAnImage = 9_000;

    private readonly IGuildConfigService _service = services.GetRequiredService<IGuildConfigService>();
    private readonly Random _random = new(number);
    private readonly HashSet<ulong> _present = [];
    private int _index;

    public async Task RunAsync(Func<bool> isOver)
    {
        while (!isOver())
        {
            var guild = NextGuild();
            await (_random.Next(12) switch
            {
                0 when _present.Contains(guild) => DeleteAsync(guild),
                <= 2 => TransactAsync(guild),
                3 => SetImageAsync(guild),
                _ => UpdateAsync(guild),
            });
        }
    }

    public Task RunAsync(int units)
    {
        var end = _index + units;
        return RunAsync(() => _index >= end);
    }

    /// <summary>Changes each guild as a user, and then erases that user from the history.</summary>
    public async Task EraseUserAsync(ulong user)
    {
        var reason = $"by-user-{user}.";
        for (var place = 1; place <= Guilds; place++)
        {
            await UpdateAsync(Guild(place), new ChangeContext { ActorId = user, Reason = reason });
        }

        await MarkAsync([$"gone={reason}"], async () =>
        {
            await Maintenance.EraseUserAsync(user);
            return 0;
        });
    }

    public Task EraseGuildAsync()
    {
        var guild = Guild(1);
        return MarkAsync([$"{guild}={Absent}", $"gone={PathOf(guild)}"], async () =>
        {
            await Maintenance.EraseGuildAsync(guild);
            return 0;
        });
    }

    public Task PruneAsync() => MarkAsync([], () => Maintenance.PruneHistoryAsync(DateTimeOffset.UtcNow));

    private IGuildConfigMaintenance Maintenance => services.GetRequiredService<IGuildConfigMaintenance>();

    private static string PathOf(ulong guild) => $"guild-{guild}/";

    private ulong Guild(int place) => ((ulong)number * 100) + (ulong)place;

    private ulong NextGuild() => Guild(_random.Next(Guilds) + 1);

    private Task UpdateAsync(ulong guild, ChangeContext? context = null)
    {
        var (item, edit) = Plan(guild);
        return MarkAsync([item], async () => (await _service.UpdateAsync(guild, edit, context)).Revision);
    }

    private Task DeleteAsync(ulong guild)
    {
        _present.Remove(guild);
        return MarkAsync([$"{guild}={Absent}"], async () => await _service.DeleteAsync(guild) ? 0 : throw new InvalidOperationException("It was there."));
    }

    private Task TransactAsync(ulong first)
    {
        var second = first == Guild(Guilds) ? Guild(1) : first + 1;
        var (firstItem, firstEdit) = Plan(first);
        var (secondItem, secondEdit) = Plan(second);
        return MarkAsync([firstItem, secondItem], async () =>
        {
            long revision = 0;
            await _service.TransactAsync(async (transaction, cancellationToken) =>
            {
                await transaction.UpdateAsync(first, firstEdit, cancellationToken);
                revision = (await transaction.UpdateAsync(second, secondEdit, cancellationToken)).Revision;
            });
            return revision;
        });
    }

    private async Task SetImageAsync(ulong guild)
    {
        var image = Pictures.Png((number * 1_000_000) + _index, padding: PaddingOfAnImage);
        var hash = Convert.ToHexStringLower(SHA256.HashData(image));
        BackgroundContent? content = null;
        await MarkAsync([$"image={hash}"], async () =>
        {
            using var stream = new MemoryStream(image);
            content = await services.GetRequiredService<IGuildBackgroundStore>().PutAsync(stream);
            return 0;
        });
        _present.Add(guild);
        var channel = NextChannel();
        await MarkAsync([$"{guild}={channel}:{hash}"], async () => (await _service.UpdateAsync(guild, editor =>
        {
            editor.WelcomeChannelId = channel;
            editor.SetBackground(content!);
        })).Revision);
    }

    /// <summary>Returns a value that no other change has.</summary>
    private ulong NextChannel() => ((ulong)number * 1_000_000) + (ulong)_index + 1;

    private (string Item, Action<GuildConfigEditor> Edit) Plan(ulong guild)
    {
        _present.Add(guild);
        var channel = NextChannel();
        var path = _random.Next(3) == 0 ? null : $"{PathOf(guild)}{channel}.png";
        return ($"{guild}={channel}:{path ?? "-"}", Edit);

        void Edit(GuildConfigEditor editor)
        {
            editor.WelcomeChannelId = channel;
            if (path is null)
            {
                editor.ClearBackground();
            }
            else
            {
                editor.SetBackground(path, "image/png");
            }
        }
    }

    private async Task MarkAsync(IEnumerable<string> items, Func<Task<long>> unit)
    {
        var index = _index++;
        marks.Ask(number, index, items);
        marks.Acknowledge(number, index, await unit());
    }
}
