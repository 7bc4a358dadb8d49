using System.Text.Json.Nodes;
using DroasBot.GuildConfig.Commands.CommandLine;
using DroasBot.GuildConfig.Commands.Output;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace DroasBot.GuildConfig.Commands.Databases;

/// <summary>Describes a database as a whole.</summary>
/// <param name="Name">The full path of the file, or server and database.</param>
/// <param name="Engine">The engine and its version.</param>
/// <param name="Schema">The newest migration; <see langword="null"/> if there is none.</param>
/// <param name="Revision">The number of the newest change; <see langword="null"/> if it cannot be read.</param>
/// <param name="Guilds">How many guilds are stored; <see langword="null"/> if they cannot be counted.</param>
/// <param name="Bytes">Its size on the disk, log included; <see langword="null"/> if unknown.</param>
/// <param name="Users">Who else has it open; <see langword="null"/> if unknown.</param>
/// <param name="Problem">Why a bot could not start on it; <see langword="null"/> if no problem is known.</param>
internal sealed record DatabaseDescription(
    string Name, string Engine, string? Schema, long? Revision, long? Guilds, long? Bytes, DatabaseUsers? Users, string? Problem) : IReport
{
    /// <exception cref="CommandException">There is no database.</exception>
    public static async Task<DatabaseDescription> ReadAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var name = services.GetRequiredService<IDatabaseConnections>().Name;
        var administration = services.GetRequiredService<IDatabaseAdministration>();
        var known = new DatabaseDescription(name, Schema: null, Engine: "", Revision: null, Guilds: null, Bytes: null, Users: null, Problem: null);
        try
        {
            var state = await administration.LookAsync(cancellationToken).ConfigureAwait(false);
            if (!state.Exists)
            {
                throw CommandException.NotUnderstood($"There is no database '{name}'.");
            }

            known = known with { Schema = state.Migrations.Count > 0 ? state.Migrations[^1] : null, Bytes = await administration.MeasureAsync(cancellationToken).ConfigureAwait(false) };
            known = known with { Users = await administration.ListUsersAsync(cancellationToken).ConfigureAwait(false) };
            var repository = services.GetRequiredService<IGuildConfigRepository>();
            return known with
            {
                Guilds = await repository.CountAsync(cancellationToken).ConfigureAwait(false),
                Revision = await repository.ReadRevisionAsync(cancellationToken).ConfigureAwait(false),
                Engine = EngineOf(administration),
            };
        }
        catch (GuildConfigException problem)
        {
            return known with { Problem = problem.Message, Engine = EngineOf(administration) };
        }
    }

    private static string TextOf(DatabaseUser user)
        => $"{user.Program}, process {user.ProcessId}{(user.Address is null ? "" : $", from {user.Address}")}{(user.State is null ? "" : $", {user.State}")}";

    private static string EngineOf(IDatabaseAdministration administration) => $"{administration.EngineVersion.Engine} {administration.EngineVersion.Version}".TrimEnd();

    public IEnumerable<Line> ToLines(int width)
    {
        yield return $"database  {Name}";
        yield return $"engine    {Engine}";
        yield return $"schema    {Schema ?? "none"}";
        yield return $"revision  {(Revision is { } revision ? revision : "unknown")}";
        yield return $"guilds    {(Guilds is { } guilds ? $"{guilds:N0}" : "unknown")}";
        yield return $"size      {(Bytes is { } bytes ? $"{bytes:N0} bytes" : "unknown")}";
        foreach (var (index, user) in (Users?.Users ?? []).Index())
        {
            yield return $"{(index == 0 ? "open in" : ""),-10}{TextOf(user)}";
        }

        if (Users is { Users.Count: 0 })
        {
            yield return "open in   no other process visible from here";
        }

        if (Users?.Unseen is { } unseen)
        {
            yield return $"          {unseen}";
        }

        if (Problem is not null)
        {
            yield return new Line($"problem   {Problem}", Tone.Warning);
        }
    }

    public JsonObject ToJson()
        => new()
        {
            ["database"] = Name,
            ["engine"] = Engine,
            ["schema"] = Schema,
            ["revision"] = Revision,
            ["guilds"] = Guilds,
            ["bytes"] = Bytes,
            ["users"] = new JsonArray([.. (Users?.Users ?? []).Select(user => new JsonObject
            {
                ["processId"] = user.ProcessId,
                ["program"] = user.Program,
                ["address"] = user.Address,
                ["state"] = user.State,
            })]),
            ["problem"] = Problem,
        };
}
