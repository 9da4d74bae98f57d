"""The codes of platforms, the names to show for them, and the words by which people call them."""

NAMES: dict[str, str] = {
    "4chan": "4chan", "8kun": "8kun", "bilibili": "Bilibili", "bitchute": "BitChute", "bluesky": "Bluesky",
    "dailymotion": "Dailymotion", "discord": "Discord", "facebook": "Facebook", "fediverse": "Mastodon or similar",
    "forum": "a forum", "gab": "Gab", "gettr": "Gettr", "instagram": "Instagram", "kick": "Kick",
    "linkedin": "LinkedIn", "medium": "Medium", "minds": "Minds", "mumsnet": "Mumsnet", "nextdoor": "Nextdoor",
    "odysee": "Odysee", "ok": "OK.ru", "parler": "Parler", "pinterest": "Pinterest", "quora": "Quora",
    "reddit": "Reddit", "roblox": "Roblox", "rumble": "Rumble", "snapchat": "Snapchat", "steam": "Steam",
    "substack": "Substack", "telegram": "Telegram", "threads": "Threads", "tiktok": "TikTok",
    "truthsocial": "Truth Social", "tumblr": "Tumblr", "twitch": "Twitch", "vimeo": "Vimeo", "vk": "VK",
    "web": "the web", "weibo": "Weibo", "whatsapp": "WhatsApp", "x": "X", "youtube": "YouTube",
}  # fmt: skip
"""Platform codes and the names to show for them."""

WORDS: dict[str, str] = {
    "twitter": "x", "x twitter": "x", "twitter x": "x", "x formerly twitter": "x", "fb": "facebook", "meta": "facebook",
    "insta": "instagram", "ig": "instagram", "tik tok": "tiktok", "yt": "youtube", "you tube": "youtube",
    "tg": "telegram", "bsky": "bluesky", "blue sky": "bluesky", "mastodon": "fediverse", "truth social": "truthsocial",
    "vkontakte": "vk", "snap": "snapchat", "snap chat": "snapchat", "linked in": "linkedin", "whats app": "whatsapp",
    "odnoklassniki": "ok", "ok.ru": "ok", "steam community": "steam", "next door": "nextdoor", "4 chan": "4chan",
    "8 kun": "8kun", "8chan": "8kun", "sina weibo": "weibo", "bit chute": "bitchute",
}  # fmt: skip
"""What people call a platform, in lower case, where that is not its code."""
