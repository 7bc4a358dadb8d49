using DroasBot.GuildConfig.Support.Processes;

namespace DroasBot.GuildConfig.Faults.Support;

/// <summary>A node that writes until it is killed.</summary>
internal static class WritingNode
{
    /// <summary>Lets a node write to a migrated database, and kills it after the given number of acknowledgements.</summary>
    /// <returns>Everything that it acknowledged, including what was still in the pipe.</returns>
    public static async Task<IReadOnlyList<Acknowledgement>> WriteAndKillAsync(string database, int units)
    {
        await (await FaultHost.StartAsync(database)).DisposeAsync();
        await using var node = NodeProcess.Start("write-until-killed", database, "1");
        var acknowledged = new List<Acknowledgement>();
        while (await node.ReadLineAsync() is { } line)
        {
            if (Acknowledgement.Parse(line) is { } acknowledgement)
            {
                acknowledged.Add(acknowledgement);
                if (acknowledged.Count == units)
                {
                    node.Kill();
                }
            }
        }

        await node.WaitForExitAsync();
        return acknowledged;
    }
}
