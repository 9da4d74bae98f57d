"""Where each platform keeps the id of a post and the name of an account in its links: one short rule for each."""

import re

from upstander.engines.matching.platforms import boards, chat, social, video, writing
from upstander.engines.matching.platforms.address import Address, Found, Kind, Rule
from upstander.engines.matching.platforms.boards import forum
from upstander.engines.matching.platforms.chat import telegram_app
from upstander.engines.matching.platforms.names import NAMES, WORDS
from upstander.engines.matching.platforms.social import bluesky_app, fediverse
from upstander.engines.matching.platforms.video import odysee_app

__all__ = [
    "KEEPS_CASE", "NAMES", "RULES", "WORDS", "Address", "Found", "Kind", "Rule", "bluesky_app", "by_form", "odysee_app",
    "rule_for", "telegram_app",
]  # fmt: skip

RULES: tuple[tuple[str, tuple[str, ...], Rule], ...] = (
    ("x", ("twitter.com", "x.com", "vxtwitter.com", "fxtwitter.com", "fixupx.com", "fixvx.com"), social.x),
    ("x", ("xcancel.com", "twittpr.com", "twstalker.com", "sotwe.com", "lightbrd.com"), social.x),
    ("x", ("nitter.net", "nitter.it"), social.x),
    ("x", ("threadreaderapp.com",), social.threadreader),
    ("facebook", ("facebook.com", "fb.com", "fb.watch", "fb.me"), social.facebook),
    ("instagram", ("instagram.com", "instagr.am", "ddinstagram.com", "kkinstagram.com"), social.instagram),
    ("threads", ("threads.net", "threads.com", "fixthreads.net"), social.threads),
    ("bluesky", ("bsky.app", "fxbsky.app", "vxbsky.app", "bskyx.app", "cbsky.app"), social.bluesky),
    ("gab", ("gab.com", "gab.ai"), social.gab),
    ("truthsocial", ("truthsocial.com",), social.truthsocial),
    ("gettr", ("gettr.com",), social.gettr),
    ("parler", ("parler.com",), social.parler),
    ("minds", ("minds.com",), social.minds),
    ("tiktok", ("tiktok.com", "vxtiktok.com", "tnktok.com"), video.tiktok),
    ("youtube", ("youtube.com", "youtu.be", "youtube-nocookie.com", "youtubekids.com", "ytimg.com"), video.youtube),
    ("youtube", ("yewtu.be", "piped.video"), video.youtube),
    ("rumble", ("rumble.com",), video.rumble),
    ("bitchute", ("bitchute.com",), video.bitchute),
    ("odysee", ("odysee.com", "lbry.tv"), video.odysee),
    ("dailymotion", ("dailymotion.com", "dai.ly"), video.dailymotion),
    ("vimeo", ("vimeo.com",), video.vimeo),
    ("twitch", ("twitch.tv",), video.twitch),
    ("kick", ("kick.com",), video.kick),
    ("bilibili", ("bilibili.com", "b23.tv"), video.bilibili),
    ("telegram", ("t.me", "telegram.me", "telegram.dog", "telegram.org"), chat.telegram),
    ("discord", ("discord.com", "discordapp.com", "discord.gg", "dsc.gg"), chat.discord),
    ("whatsapp", ("whatsapp.com", "wa.me"), chat.whatsapp),
    ("snapchat", ("snapchat.com", "snapchat.app.link"), chat.snapchat),
    ("reddit", ("reddit.com", "redd.it", "reddit.app.link", "rxddit.com", "vxreddit.com"), boards.reddit),
    ("reddit", ("reveddit.com", "unddit.com", "redditmedia.com"), boards.reddit),
    ("4chan", ("4chan.org", "4channel.org"), boards.fourchan),
    ("4chan", ("archive.4plebs.org", "desuarchive.org", "archived.moe", "warosu.org", "arch.b4k.co"), boards.fourchan),
    ("8kun", ("8kun.top", "8kun.net", "8kun.us"), boards.eightkun),
    ("mumsnet", ("mumsnet.com",), boards.mumsnet),
    ("vk", ("vk.com", "vk.ru", "vkvideo.ru"), writing.vk),
    ("ok", ("ok.ru", "odnoklassniki.ru"), writing.ok),
    ("linkedin", ("linkedin.com",), writing.linkedin),
    ("pinterest", ("pinterest.com", "pinterest.co.uk", "pinterest.ie", "pinterest.fr"), writing.pinterest),
    ("pinterest", ("pinterest.de", "pinterest.es", "pinterest.it", "pinterest.ca", "pin.it"), writing.pinterest),
    ("tumblr", ("tumblr.com", "tmblr.co"), writing.tumblr),
    ("quora", ("quora.com", "qr.ae"), writing.quora),
    ("medium", ("medium.com",), writing.medium),
    ("substack", ("substack.com",), writing.substack),
    ("steam", ("steamcommunity.com",), writing.steam),
    ("roblox", ("roblox.com", "ro.blox.com"), writing.roblox),
    ("nextdoor", ("nextdoor.com", "nextdoor.co.uk", "nextdoor.de", "nextdoor.fr", "nextdoor.nl"), writing.nextdoor),
    ("weibo", ("weibo.com", "weibo.cn", "t.cn"), writing.weibo),
)  # fmt: skip
"""The code of a platform, its domains, and the rule that reads its links."""

_BY_DOMAIN: dict[str, Rule] = {domain: rule for _, domains, rule in RULES for domain in domains}
_MIRRORS: dict[str, Rule] = {
    "nitter": social.x, "invidious": video.youtube, "piped": video.youtube,
    "libreddit": boards.reddit, "redlib": boards.reddit, "teddit": boards.reddit, "proxitok": video.tiktok,
}  # fmt: skip
"""What people call the programs that show a platform's posts at hosts of their own, and the platform's rule."""

KEEPS_CASE = {
    "youtube": re.compile(r"UC[A-Za-z0-9_-]{22}"),
    "whatsapp": re.compile(r"channel/[A-Za-z0-9]{10,40}"),
}
"""Account names that are ids, whose case counts; any other name is compared without."""


def rule_for(at: Address) -> Rule | None:
    """The rule that reads the links of this host, where it is a platform's or a mirror's."""
    for domain in at.domains():
        if rule := _BY_DOMAIN.get(domain):
            return rule
    return _MIRRORS.get(at.host.partition(".")[0]) if at.host.count(".") > 1 else None


def by_form(at: Address) -> Found | None:
    """Read what software known by the form of its links shows at any host: servers of the fediverse, forums, boards."""
    return fediverse(at) or forum(at)
