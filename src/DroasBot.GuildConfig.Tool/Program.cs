using DroasBot.GuildConfig.Tool;

return await GuildConfigTool.RunAsync(args, new()).ConfigureAwait(false);
