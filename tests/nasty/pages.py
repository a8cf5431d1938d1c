"""Web pages with scripts, entities, bombs of entities, wrong declarations and 50,000 tags within each other."""

from __future__ import annotations

from cases import SCORED, Case, files

NO_ARTICLE = "bad text: no article found on this page"
BODY = "".join(
    f"<p>{line}</p>"
    for line in (
        "“We will answer Zagreb in due course,” said Ana Kovar, the foreign minister, after a meeting of the cabinet.",
        "Her counterpart, Ivo Brand, replied that the talks and the treaty would go on, with or without the port.",
        "The two sides have met four times since spring, and each time the fishermen have waited for an answer.",
    )
)
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def page(inside: str = "", head: str = "", before: str = "<!DOCTYPE html>") -> str:
    """A page with an article, and something nasty in it."""
    return f"{before}<html><head>{head}<title>Talks</title></head><body><article>{BODY}{inside}</article></body></html>"


PAGES = {
    "a script": page("<script>fetch('http://127.0.0.1:9/')</script>"),
    "a script never closed": page("<script>while(1){}"),
    "a script that writes": page("<script>document.write('<p>“No,” Bo said.</p>')</script>"),
    "scripts in attributes": page("<img src=x onerror=alert(1)><a href='javascript:alert(1)'>a</a>"),
    "a picture elsewhere": page("<img src='http://127.0.0.1:9/a.png'><link rel=stylesheet href='http://127.0.0.1:9/'>"),
    "a frame elsewhere": page("<iframe src='http://127.0.0.1:9/'></iframe><object data='file:///etc/passwd'></object>"),
    "an address to go to": page(head="<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'>"),
    "another base": page(head="<base href='http://127.0.0.1:9/'>"),
    "a file as address": page(head="<link rel=canonical href='file:///etc/passwd'>"),
    "a billion laughs": page("&l9;", before=f"<!DOCTYPE html [<!ENTITY l0 'ha'>{LAUGHS}]>"),
    "an entity from a file": page("&x;", before="<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"),
    "an entity from elsewhere": page("&x;", before="<!DOCTYPE html [<!ENTITY x SYSTEM 'http://127.0.0.1:9/'>]>"),
    "a DTD from elsewhere": page(before="<!DOCTYPE html SYSTEM 'http://127.0.0.1:9/a.dtd'>"),
    "XML with a stylesheet": page(before="<?xml version='1.0'?><?xml-stylesheet href='http://127.0.0.1:9/a.xsl'?>"),
    "an include": page("<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd'/>"),
    "entities of all kinds": page("<p>&quot;&#8220;No,&#8221;&nbsp;&#0;&#xD800;&#x110000;&unknown;&amp;amp; Bo said.</p>"),
    "100,000 entities": page(f"<p>{'&amp;' * 100_000}</p>"),
    "CDATA": page("<![CDATA[ <p>“No,” Bo said.</p> ]]>"),
    "a comment never closed": page("<!-- and so on"),
    "conditional comments": page("<!--[if lt IE 9]><script>alert(1)</script><![endif]-->"),
    "tags never closed": page("<div><p><b>" * 50),
    "tags closed the wrong way": page("<b><i></b></i></div></div></p></p></table>"),
    "only ends of tags": "</div>" * 1_000 + page(),
    "a NUL in a tag": page("<p>“No\0,” Bo said.</p><di\0v>"),
    "an attribute of a megabyte": page(f"<p title='{'x' * 1_000_000}'>“No,” Bo said.</p>"),
    "10,000 attributes": page(f"<p {' '.join(f'a{n}=1' for n in range(10_000))}>“No,” Bo said.</p>"),
    "a tag of 100,000 letters": page(f"<{'x' * 100_000}>"),
    "10,000 paragraphs": page("<p>Rain fell on both delegations, and they went home.</p>" * 10_000),
    "200 tables within each other": page("<table><tr><td>" * 60 + "Rain fell."),
    "100 tags within each other": page("<div>" * 100 + "<p>“No,” Bo said.</p>" + "</div>" * 100),
    "plaintext": page("<plaintext>"),
    "SVG with a script": page("<svg><script>alert(1)</script></svg><math><mtext><script>1</script></mtext></math>"),
    "a template": page("<template><p>“No,” Bo said.</p></template><noscript><p>Rain.</p></noscript>"),
    "a form": page("<form action='http://127.0.0.1:9/'><input name=a><button formaction='javascript:1'>b</button></form>"),
    "JSON-LD that is none": page(head="<script type='application/ld+json'>{[</script>"),
    "JSON-LD that is deep": page(head=f"<script type='application/ld+json'>{'[' * 50_000}</script>"),
    "a date of no calendar": page(head="<meta property='article:published_time' content='9999-99-99T99:99:99Z'>"),
    "an encoding that is none": page(head="<meta charset='x-nonsense'>"),
    "an encoding that is a codec": page(head="<meta charset='zlib_codec'>"),
    "an encoding that would run": page(head="<meta charset='unicode_escape'>"),
    "a wrong encoding": page(head="<meta charset='utf-16'>"),
    "no body": (BODY, SCORED),
    "only a script": ("<html><body><script>1</script></body></html>", NO_ARTICLE),
    "only tags": ("<div>" * 50, NO_ARTICLE),
    "only a comment": ("<!-- rain -->", NO_ARTICLE),
    "frames": ("<html><frameset><frame src='http://127.0.0.1:9/'></frameset></html>", NO_ARTICLE),
    "50,000 tags within each other": (page("<div>" * 50_000 + "No."), "unreadable: only a part of this page can be read"),
    "50,000 letters in bold": (page("<b>" * 50_000 + "No."), "unreadable: only a part of this page can be read"),
    "2,042 tags within each other": (page("<div>" * 2_042 + "No."), "over limit: over 2,040 elements within each other"),
    "1,900 tags within each other": page("<div>" * 1_900 + "<p>“No,” Bo said.</p>" + "</div>" * 1_900),
    "not a page": ("Rain fell.", SCORED),
    "JSON": ('{"id": 1}', SCORED),
    "a photo": ("\x89PNG\r\n\x1a\n" + "\0" * 50, "unreadable: binary"),
}  # fmt: skip


def cases() -> list[Case]:
    """The family."""
    found = []
    for number, (name, given) in enumerate(PAGES.items()):
        content, expected = given if isinstance(given, tuple) else (given, SCORED)
        found.append(files("pages", name, {f"page {number:02}.html": content}, expected))
    return found
