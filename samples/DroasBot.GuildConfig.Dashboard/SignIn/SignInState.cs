namespace DroasBot.GuildConfig.Dashboard.SignIn;

/// <summary>What the page needs to know first.</summary>
/// <param name="User">The signed-in user; <see langword="null"/> if nobody is signed in.</param>
/// <param name="AntiforgeryToken">The token that every request that changes something must carry.</param>
/// <param name="DevelopmentUsers">The users who can sign in without a password.</param>
/// <param name="Discord">Whether sign-in with Discord is configured.</param>
internal sealed record SignInState(SignedInUser? User, string AntiforgeryToken, IReadOnlyList<string> DevelopmentUsers, bool Discord);
