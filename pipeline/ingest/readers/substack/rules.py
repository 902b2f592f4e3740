"""Rules: what each part of Substack's editor becomes on paper, by its class or its component."""

from __future__ import annotations

from pipeline.ingest.readers.substack import cards, films, furniture, literal, pictures
from pipeline.ingest.readers.substack.body import Rule, classes
from pipeline.markup.html.tree import Node, attribute

_BY_COMPONENT: dict[str, Rule] = {
    "Twitter2ToDOM": cards.tweet,
    "BlueskyCreateBlueskyEmbed": cards.bluesky,
    "SubscribeWidgetToDOM": furniture.gone,
    "SubscribeWidget": furniture.gone,
    "ButtonCreateButton": furniture.button,
    "CaptionedButtonToDOM": furniture.gone,
    "PaywallToDOM": furniture.gone,
    "InstallSubstackAppToDOM": furniture.gone,
    "CommunityChatRenderPlaceholder": furniture.gone,
    "DirectMessageToDOM": furniture.gone,
    "SponsorshipCampaignToDOM": furniture.gone,
    "PollToDOM": furniture.poll,
    "RecipeToDOM": furniture.recipe,
    "CommentPlaceholder": cards.comment,
    "CommunityPostPlaceholder": cards.community_post,
    "VideoPlaceholder": films.video,
    "AudioPlaceholder": films.audio,
    "LatexBlockToDOM": literal.formula,
    "GitgistToDOM": literal.gist,
    "CashtagToDOM": literal.cashtag,
    "DatawrapperToDOM": pictures.chart,
}
_BY_CLASS: dict[str, Rule] = {
    "captioned-image-container": pictures.picture,
    "captioned-image-container-static": pictures.picture,
    "image3": pictures.picture,
    "image-link": pictures.picture,
    "image-gallery-embed": pictures.gallery,
    "datawrapper-wrap": pictures.chart,
    "tweet": cards.tweet,
    "twitter-embed": cards.tweet,
    "bluesky-wrap": cards.bluesky,
    "embedded-post-wrap": cards.letter,
    "digest-post-embed": cards.letter,
    "embedded-publication-wrap": cards.publication,
    "comment": cards.comment,
    "community-post": cards.community_post,
    "pullquote": cards.pullquote,
    "file-embed-wrapper": cards.file,
    "youtube-wrap": films.youtube,
    "vimeo-wrap": films.vimeo,
    "native-video-embed": films.video,
    "native-audio-embed": films.audio,
    "soundcloud-wrap": films.player,
    "spotify-wrap": films.player,
    "apple-podcast-container": films.player,
    "apple-podcast": films.player,
    "bandcamp-wrap": films.player,
    "tiktok-wrap": films.player,
    "instagram": films.instagram,
    "instagram-embed-wrap": films.instagram,
    "prediction-market-wrap": films.player,
    "polymarket-embed": films.player,
    "latex-rendered": literal.formula,
    "mention-wrap": literal.mention,
    "cashtag-wrap": literal.cashtag,
    "preformatted-block": literal.verse,
    "highlighted_code_block": literal.code,
    "github-gist": literal.gist,
    "footnote-anchor": furniture.mark,
    "subscription-widget-wrap": furniture.gone,
    "subscription-widget-wrap-editor": furniture.gone,
    "subscription-widget": furniture.gone,
    "subscribe-widget": furniture.gone,
    "captioned-button-wrap": furniture.gone,
    "button-wrapper": furniture.button,
    "button": furniture.button,
    "image-link-expand": furniture.gone,
    "header-anchor-parent": furniture.gone,
    "header-anchor-widget": furniture.gone,
    "install-substack-app-embed": furniture.gone,
    "community-chat": furniture.gone,
    "directMessage": furniture.gone,
    "sponsorship-campaign-embed": furniture.gone,
    "paywall-jump": furniture.gone,
    "paywall": furniture.gone,
    "poll-embed": furniture.poll,
    "recipe-embed": furniture.recipe,
    "dynamic-content-block": furniture.for_some,
    "third-party-cookie-check-iframe": furniture.gone,
}


def rule_of(node: Node) -> Rule | None:
    """The rule for an element; None for one that is no more than its tag."""
    attributes = node.attributes
    if "data-component-name" in attributes:
        rule = _BY_COMPONENT.get(attributes["data-component-name"] or "")
        if rule is not None:
            return rule
    if "class" in attributes:
        for name in classes(node):
            if name in _BY_CLASS:
                return _BY_CLASS[name]
    if node.tag == "a" and "%%" in attribute(node, "href"):
        return furniture.filled_in
    return None
