"""What stands on a page, read as a browser does."""

from html.parser import HTMLParser

EMPTY_ELEMENTS = {"meta", "link", "br", "hr", "img", "input"}


class Page(HTMLParser):
    """What is on a page: elements in order, ids, texts; every element closed where it should be."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements, self.open, self.texts = [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in EMPTY_ELEMENTS:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        owner = self.open[-1] if self.open else ""
        self.texts.append(
            (owner, " ".join(data.split()), self.elements[-1][1] if self.elements else {})
        )

    def every(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]

    def ids(self):
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    def text(self, *owners):
        return " ".join(text for owner, text, _ in self.texts if not owners or owner in owners)

    def of_id(self, name):
        return next(text for _, text, attributes in self.texts if attributes.get("id") == name)
