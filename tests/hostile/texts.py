"""Wicked texts: what a person or a program may have written into one item of an archive.

Each stands between two honest words, both of which are in the book as long as nothing that a reader
would see hides them.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

LONG = 20_000
DEEP = 100_000


@dataclass(frozen=True)
class Wicked:
    name: str  # a sentence
    said: str
    ends: bool = True  # whether what follows is to be seen as well
    title: str = ""
    hides: tuple[str, ...] = ()  # no docx may hold these

    def within(self, number: int, speaks: str, written: str) -> str:
        """The text between its honest words, for a format that speaks one of the languages."""
        first, last = marks(number)
        if written == "text" and speaks == "html":
            return f"<p>{first} {escape(self.said, quote=False)} {last}</p>"
        if speaks == "html":
            return f"<p>{first}</p>{self.said}<p>{last}</p>"
        gap = " " if written == "text" else "\n\n"
        return f"{first}{gap}{self.said}{gap}{last}"


def marks(number: int) -> tuple[str, str]:
    """The honest words around the text of a number."""
    return f"alpha{number}x", f"omega{number}x"


def _run(what: str, sign: str, times: int = LONG) -> Wicked:
    return Wicked(f"a run of {what}", sign * times)


SIGNS = """
<tumblr version="1.0"> "reblog_key": "x", "blog_name": "x" ../style.css <html
window.YTD.tweets.part0 = [{"tweet": {"full_text": Grailbird.data.tweets_2013_02 = [
<rss xmlns:wp="http://wordpress.org/export/1.2/"><wp:wxr_version>1.2</wp:wxr_version>
<feed xmlns="http://schemas.google.com/blogger/2018"> tag:blogger.com,1999:blog-7.archive
{"db": [{"meta": {"exported_on": 1, "version": "5.0"}, "data": {"posts": [{"slug": "lexical":
class="p-name" data-field="body" e-content {"orderedItems": [ did:plc:x
post_id,is_published,title id,web_title,web_subtitle,content_html,email_subject_line
{"version": "https://jsonfeed.org/version/1.1", "items": [ {"subject": "x", "email_type": "public"
From ada@x.example Thu May 02 10:00:00 2019
Subject: x
<!-- buttondown-editor-mode: fancy --> [[Light 1]] [[Light 2]] PK\x03\x04 %PDF-1.7
"""
"""What each format is known by, as an essay on formats might quote it."""

TEXTS = (
    Wicked("the signs of every other format", SIGNS),
    Wicked("every control character", "".join(map(chr, [*range(32), *range(127, 160)]))),
    Wicked("half surrogate pairs", "a\ud800b\udfffc\udbff\udbff\udc00\udc00d"),
    Wicked("characters that are none", "\ufffe\uffff\ufdd0\U0001fffe\U0010ffff"),
    Wicked("byte order marks in the middle", "a\ufeffb\ufeff\ufeff"),
    Wicked("overrides that turn the text around and are never closed", "\u202e\u202d\u2066\u2067abc"),
    Wicked("a hundred thousand closing marks of direction", "\u2069\u202c" * (DEEP // 2)),
    Wicked("letters under a thousand accents", ("z" + "\u0300\u0323\u0489" * 333) * 20),
    Wicked("a family of a thousand", "\U0001f468\u200d" * 1000),
    Wicked("flags cut in half", "\U0001f1e9" * 999),
    Wicked("spaces of every width", "\u00a0\u2000\u2003\u200b\u2028\u2029\u202f\u205f\u3000\u1680" * 500),
    Wicked("line ends of every kind", "a\rb\r\nc\n\rd\x85e\u2028f\u2029g\vh\fi" * 300),
    Wicked("ten thousand lines", "line\n" * 10_000),
    Wicked("a hundred thousand letters without a space", "x" * 100_000),
    Wicked("a hundred thousand spaces", "a" + " " * 100_000 + "b"),
    Wicked("an empty text", ""),
    Wicked("a formula of a spreadsheet", "=cmd|' /C calc'!A0", title="=HYPERLINK(\"http://x\")"),
    Wicked("an end of XML and of its sections", "]]> <![CDATA[ ]]]]><![CDATA[> </w:t></w:p> <?xml ?>"),
    Wicked("references that are none", "&bogus; &#0; &#xD800; &#x110000; &#99999999999999999999; &amp;lt;"),
    Wicked("templates of several languages", "{{ config }} {% include '/etc/passwd' %} ${7*7} <%= 7 %> #{x}"),
    Wicked("a template of a thousand braces", "{{" * 1000 + "}}" * 1000),
    Wicked("shortcodes that nothing closes", "[caption [gallery ids=\"1 [code] [embed" * 300),
    Wicked("shortcodes in each other", "[caption]" * 2000 + "[/caption]" * 2000),
    Wicked("a program for a terminal", "\x1b[2J\x1b]0;owned\x07\x9b31m"),
    Wicked("addresses within addresses", "http://a.http://" * 3000),
    Wicked("an address without an end", "https://a.example/" + ")" * LONG),
    Wicked("an address of a hundred thousand letters", "https://a.example/" + "a" * 100_000),
    Wicked("an address that is none", "http://[::1 http://[ https://%00 //x:99999999/ http://\u202e.x"),
    Wicked("a thousand hashtags", "#a#" * 1000 + " #tag" * 1000),
    Wicked("mail addresses run together", "a.a@" * LONG),
    Wicked("dots before an at sign", "a." * LONG + "@"),
    _run("straight quotes", '"'),
    _run("straight apostrophes", "'"),
    _run("quotes and letters", "'\"a"),
    _run("dashes", "-"),
    _run("dots", "."),
    _run("dots and spaces", ". "),
    _run("opening parentheses", "("),
    _run("parentheses in turn", "()("),
    _run("opening brackets", "["),
    _run("brackets of links", "[]("),
    _run("underscores", "_"),
    _run("asterisks", "*"),
    _run("asterisks and letters", "*a **b ", LONG // 4),
    _run("backticks", "`"),
    _run("backticks of growing length", "` `` ``` ", LONG // 8),
    _run("tildes", "~"),
    _run("opening angles", "<"),
    _run("angles and letters", "<a", LONG // 2),
    _run("ampersands", "&"),
    _run("at signs", "@"),
    _run("number signs", "#"),
    _run("dollar signs", "$"),
    _run("per cent signs", "%"),
    _run("bars", "|"),
    _run("backslashes", "\\"),
    _run("exclamation marks and brackets", "!["),
    _run("carets in brackets", "[^a]"),
    _run("colons", "::"),
    _run("plus signs", "+"),
    _run("equals signs", "="),
    Wicked("a title that is a path", "The words.", title="../../../../etc/passwd"),
    Wicked("a title that Windows keeps for itself", "The words.", title="CON"),
    Wicked("a title of ten thousand letters", "The words.", title="t" * 10_000),
    Wicked("a title of control characters", "The words.", title="a\x00b\x1bc\u202ed\ud800e"),
    Wicked("a title in markup", "The words.", title="<b><script>x</script></i>&amp;amp;"),
    Wicked("a title in a template", "The words.", title="{{ title }} %s {0} $x \\1"),
)  # fmt: skip

_HIDDEN = ("alertme(", "evil.example/x.js", "javascript:", "vbscript:")
_PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
)
HTML = (
    Wicked("a hundred thousand divisions", "<div>" * DEEP + "the bottom" + "</div>" * DEEP),
    Wicked("a hundred thousand divisions that nothing closes", "<div>" * DEEP),
    Wicked("a hundred thousand quotations", "<blockquote>" * DEEP + "the bottom"),
    Wicked("bold within bold within bold", "<b><i>" * (DEEP // 10) + "the bottom"),
    Wicked("links within links", '<a href="https://x.example/">' * LONG + "the bottom" + "</a>" * LONG),
    Wicked("lists within lists", "<ul><li>" * LONG + "the bottom"),
    Wicked("tables within tables", "<table><tr><td>" * 2000 + "the bottom"),
    Wicked("rows and cells out of place", "<tr><td><caption><th></table><col>" * 500),
    Wicked("spans of a million cells", "<table><tr><td colspan=1000000 rowspan=1000000>a</td><td "
           "colspan=-1>b<td rowspan=x>c</tr></table>"),
    Wicked("lists that count from beyond", "<ol start=99999999999999999999><li>a</ol><ol start=-9>"
           "<li value=1e99>b</ol><ol start=x reversed><li>c</ol>"),
    Wicked("scripts and styles", "<script>alertme(1)</script><style>@import url(//evil.example/x.js)"
           "</style><template>alertme(2)</template><svg><script>alertme(3)</script></svg>",
           hides=_HIDDEN),
    Wicked("a script in a script", "<scr<script>ipt>shown(1)</scr</script>ipt>"),
    Wicked("attributes that act", '<p onclick="alertme(1)" onload=alertme(2) style="x:expression('
           'alertme(3))">seen</p><img src=x onerror=alertme(4)><body onload=alertme(5)>',
           hides=_HIDDEN),
    Wicked("links that run", '<a href="javascript:alertme(1)">a</a> <a href=" jAvA\tscript:alertme(2)">'
           'b</a> <a href="&#106;avascript:alertme(3)">c</a> <a href="vbscript:alertme(4)">d</a> '
           '<a href="data:text/html,<script>alertme(5)</script>">e</a>', hides=_HIDDEN),
    Wicked("frames and objects", '<iframe src="https://far.example/x"></iframe><object data="x">'
           "</object><embed src=x><applet></applet><frame><frameset>", ends=False),
    Wicked("forms", "<form action=x><input value=a><textarea>b</textarea><select><option>c</select>"
           "<button>d</button></form>"),
    Wicked("pictures from the machine itself", '<img src="../../../../etc/passwd"><img src="file:///etc'
           '/passwd"><img src="/etc/hostname"><img src="C:\\x"><img src="\\\\x\\y"><img src="//x">',
           hides=("root:x:0",)),
    Wicked("pictures from the machine's own network", '<img src="http://169.254.169.254/latest"><img '
           'src="http://localhost:1/x"><img src="http://[::1]/"><img src="http://0/">'),
    Wicked("pictures in the text itself", f'<img src="data:image/png;base64,{_PIXEL}"><img src="data:'
           'image/svg+xml,<svg onload=alertme(1)>"><img src="data:,"><img src="data:image/png;base64,%">',
           hides=_HIDDEN),
    Wicked("a drawing with a script", '<svg xmlns="http://www.w3.org/2000/svg"><script>alertme(1)'
           '</script><foreignObject><p>seen</p></foreignObject><use href="#a" id="a"/></svg>',
           hides=_HIDDEN),
    Wicked("formulas within formulas", "<math>" + "<mrow>" * 5000 + "<mi>x</mi>"),
    Wicked("an attribute of a megabyte", f'<p title="{"a" * 1_000_000}">seen</p>'),
    Wicked("ten thousand attributes", "<p " + " ".join(f"a{n}=1" for n in range(10_000)) + ">seen</p>"),
    Wicked("a tag that never ends", "<p " + "a" * 100_000, ends=False),
    Wicked("links that nothing closes", '<a href="' * LONG, ends=False),
    Wicked("comments that nothing closes", "<!--" * LONG, ends=False),
    Wicked("comments of all the wrong kinds", "<!-- a -- b --!> <!> <!--> <!---> <![endif]--> <? x ?>"),
    Wicked("sections that HTML does not know", "<![CDATA[ a ]]> <![CDATA[" * 50, ends=False),
    Wicked("a text area that nothing closes", "<textarea>", ends=False),
    Wicked("a title that nothing closes", "<title>", ends=False),
    Wicked("plain text to the end", "<plaintext>"),
    Wicked("a document in the document", "<!DOCTYPE html><html><head><title>t</title><base href='//x'>"
           "<meta http-equiv=refresh content='0;x'></head><body>seen</body></html>"),
    Wicked("entities that name a file", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
           hides=("root:x:0",)),
    Wicked("references without an end", "&#" * LONG + "&amp;" * 1000 + "&#x" * 1000 + "&lt" * 1000),
    Wicked("names with holes", "<scr\x00ipt>shown</scr\x00ipt><\x00p><p\x0b>", ends=False),
    Wicked("ten thousand lines ends", "<br>" * 10_000),
    Wicked("ten thousand empty paragraphs", "<p></p><p>&nbsp;</p>" * 5000),
    Wicked("ten thousand rules", "<hr>" * 10_000),
    Wicked("a thousand pictures", '<img src="https://x.example/a.png" alt="a">' * 1000),
    Wicked("headings of no level", "<h7>a</h7><h0>b</h0><h1><h2><h3>c</h1></h2></h3>"),
    Wicked("notes that point at each other", '<sup id="r1"><a href="#n1">1</a></sup><ol class="footnotes">'
           '<li id="n1">a<sup id="r2"><a href="#n2">2</a></sup><a href="#r1">back</a></li><li id="n2">b'
           '<sup><a href="#n1">1</a></sup></li></ol>'),
    Wicked("a note that points at itself", '<p id="fn1"><sup><a href="#fn1" id="fnref1">1</a></sup> a</p>'),
    Wicked("words of an office program", "<!--[if mso]><p>hidden</p><![endif]--><o:p>seen</o:p>"
           "<w:sdt><v:shape></v:shape></w:sdt>"),
    Wicked("annotated letters", "<ruby>字" * 500 + "<rt>zi" * 500),
    Wicked("a class of every platform", '<div class="subscription-widget captioned-image-container tweet '
           'graf--pre gist wp-block-footnotes kg-card tumblr_blog" data-attrs="{&quot;a&quot;">seen</div>'),
    Wicked("ids that are paths", '<p id="../../x">a</p><a name="\x00">b</a><a href="#../../x">c</a>'),
)  # fmt: skip

MARKDOWN = (
    Wicked("quotations within quotations", ">" * DEEP + " the bottom"),
    Wicked("lists within lists", "".join("  " * n + "- a\n" for n in range(400))),
    Wicked("items that begin items", "- " * 5000 + "the bottom"),
    Wicked("emphasis that opens and opens", "*a " * LONG),
    Wicked("emphasis that closes and closes", "a** " * LONG),
    Wicked("emphasis in every order", "*_**__" * 5000),
    Wicked("brackets that open", "[" * 50_000 + "a" + "]" * 50_000),
    Wicked("pictures in pictures", "![" * 20_000 + "a" + "](b)" * 20_000),
    Wicked("references that are one another's", "".join(f"[a{n}]: <[a{n + 1}]> 'x'\n" for n in range(2000))
           + "[a0][a1] " * 2000),
    Wicked("a reference that is asked for ten thousand times", "[a]: https://x.example/" + "b" * 1000
           + "\n\n" + "[a] " * 5000),
    Wicked("notes within notes", "".join(f"[^{n}]: note [^{n + 1}]\n\n" for n in range(300)) + "[^0]"),
    Wicked("a note about itself", "[^me]: as said[^me]\n\nSee[^me]."),
    Wicked("code that nothing closes", "```\ncode", ends=True),
    Wicked("code in longer and longer fences", "".join("`" * n + "\n" for n in range(3, 300))),
    Wicked("a table of ten thousand columns", "|a" * 10_000 + "|\n" + "|-" * 10_000 + "|\n|b|\n"),
    Wicked("a table that is all bars", "|" * 10_000 + "\n|-|\n"),
    Wicked("a tag that nothing closes", "<a " * LONG),
    Wicked("entities", "&a" * LONG + ";"),
    Wicked("underlines of headings", "a\n=\n" * 2000 + "b\n-\n" * 2000),
    Wicked("a heading of a thousand number signs", "#" * 1000 + " a\n\n####### b\n"),
    Wicked("wikilinks within wikilinks", "[[" * LONG + "a" + "]]" * LONG),
    Wicked("embeds of notes that are not there", "![[Nobody]] ![[Nobody#Nothing]] ![[../../etc/passwd]]\n" * 500),
    Wicked("an embed of itself", "![[Light 1]] ![[Light 2]]"),
    Wicked("comments that nothing closes", "%% a %% b %% " * 500),
    Wicked("callouts within callouts", "".join("> " * n + f"[!note]- {n}\n" for n in range(1, 300))),
    Wicked("liquid that includes", "{% include x %}{% raw %}{{ site.secret }}{% endraw %}" * 500),
    Wicked("liquid that nothing closes", "{% raw %}{{" + "{%" * LONG),
    Wicked("front matter in the text", "---\ntitle: another\n---\n---\n" * 100),
    Wicked("programs of MDX", "import x from 'y'\n\nexport const a = {\n" * 300),
    Wicked("mathematics without an end", "$" * LONG + "\\frac{" * 5000),
    Wicked("a link with a thousand parentheses", "[a](" + "(" * 1000 + ")" * 1000 + ")"),
    Wicked("an escape of everything", "\\" + "\\".join("!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~") * 300),
)  # fmt: skip
