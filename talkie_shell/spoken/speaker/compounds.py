"""Compounds as the words they are made of, the way recognisers write them."""

from __future__ import annotations

from functools import lru_cache

# Words that often stand in the names of files, flags and programs.
_PARTS = frozenset(
    """
    access account add air all any app arch args auto back bad base batch big bin black board body
    book boot box branch bridge bucket build byte cache call card care case cast chain change chart
    check clean clear click clip close cloud cluster code color column command commit common compile
    config connect console content control copy core count cover crash cross current cut dark dash
    data date day db debug deep default depth dev dir disk dock doc domain down drive drop dry dump
    edge edit end entry env error event every exit export fail fall fast feed fetch field file fill
    filter find finger fire first fix flag flat float flow fly folder font foot force fork form
    format forward frame free front full function game gate gen get git global grade grid ground
    group guard guest hand hard hash head health heart high hit hold home hook host hot hour how
    http icon idle image in index info init inline input inspect install inter key kit lab lag lake
    land last launch layer lead leaf left len level lib life light like limit line link lint list
    live load local lock log long look loop low mail main make man manager map mark mask master
    match max media memory menu merge mesh meta micro mid min mini mirror mix mode model mon mono
    mount move multi name net new next night no node note now null number off old on one online only
    open opt option order origin out over pack page pair pan panel paper park part pass password
    paste patch path peer pen period ping pipe pixel place plain plan play plot plug plus point pool
    pop port post power pre press print private pro process profile project prompt proxy public pull
    push put quick quiet race range rank raw read ready real rebase record recurse red region release
    reload remote render replace reply report request reset resource rest restart return review
    right ring road root route row rule run safe sample sand save scale scan schedule scope screen
    script scroll search secret section see seed select self send server service session set setup
    shadow share sheet shell shift ship shop shot show side sign silent single site size skip sky
    sleep slice slow small smart snap soft sort sound source space spring stack stage stamp start
    stat state status step stop store storm stream string style sub sum super sure sweep switch sync
    sys system tab table tag tail task team temp term test text thing thread through throw thumb
    ticket time tip to token tool top total touch trace track traffic tree true try turn type un
    under unit up update upload url use user value verbose version view virtual volume wait walk
    wall warm warn watch water wave way web week weight well white wide width wifi wild win window
    wire wise with word work world wrap write year zero zone
    """.split()
)
_SHORTEST = 5


@lru_cache(maxsize=4096)
def parts_of(word: str) -> tuple[str, ...]:
    """The two words a compound is made of, or the word itself.

    Example: "syslog" -> ("sys", "log"); "nginx" -> ("nginx",)
    """
    lower = word.lower()
    if len(word) < _SHORTEST or not word.isalpha():
        return (word,)
    for cut in range(2, len(word) - 1):
        if lower[:cut] in _PARTS and lower[cut:] in _PARTS:
            return word[:cut], word[cut:]
    return (word,)
