using DroasBot.GuildConfig.Storage;
using DroasBot.GuildConfig.Storage.Sqlite.Salvage;
using DroasBot.GuildConfig.Storage.Transfer;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Node.Faults;

/// <summary>Makes copies of a database, in its directory. In the marks, each is the only unit of a writer.</summary>
internal sealed class RecordedCopies(Marks marks, string file)
{
    private const int FirstWriter = 91;

    public Task BackUpAsync(IGuildConfigMaintenance maintenance) => MarkAsync(0, "backup", () => maintenance.BackupAsync(Sibling("backup.db")));

    public async Task RunAsync(string life)
    {
        await using var database = NodeHost.Build("sqlite:" + file);
        await using var target = NodeHost.Build("sqlite:" + Sibling(life + ".db"));
        await (life switch
        {
            "restored" => MarkAsync(1, "restore", () => database.GetRequiredService<IDatabaseAdministration>().RestoreAsync(Sibling("backup.db"), progress: null, CancellationToken.None)),
            "moved" => MarkAsync(2, "move", () => DatabaseMove.RunAsync(database, target)),
            "salvaged" => MarkAsync(3, "salvage", () => DatabaseSalvage.RunAsync(file, target)),
            _ => throw new ArgumentException($"'{life}' is no life of a node.", nameof(life)),
        });
    }

    private string Sibling(string name) => Path.Combine(Path.GetDirectoryName(file)!, name);

    private async Task MarkAsync(int place, string copy, Func<Task> work)
    {
        marks.Ask(FirstWriter + place, 0, [$"copy={copy}"]);
        await work();
        marks.Acknowledge(FirstWriter + place, 0, revision: 0);
    }
}
