using System.Globalization;

namespace DroasBot.GuildConfig.Node.Faults;

/// <summary>One of the writers: makes random changes to a few guilds, each with its own token as the reason.</summary>
/// <remarks>A line is <c>token|item|...|.</c>, an item <c>set,guild,revision,channel,background</c> or <c>delete,guild</c>; the dot shows that it is complete.</remarks>
internal sealed class Writer(IGuildConfigService service, int seed, int number)
{
    private const int Guilds = 8;

    private readonly Random _random = new(HashCode.Combine(seed, number));
    private int _count;

    public async Task RunAsync()
    {
        while (true)
        {
            _count++;
            var token = string.Create(CultureInfo.InvariantCulture, $"{seed}-{number}-{_count}");
            var context = new ChangeContext { ActorId = (ulong)number + 1, Reason = token };
            var items = _random.Next(10) switch
            {
                0 => await DeleteAsync(context),
                <= 2 => await TransactAsync(context),
                _ => [Describe(await service.UpdateAsync(NextGuild(), Edit, context))],
            };
            if (items.Count > 0)
            {
                await Console.Out.WriteLineAsync($"{token}|{string.Join('|', items)}|.");
            }
        }
    }

    private async Task<IReadOnlyList<string>> DeleteAsync(ChangeContext context)
    {
        var guild = NextGuild();
        return await service.DeleteAsync(guild, context) ? [$"delete,{guild}"] : [];
    }

    private async Task<IReadOnlyList<string>> TransactAsync(ChangeContext context)
    {
        var first = NextGuild();
        var items = new List<string>();
        await service.TransactAsync(
            async (transaction, cancellationToken) =>
            {
                items.Clear();
                items.Add(Describe(await transaction.UpdateAsync(first, Edit, cancellationToken)));
                items.Add(Describe(await transaction.UpdateAsync((first % Guilds) + 1, Edit, cancellationToken)));
                var third = ((first + 1) % Guilds) + 1;
                if (_random.Next(2) == 0 && await transaction.DeleteAsync(third, cancellationToken))
                {
                    items.Add($"delete,{third}");
                }
            },
            context);
        return items;
    }

    private ulong NextGuild() => (ulong)_random.Next(Guilds) + 1;

    private void Edit(GuildConfigEditor editor)
    {
        // A value that no other write has, so that each edit is a change.
        editor.WelcomeChannelId = ((ulong)seed * 100_000_000) + ((ulong)number * 1_000_000) + (ulong)_count;
        switch (_random.Next(4))
        {
            case 0:
                editor.SetBackground($"guild/{editor.WelcomeChannelId}.png", "image/png");
                break;
            case 1:
                editor.ClearBackground();
                break;
            default:
                break;
        }
    }

    private static string Describe(GuildConfigSnapshot snapshot)
        => $"set,{snapshot.GuildId},{snapshot.Revision},{snapshot.WelcomeChannelId},{snapshot.Background?.FilePath ?? "-"}";
}
