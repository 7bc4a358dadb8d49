namespace DroasBot.GuildConfig.Sample.Bot;

/// <summary>The slash commands of administrators. Each returns the answer that they see.</summary>
internal sealed class SlashCommands(IGuildConfigService configs, IGuildBackgroundStore pictures, IGuildSettingsSchema schema)
{
    /// <summary>The most suggestions that Discord shows.</summary>
    private const int MostSuggestions = 25;

    /// <summary><c>/welcome channel</c>.</summary>
    public Task<string> SetWelcomeChannelAsync(ulong guildId, ulong userId, ulong? channelId)
        => AnswerAsync(() => configs.UpdateAsync(guildId, guild => guild.WelcomeChannelId = channelId, By(userId, "/welcome channel")));

    /// <summary><c>/welcome picture</c>, with the file that the administrator attached.</summary>
    public Task<string> SetWelcomePictureAsync(ulong guildId, ulong userId, Stream upload)
        => AnswerAsync(async () =>
        {
            // Read the bytes first: an edit runs inside the transaction, which must not wait for an upload.
            var picture = await pictures.PutAsync(upload);
            return await configs.UpdateAsync(guildId, guild => guild.SetBackground(picture), By(userId, "/welcome picture"));
        });

    /// <summary><c>/settings set</c>, for every setting: a new one needs no new command.</summary>
    public Task<string> SetAsync(ulong guildId, ulong userId, string path, string value)
        => AnswerAsync(() => configs.UpdateAsync(guildId, guild => guild.Write(path, value), By(userId, "/settings set")));

    /// <summary>The autocomplete of the option <c>path</c>: the label that people read, and the value that is sent.</summary>
    public IEnumerable<(string Label, string Path)> SuggestPaths(string typed)
        => schema.Sections.SelectMany(section => section.Members, (section, member) => (Label: $"{section.Label}: {member.Label}", member.Path, member.Kind))
            .Where(member => member.Kind != GuildSettingsMemberKind.Object && member.Label.Contains(typed, StringComparison.CurrentCultureIgnoreCase))
            .Take(MostSuggestions)
            .Select(member => (member.Label, member.Path));

    /// <summary>The autocomplete of the option <c>value</c>, once the path is chosen.</summary>
    public IEnumerable<string> SuggestValues(string path, string typed)
    {
        var member = schema.Sections.SelectMany(section => section.Members).FirstOrDefault(member => member.Path == path);
        var choices = member?.Kind == GuildSettingsMemberKind.Boolean ? ["true", "false"] : member?.Choices ?? [];
        return choices.Where(choice => choice.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).Take(MostSuggestions);
    }

    /// <summary>Who made the change and why; kept in the guild's history.</summary>
    private static ChangeContext By(ulong userId, string reason) => new() { ActorId = userId, Reason = reason };

    private static async Task<string> AnswerAsync(Func<Task<GuildConfigSnapshot>> change)
    {
        try
        {
            return $"Done, revision {(await change()).Revision}.";
        }
        catch (GuildSettingsValidationException invalid)
        {
            return string.Join(' ', invalid.Violations.Select(violation => violation.Message).Distinct());
        }
        catch (ArgumentException refused)
        {
            // No such path, a value of the wrong type, not a PNG or JPEG: the message is written for the person who typed it.
            return refused.Message;
        }
        catch (GuildConfigStoreException)
        {
            // The database is unavailable. What was stored before is safe and still in memory, so the bot keeps working with it.
            return "That cannot be stored at the moment, and nothing was changed. Try again in a minute.";
        }
    }
}
