"""What Word insists on in WordprocessingML: order of children, required attributes, references that lead somewhere.

Word refuses a file that breaks these, and says only that it is damaged.
"""

from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from test_publishing import NASTY, full_report

from drafting.publishing import export
from drafting.report import Document, Organ, Section
from drafting.samples import samples

ORDER = {
    "document": "background body",
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd "
    "tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi "
    "adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection "
    "textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "numPr": "ilvl numId numberingChange ins",
    "pBdr": "top left bottom right between bar",
    "tabs": "tab",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl "
    "cs em lang eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription tblPrChange",
    "tblGrid": "gridCol tblGridChange",
    "tblBorders": "top left start bottom right end insideH insideV",
    "tblCellMar": "top left start bottom right end",
    "trPr": "cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader tblCellSpacing jc hidden "
    "ins del trPrChange",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark "
    "headers cellIns cellDel cellMerge tcPrChange",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings "
    "sectPrChange",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked "
    "personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "styles": "docDefaults latentStyles style",
    "docDefaults": "rPrDefault pPrDefault",
    "font": "altName panose1 charset family notTrueType pitch sig embedRegular embedBold embedItalic embedBoldItalic",
    "tbl": "bookmarkStart bookmarkEnd tblPr tblGrid tr",
    "tr": "tblPrEx trPr tc",
    "tc": "tcPr p",
    "settings": "writeProtection view zoom removePersonalInformation removeDateAndTime doNotDisplayPageBoundaries "
    "displayBackgroundShape printPostScriptOverText printFractionalCharacterWidth printFormsData "
    "embedTrueTypeFonts embedSystemFonts saveSubsetFonts saveFormsData mirrorMargins alignBordersAndEdges "
    "bordersDoNotSurroundHeader bordersDoNotSurroundFooter gutterAtTop hideSpellingErrors "
    "hideGrammaticalErrors activeWritingStyle proofState formsDesign attachedTemplate linkStyles "
    "stylePaneFormatFilter stylePaneSortMethod documentType mailMerge revisionView trackRevisions "
    "doNotTrackMoves doNotTrackFormatting documentProtection autoFormatOverride styleLockTheme "
    "styleLockQFSet defaultTabStop autoHyphenation consecutiveHyphenLimit hyphenationZone "
    "doNotHyphenateCaps showEnvelope summaryLength clickAndTypeStyle defaultTableStyle evenAndOddHeaders "
    "bookFoldRevPrinting bookFoldPrinting bookFoldPrintingSheets drawingGridHorizontalSpacing "
    "drawingGridVerticalSpacing displayHorizontalDrawingGridEvery displayVerticalDrawingGridEvery "
    "doNotUseMarginsForDrawingGridOrigin drawingGridHorizontalOrigin drawingGridVerticalOrigin "
    "doNotShadeFormData noPunctuationKerning characterSpacingControl printTwoOnOne strictFirstAndLastChars "
    "noLineBreaksAfter noLineBreaksBefore savePreviewPicture doNotValidateAgainstSchema saveInvalidXml "
    "ignoreMixedContent alwaysShowPlaceholderText doNotDemarcateInvalidXml saveXmlDataOnly "
    "useXSLTWhenSaving saveThroughXslt showXMLTags alwaysMergeEmptyNamespace updateFields "
    "hdrShapeDefaults footnotePr endnotePr compat docVars rsids mathPr attachedSchema themeFontLang "
    "clrSchemeMapping doNotIncludeSubdocsInStats doNotAutoCompressPictures forceUpgrade captions "
    "readModeInkLockDown smartTagType schemaLibrary shapeDefaults doNotEmbedSmartTags decimalSymbol "
    "listSeparator",
    "compat": "useSingleBorderforContiguousCells wpJustification noTabHangInd noLeading spaceForUL noColumnBalance "
    "balanceSingleByteDoubleByteWidth noExtraLineSpacing doNotLeaveBackslashAlone ulTrailSpace "
    "doNotExpandShiftReturn spacingInWholePoints lineWrapLikeWord6 printBodyTextBeforeHeader "
    "printColBlack wpSpaceWidth showBreaksInFrames subFontBySize suppressBottomSpacing suppressTopSpacing "
    "suppressSpacingAtTopOfPage suppressTopSpacingWP suppressSpBfAfterPgBrk swapBordersFacingPages "
    "convMailMergeEsc truncateFontHeightsLikeWP6 mwSmallCaps usePrinterMetrics doNotSuppressParagraphBorders "
    "wrapTrailSpaces footnoteLayoutLikeWW8 shapeLayoutLikeWW8 alignTablesRowByRow "
    "forgetLastTabAlignment adjustLineHeightInTable autoSpaceLikeWord95 noSpaceRaiseLower "
    "doNotUseHTMLParagraphAutoSpacing layoutRawTableWidth layoutTableRowsApart "
    "useWord97LineBreakRules doNotBreakWrappedTables doNotSnapToGridInCell selectFldWithFirstOrLastChar "
    "applyBreakingRules doNotWrapTextWithPunct doNotUseEastAsianBreakRules useWord2002TableStyleRules "
    "growAutofit useFELayout useNormalStyleForList doNotUseIndentAsNumberingTabStop "
    "useAltKinsokuLineBreakRules allowSpaceOfSameStyleInTable doNotSuppressIndentation "
    "doNotAutofitConstrainedTables autofitToFirstFixedWidthCell underlineTabInNumList "
    "displayHangulFixedWidth splitPgBreakAndParaMark doNotVertAlignCellWithSp "
    "doNotBreakConstrainedForcedTable doNotVertAlignInTxbx useAnsiKerningPairs cachedColBalance "
    "compatSetting",
    "anchor": "simplePos positionH positionV extent effectExtent wrapNone docPr cNvGraphicFramePr graphic",
    "wsp": "cNvPr cNvSpPr spPr style extLst txbx bodyPr",
    "spPr": "xfrm prstGeom noFill ln",
}
"""Order of children, ECMA-376 part 1, 17.2–17.15 and 20.4; the text box after Word's own 2010 extension."""

