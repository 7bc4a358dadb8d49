INSERT INTO background_asset (id, file_path, media_type, created_at) VALUES ('0199A0C5-7E00-7000-8000-00000000ABCD', 'guilds/größe.png', 'image/png', 1767225600400);
INSERT INTO guild_config (guild_id, welcome_channel_id, background_ref, settings, created_at, updated_at, revision) VALUES
    (1, NULL, NULL, '{}', 1767225600000, 1767225600000, 1),
    (175928847299117063, 175928847299117064, '0199A0C5-7E00-7000-8000-00000000ABCD', '{"welcome":{"greeting":"Grüße"}}', 1767225600123, 1767225600456, 3),
    (-1, -1, NULL, '{}', 1767225600789, 1767225600789, 4);
INSERT INTO guild_config_change (revision, guild_id, kind, actor_id, reason, changed_at, "before", "after", previous, mark, digest) VALUES
    (1, 1, 0, NULL, NULL, 1767225600000, NULL, '{"revision":1,"createdAt":1767225600000,"updatedAt":1767225600000,"settings":{}}', NULL, '6b0d1e6d0c8a4f01', 2005506976981178958),
    (2, 175928847299117063, 0, -2, 'joined', 1767225600123, NULL, '{"revision":2,"createdAt":1767225600123,"updatedAt":1767225600123,"settings":{}}', NULL, NULL, -8890460668664914014),
    (3, 175928847299117063, 1, 77, NULL, 1767225600456, NULL, '{"revision":3,"createdAt":1767225600123,"updatedAt":1767225600456,"welcomeChannelId":"175928847299117064","background":{"id":"0199a0c5-7e00-7000-8000-00000000abcd","filePath":"guilds/größe.png","mediaType":"image/png","createdAt":1767225600400},"settings":{"welcome":{"greeting":"Grüße"}}}', 2, '6b0d1e6d0c8a4f03', -9179308926326585549),
    (4, -1, 0, NULL, NULL, 1767225600789, NULL, '{"revision":4,"createdAt":1767225600789,"updatedAt":1767225600789,"welcomeChannelId":"18446744073709551615","settings":{}}', NULL, '6b0d1e6d0c8a4f04', 9063774695266845206);
UPDATE guild_config_clock SET revision = 4, epoch = '00112233445566778899aabbccddeeff', mark = '6b0d1e6d0c8a4f04';
