namespace DroasBot.GuildConfig.Dashboard.SignIn;

internal sealed record SignedInUser(string Id, string Name);
