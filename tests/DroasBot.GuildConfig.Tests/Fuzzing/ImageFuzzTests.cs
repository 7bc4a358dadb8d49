using DroasBot.GuildConfig.Backgrounds;
using DroasBot.GuildConfig.Contract;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Fuzzing;

/// <summary>Images that users upload.</summary>
public sealed class ImageFuzzTests
{
    private const int MostBytes = 16_000;

    private static readonly byte[][] _files = [Pictures.Png(1), Pictures.Png(2, padding: 300), Pictures.Jpeg(1), Pictures.Jpeg(2, frame: 0xC2)];

    [Fact]
    public Task Read_AnyBytes_ReturnsASizeOrIsRefused() => Fuzz.RunAsync(
        random => Mutate(_files[random.Next(_files.Length)], random),
        Convert.ToHexString,
        bytes =>
        {
            try
            {
                var header = ImageHeader.Read(bytes);
                Assert.InRange(header.Width, 1, ImageHeader.MaxSide);
                Assert.InRange(header.Height, 1, ImageHeader.MaxSide);
                Assert.True(MediaTypes.HasSignature(bytes, header.MediaType));
                return true;
            }
            catch (FormatException refused)
            {
                Assert.NotEmpty(refused.Message);
                return false;
            }
        },
        bytesPerCharacter: 1);

    private static byte[] Mutate(byte[] file, Random random)
    {
        var bytes = file.ToList();
        for (var times = random.Next(1, 6); times > 0 && bytes.Count > 0; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.RemoveRange(at, random.Next(bytes.Count - at));
                    break;
                case 3 when bytes.Count < MostBytes:
                    bytes.InsertRange(at, bytes.GetRange(at, random.Next(bytes.Count - at)));
                    break;
                case 4:
                    bytes[at] = 0xFF;
                    break;
                default:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
            }
        }

        return [.. bytes];
    }
}
