"""What a screen reader would read out by itself: what is new in the live regions of the browser's accessibility tree."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page


@dataclass(frozen=True)
class Said:
    region: str  # its role and its name: "log What was said"
    words: str


class Listener:
    """Listens to a page from now on. What is there already, and a region that is new with what it holds, is not read out."""

    def __init__(self, page: Page):
        self.page = page
        self.wire = page.context.new_cdp_session(page)
        self.wire.send("Accessibility.enable")
        self.wire.send("DOM.enable")
        self.heard: list[Said] = []
        self.start()

    def start(self) -> None:
        """Begin anew, as on a page that was just loaded: what is there can be read, and is not read out."""
        self.known = {}
        self.look()
        self.heard.clear()

    def look(self) -> None:
        tree = Tree(self.wire)
        for region in tree.regions():
            self.heard += self._new_in(tree, region)
        self.known = tree.texts()

    def _new_in(self, tree: "Tree", region: dict) -> list[Said]:
        if region["backendDOMNodeId"] not in self.known:
            return []
        parts = [region] if tree.is_atomic(region) else tree.items(region)
        fresh = [part for part in parts if any(self._is_new(text) for text in tree.texts_in(part))]
        return [Said(tree.called(region), tree.words_of(part)) for part in fresh]

    def _is_new(self, text: dict) -> bool:
        return self.known.get(text["backendDOMNodeId"]) != text["name"]["value"]

    def until(self, number: int, region: str) -> list[str]:
        """Listen until `number` things were read out of `region`, and a while longer for what should not be."""
        for _ in range(300):
            self.look()
            if len(self.out_of(region)) >= number:
                break
            self.page.wait_for_timeout(50)
        self.for_a_while()
        return self.out_of(region)

    def for_a_while(self) -> None:
        for _ in range(10):
            self.page.wait_for_timeout(100)
            self.look()

    def out_of(self, region: str) -> list[str]:
        return [said.words for said in self.heard if said.region == region]


class Tree:
    """The accessibility tree at one moment."""

    def __init__(self, wire):
        nodes = wire.send("Accessibility.getFullAXTree")["nodes"]
        self.nodes = {node["nodeId"]: node for node in nodes}
        self.root = nodes[0]
        self.silent = _silent(wire)

    def regions(self) -> list[dict]:
        return [node for node in self._below(self.root) if _property(node, "live") in {"polite", "assertive"}]

    def texts(self) -> dict[int, str]:
        """What each node says, by the node that it has in the page."""
        return {
            node["backendDOMNodeId"]: node.get("name", {}).get("value", "")
            for node in self.nodes.values()
            if node.get("backendDOMNodeId")
        }

    def texts_in(self, node: dict) -> list[dict]:
        return [each for each in self._below(node) if _role(each) == "StaticText" and each.get("backendDOMNodeId")]

    def words_of(self, node: dict) -> str:
        return re.sub(r"\s+", " ", " ".join(text["name"]["value"] for text in self.texts_in(node))).strip()

    def items(self, region: dict) -> list[dict]:
        return [node for node in self._below(region) if _role(node) == "listitem"]

    def is_atomic(self, region: dict) -> bool:
        return bool(_property(region, "atomic"))

    def called(self, region: dict) -> str:
        return f"{_role(region)} {region.get('name', {}).get('value', '')}".strip()

    def _below(self, node: dict):
        """The node and what is in it, in the order that it is read."""
        if node.get("backendDOMNodeId") in self.silent:
            return
        yield node
        for child in node.get("childIds", []):
            if child in self.nodes:
                yield from self._below(self.nodes[child])


def _silent(wire) -> set[int]:
    """What is in a live region and asks not to be read out."""
    page = wire.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    found = wire.send("DOM.querySelectorAll", {"nodeId": page, "selector": "[aria-live=off]"})["nodeIds"]
    return {wire.send("DOM.describeNode", {"nodeId": node})["node"]["backendNodeId"] for node in found}


def _role(node: dict) -> str:
    return node.get("role", {}).get("value", "")


def _property(node: dict, name: str):
    return next((each["value"].get("value") for each in node.get("properties", []) if each["name"] == name), None)
