"""Links in the shapes that people paste: within a group all lead to the same thing, across groups never."""

SAME_THING: tuple[tuple[str, ...], ...] = (
    # X: the number alone is the post; one digit more is another
    (
        "https://x.com/harbour_news/status/1790000000000000001",
        "https://twitter.com/harbour_news/status/1790000000000000001?s=20&t=AbCdEf",
        "http://mobile.twitter.com/i/web/status/1790000000000000001",
        "x.com/renamed_since/status/1790000000000000001/photo/1",
        "hxxps://x[.]com/harbour_news/status/1790000000000000001",
        "https://nitter.net/harbour_news/status/1790000000000000001#m",
        "https://vxtwitter.com/harbour_news/STATUS/1790000000000000001",
        "https://web.archive.org/web/20240513000000/https://twitter.com/harbour_news/status/1790000000000000001",
    ),
    ("https://x.com/harbour_news/status/17900000000000000011",),
    ("https://x.com/harbour_news", "twitter.com/Harbour_News/", "https://www.twitter.com/harbour_news/media"),
    ("https://x.com/harbour_nevvs",),
    ("https://t.co/AbCdEfGhIj", "http://t.co/AbCdEfGhIj?amp=1"),
    ("https://t.co/abcdefghij",),
    # Facebook
    (
        "https://www.facebook.com/harbour.page/posts/123456789012345",
        "https://m.facebook.com/story.php?story_fbid=123456789012345&id=100000000000001",
        "https://en-gb.facebook.com/permalink.php?id=100000000000001&story_fbid=123456789012345&__tn__=-R",
        "https://www.facebook.com/groups/555555555555/permalink/123456789012345/",
        "https://www.facebook.com/groups/555555555555/?multi_permalinks=123456789012345",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.facebook.com%2Fharbour.page%2Fposts%2F123456789012345&h=AT0",
    ),
    (
        "https://www.facebook.com/harbour.page/posts/123456789012345?comment_id=777777",
        "https://facebook.com/story.php?story_fbid=123456789012345&id=1&comment_id=777777",
        "https://www.facebook.com/harbour.page/posts/123456789012345?comment_id=Y29tbWVudDoxMjM0NTY3ODkwMTIzNDVfNzc3Nzc3",
    ),
    ("https://www.facebook.com/harbour.page/posts/123456789012345?comment_id=777777&reply_comment_id=888888",),
    ("https://www.facebook.com/harbour.page/posts/pfbid02AbCdEf", "fb.com/harbour.page/posts/pfbid02AbCdEf?mibextid=x"),
    ("https://www.facebook.com/harbour.page/posts/pfbid02abcdef",),
    (
        "https://www.facebook.com/harbour.page/videos/a-title-of-it/444444444444/",
        "https://www.facebook.com/watch/?v=444444444444",
        "https://www.facebook.com/reel/444444444444",
    ),
    ("https://www.facebook.com/photo/?fbid=333333333333&set=a.1", "facebook.com/harbour.page/photos/a.1/333333333333"),
    ("https://www.facebook.com/harbour.page", "https://m.facebook.com/harbourpage/"),
    ("https://www.facebook.com/profile.php?id=100000000000001", "facebook.com/people/A-Name/100000000000001/"),
    ("https://fb.watch/aBcDeFgHiJ/",),
    ("https://www.facebook.com/share/p/aBcDeFgHiJ/",),
    # Instagram: ids keep their case
    (
        "https://www.instagram.com/p/CxYzAbC_-12/",
        "https://instagram.com/reel/CxYzAbC_-12/?igsh=abc",
        "https://www.instagram.com/harbour.view/p/CxYzAbC_-12/",
        "instagram.com/tv/CxYzAbC_-12",
    ),
    ("https://www.instagram.com/p/cxyzabc_-12/",),
    ("https://www.instagram.com/p/CxYzAbC_-12/c/17900000000000000/",),
    ("https://www.instagram.com/harbour.view/", "instagram.com/Harbour.View?hl=en"),
    ("https://www.instagram.com/stories/harbour.view/3100000000000000000/",),
    # TikTok
    (
        "https://www.tiktok.com/@harbour.view/video/7123456789012345678?is_from_webapp=1",
        "https://m.tiktok.com/v/7123456789012345678.html",
        "https://www.tiktok.com/embed/v2/7123456789012345678",
        "tiktok[.]com/@someone_else/photo/7123456789012345678",
    ),
    ("https://vm.tiktok.com/ZMaBcDeFg/",),
    ("https://www.tiktok.com/t/ZMaBcDeFg/",),
    ("https://www.tiktok.com/@harbour.view",),
    # A look-alike host is another site
    ("https://tiktok.com.example.org/@harbour.view/video/7123456789012345678",),
    ("https://nottiktok.com/video/7123456789012345678",),
    # YouTube: a comment is not the video
    (
        "https://www.youtube.com/watch?v=aBcDeFgHiJ0",
        "https://youtu.be/aBcDeFgHiJ0?si=trackme",
        "https://m.youtube.com/watch?app=desktop&v=aBcDeFgHiJ0&t=33s",
        "https://www.youtube.com/shorts/aBcDeFgHiJ0",
        "https://www.youtube-nocookie.com/embed/aBcDeFgHiJ0",
        "https://music.youtube.com/watch?v=aBcDeFgHiJ0&list=PL1",
        "https://youtube.com/live/aBcDeFgHiJ0?feature=share",
    ),
    ("https://www.youtube.com/watch?v=abcdefghij0",),
    (
        "https://www.youtube.com/watch?v=aBcDeFgHiJ0&lc=UgxAbCdEfGhIjKlMnOp4AaABAg",
        "https://youtu.be/aBcDeFgHiJ0?lc=UgxAbCdEfGhIjKlMnOp4AaABAg",
    ),
    ("https://www.youtube.com/@HarbourView", "https://youtube.com/@harbourview/videos"),
    ("https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv",),
    ("https://www.youtube.com/channel/UCABCDEFGHIJKLMNOPQRSTUV",),
    # Telegram: private channels have numbers
    (
        "https://t.me/harbourchat/4321",
        "https://t.me/s/HarbourChat/4321",
        "https://telegram.me/harbourchat/77/4321?single",
        "tg://resolve?domain=harbourchat&post=4321",
        "https://harbourchat.t.me/4321",
    ),
    ("https://t.me/harbourchat/4322",),
    ("https://t.me/harbourchat/4321?comment=9",),
    ("https://t.me/c/1234567890/4321", "t.me/c/1234567890/77/4321", "tg://privatepost?channel=1234567890&post=4321"),
    ("https://t.me/c/1234567899/4321",),
    ("https://t.me/harbourchat", "https://t.me/s/harbourchat"),
    ("https://t.me/+AbCdEfGhIjKl",),
    ("https://t.me/+abcdefghijkl",),
    # Reddit
    (
        "https://www.reddit.com/r/harbour/comments/1abcde/a_title/",
        "https://old.reddit.com/r/harbour/comments/1ABCDE",
        "https://redd.it/1abcde",
        "https://np.reddit.com/comments/1abcde?utm_source=share",
    ),
    (
        "https://www.reddit.com/r/harbour/comments/1abcde/a_title/kxyz123/?context=3",
        "https://www.reddit.com/r/harbour/comments/1abcde/comment/kxyz123/",
    ),
    ("https://www.reddit.com/r/harbour/s/AbCdEfGhIj",),
    ("https://www.reddit.com/user/harbour_view", "https://reddit.com/u/Harbour_View/"),
    # Threads
    ("https://www.threads.net/@harbour.view/post/CxYzAbC12_-", "https://threads.com/@harbour.view/post/CxYzAbC12_-?xmt=1"),
    ("https://www.threads.net/@harbour.view/post/cxyzabc12_-",),
    # 4chan: the post is in the fragment
    ("https://boards.4chan.org/n/thread/900001#p900007", "https://boards.4channel.org/n/thread/900001/a-title#p900007"),
    ("https://boards.4chan.org/n/thread/900001",),
    # Bluesky, VK, Rumble, Mastodon and its like, Discord
    (
        "https://bsky.app/profile/harbour.bsky.social/post/3kabcdefghij2",
        "https://bsky.app/profile/did:plc:abcdefghijklmnop/post/3kabcdefghij2",
    ),
    ("https://vk.com/wall-123456_789", "https://m.vk.com/feed?w=wall-123456_789", "vk.ru/wall-123456_789"),
    ("https://vk.com/wall-123456_789?reply=790",),
    ("https://rumble.com/v4abcde-a-title.html", "https://rumble.com/embed/v4abcde/"),
    ("https://rumble.com/videos",),
    ("https://social.example/@harbour/109999999999999999", "https://social.example/users/harbour/statuses/109999999999999999"),
    ("https://other.example/@harbour/109999999999999999",),
    ("https://gab.com/harbour/posts/109999999999999999",),
    ("https://discord.com/channels/1111111111/2222222222/3333333333",),
    # Any other page
    (
        "https://www.example.org/news/a-story?id=7&utm_source=mail&fbclid=1",
        "http://example.org/news/a-story/?id=7#comments",
        "example[.]org/news/a-story?id=7",
        "HTTPS://EXAMPLE.ORG:443/news/a%2Dstory?id=7",
    ),
    ("https://example.org/news/A-Story?id=7",),
    ("https://example.org/news/a-story?id=8",),
    ("https://example.org/news/a-story?id=7&size=2",),
    ("https://example.org/news/a-story?id=7&site=2",),
    ("https://example.org/news/a-story?id=7&reference=2",),
    ("https://example.org/forum/thread.5#post-12",),
    ("https://example.org/forum/thread.5#post-13",),
    ("https://bücher.example/a", "https://xn--bcher-kva.example/a", "https://BÜCHER.example/a/"),
)  # fmt: skip

NO_LINKS: tuple[str, ...] = (
    "", " ", "\x00", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html;base64,AAAA", "mailto:a@example.org",
    "file:///etc/passwd", "about:blank", "vbscript:x", "hello", "see the post", "http://", "https:///", "http://?", "://",
    "\ud800", "n/a", "http://localhost/x", "http://[", "http://[zz]/", "....", "http://a..b", "tg://", "tg://resolve?x",
    "urn:isbn:1", "𝕙𝕥𝕥𝕡", "\u202e",
)  # fmt: skip