FIRST = {"p": "pPr", "r": "rPr"}
"""Elements whose properties, where they have any, stand before all else."""

REQUIRED = {
    "pStyle": "val",
    "basedOn": "val",
    "next": "val",
    "name": "val",
    "jc": "val",
    "sz": "val",
    "szCs": "val",
    "color": "val",
    "outlineLvl": "val",
    "gridSpan": "val",
    "vAlign": "val",
    "numId": "val",
    "altName": "val",
    "charset": "val",
    "tblCaption": "val",
    "zoom": "percent",
    "defaultTabStop": "val",
    "decimalSymbol": "val",
    "listSeparator": "val",
    "characterSpacingControl": "val",
    "compatSetting": "name uri val",
    "font": "name",
    "style": "type styleId",
    "fldSimple": "instr",
    "tab": "val pos",
    "headerReference": "type",
    "footerReference": "type",
    "pgSz": "w h",
    "pgMar": "top right bottom left header footer gutter",
    "tblW": "w type",
    "tcW": "w type",
    "gridCol": "w",
    "trHeight": "val",
    "tblLayout": "type",
}
"""Attributes Word needs, by element."""

W = qn("w:p")[:-1]
EXTENSIONS = tuple(f"{{http://schemas.microsoft.com/office/word/{year}/wordml" for year in (2010, 2012))
"""What later versions of Word write beside the schema; other programs pass over it."""
R = qn("r:id")[:-2]


def local(element) -> str:
    return element.tag.rsplit("}", 1)[-1]


def faults(part: str, root) -> list[str]:
    """What is wrong in one part, each as a sentence with its place."""
    found = []
    for element in root.iter():
        tag, children = local(element), [local(child) for child in element if not child.tag.startswith(EXTENSIONS)]
        if tag in ORDER:
            order = ORDER[tag].split()
            if unknown := set(children) - set(order):
                found.append(f"{part}: {sorted(unknown)} cannot stand in {tag}")
            elif (places := [order.index(child) for child in children]) != sorted(places):
                found.append(f"{part}: children of {tag} stand as {children}")
        if tag in FIRST and FIRST[tag] in children[1:]:
            found.append(f"{part}: {FIRST[tag]} is not first in {tag}")
        if element.tag.startswith(W) and not (tag == "tab" and local(element.getparent()) == "r"):
            missing = [name for name in REQUIRED.get(tag, "").split() if element.get(W + name) is None]
            if missing:
                found.append(f"{part}: {tag} without {missing}")
        if tag in ("tc", "txbxContent") and (not children or children[-1] != "p"):
            found.append(f"{part}: {tag} does not end with a paragraph")
        if tag == "body" and (children[-1] != "sectPr" or children.count("sectPr") != 1):
            found.append(f"{part}: the page setup is not the last of the body")
    return found


