"""Makes plotting/fixtures/two-glyphs.ttf with fontTools (Debian's python3-fonttools): the glyphs of two Chinese characters as plain bars.

/usr/bin/python3 two_glyphs_font.py ../../packages/plotting/fixtures/two-glyphs.ttf
"""
import sys

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen


def bars(*boxes):
    """A glyph of rectangles (left, bottom, right, top)."""
    pen = TTGlyphPen(None)
    for left, bottom, right, top in boxes:
        pen.moveTo((left, bottom))
        for point in [(left, top), (right, top), (right, bottom)]:
            pen.lineTo(point)
        pen.closePath()
    return pen.glyph()


glyphs = {
    ".notdef": bars((100, 0, 200, 700)),
    "cat": bars((100, 0, 900, 200), (100, 400, 900, 700)),
    "dog": bars((100, 0, 300, 700), (500, 0, 900, 700)),
}
font = FontBuilder(1000, isTTF=True)
font.setupGlyphOrder(list(glyphs))
font.setupCharacterMap({ord("猫"): "cat", ord("犬"): "dog"})
font.setupGlyf(glyphs)
font.setupHorizontalMetrics({name: (1000, 100) for name in glyphs})
font.setupHorizontalHeader(ascent=800, descent=-200)
names = {"familyName": "Two Glyphs", "styleName": "Regular", "psName": "TwoGlyphs-Regular"}
font.setupNameTable(names, mac=False)
font.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200)
font.setupPost()
# The date of a font is that of its making otherwise.
font.updateHead(created=0, modified=0)
font.font.recalcTimestamp = False
font.save(sys.argv[1])
