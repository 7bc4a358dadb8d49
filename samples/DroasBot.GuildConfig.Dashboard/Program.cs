using DroasBot.GuildConfig.Dashboard;

await DashboardHost.Build(args).RunAsync();