def loose_ends(raw: bytes) -> list[str]:
    """References to styles and parts that are not in the file."""
    document = docx.Document(BytesIO(raw))
    styles = {style.get(W + "styleId") for style in document.styles.element.findall(W + "style")}
    found = [] if len(styles) == len(document.styles) else ["two styles have one id"]
    for part in document.part.package.iter_parts():
        if part.partname.ext == "xml" and part.partname.startswith("/word/"):
            root = parse_xml(part.blob)
            for name in ("pStyle", "basedOn", "next", "link", "rStyle", "tblStyle"):
                wanted = {element.get(W + "val") for element in root.iter(W + name)}
                found += [f"{part.partname}: no style {id}" for id in sorted(wanted - styles)]
            ids = {value for element in root.iter() for name, value in element.attrib.items() if name.startswith(R)}
            found += [f"{part.partname}: no relationship {id}" for id in sorted(ids - set(part.rels))]
    return found


def all_faults(raw: bytes) -> list[str]:
    with ZipFile(BytesIO(raw)) as package:
        roots = {name: parse_xml(package.read(name)) for name in package.namelist() if name.endswith(".xml")}
    found = [fault for name, root in roots.items() if name.startswith("word/") for fault in faults(name, root)]
    return found + loose_ends(raw)


def hostile_report():
    markup = "# $x$ *b* @a \\n <b>&amp;</b> ]]> =1+1 +1 -1 @SUM(A1)"
    text = f"{NASTY}\ud800{markup}\n（一）{NASTY}{markup}\n" + "字" * 90_000
    return full_report(
        organ=Organ(name=f"<局>&{NASTY}" + "长" * 40, level="county", kind="department"),
        values={},
        sections={"overview.lead": Section.of(text), "problems": Section.of(markup), "other": Section.of(text)},
        document=Document(number=f"{NASTY}<w:p/>", copied_to=(markup + NASTY) * 5, issuing_office=f"&<{NASTY}"),
    )


REPORTS = {
    **{sample.id: lambda sample=sample: sample.load()[0] for sample in samples()},
    "full": full_report,
    "hostile": hostile_report,
}


@pytest.mark.parametrize("copy", ["draft", "final"])
@pytest.mark.parametrize("preset", ["plain", "redhead", "web"])
@pytest.mark.parametrize("name", REPORTS)
def test_a_word_document_keeps_the_rules_of_the_schema(name, preset, copy):
    assert all_faults(export(REPORTS[name](), "docx", preset=preset, copy=copy)) == []


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        (b"<w:keepNext/><w:spacing", b"<w:spacing", None),
        (b'<w:pStyle w:val="BodyText"/>', b'<w:ind/><w:pStyle w:val="BodyText"/>', "children of pPr stand as"),
        (b'<w:pStyle w:val="BodyText"/>', b"<w:pStyle/>", "pStyle without ['val']"),
        (b"<w:cantSplit/>", b"<w:cantBreak/>", "cannot stand in trPr"),
        (b"</w:p></w:tc>", b"</w:p><w:tbl/></w:tc>", "cannot stand in tc"),
    ],
)
def test_the_rules_find_what_is_broken(before, after, fault):
    with ZipFile(BytesIO(export(full_report(), "docx"))) as package:
        whole = package.read("word/document.xml")
    assert before in whole
    found = faults("word/document.xml", parse_xml(whole.replace(before, after)))
    assert found == [] if fault is None else fault in found[0]


def test_every_rule_of_order_but_those_of_letterheads_is_put_to_use():
    used = set()
    with ZipFile(BytesIO(export(full_report(), "docx", preset="redhead"))) as package:
        for name in package.namelist():
            if name.startswith("word/") and name.endswith(".xml"):
                used |= {local(element) for element in parse_xml(package.read(name)).iter()}
    assert set(ORDER) - used == {"numPr"}
