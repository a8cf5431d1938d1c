"""What a browser makes of a rendering: its tags, its titles, its text without our labels."""

from __future__ import annotations

from html.parser import HTMLParser

ALLOWED = {
    "div", "blockquote", "mark", "strong", "em", "u", "sup", "br", "b", "bdi", "a", "span",
    "details", "summary", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"style", "title", "class", "dir", "href", "rel", "target", "scope"}


class Reading(HTMLParser):
    """The text with and without labels, the marked words by element, and whether every tag is closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = self.labels = ""
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.titles: list[str] = []
        self.links: list[str] = []
        self.styles: list[str] = []
        self.marked: list[tuple[str, str]] = []
        self.feed(html)
        self.close()
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.add(name)
            assert value is not None
            {"title": self.titles, "href": self.links, "style": self.styles}.get(name, []).append(value)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "sup" in self.open:
            self.labels += data
            return
        self.text += data
        self.marked += [(tag, data) for tag in self.open]

    def words(self, tag: str) -> str:
        """What stands in elements of this name, one stretch after the other."""
        return "|".join(data for name, data in self.marked if name == tag)


def harmless(html: str) -> Reading:
    """A rendering read, and known to hold nothing but our own elements."""
    reading = Reading(html)
    assert reading.tags <= ALLOWED
    assert reading.attributes <= ATTRIBUTES
    assert all(link.startswith(("http://", "https://")) for link in reading.links)
    return reading
