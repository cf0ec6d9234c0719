"""Excel workbooks as small as the format allows, for tests."""
import zipfile


def reference(row, column):
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


def sheet(rows, shared=None):
    """Cells by their kind: numbers, texts (shared where a list is given), None: blank, ("#N/A",): an error."""
    out = []
    for r, cells in enumerate(rows):
        line = ""
        for c, cell in enumerate(cells):
            at = f'r="{reference(r, c)}"'
            if cell is None:
                continue
            if isinstance(cell, tuple):
                line += f'<c {at} t="e"><v>{cell[0]}</v></c>'
            elif isinstance(cell, (int, float)):
                line += f"<c {at}><v>{cell!r}</v></c>"
            elif shared is not None:
                shared.append(cell)
                line += f'<c {at} t="s"><v>{len(shared) - 1}</v></c>'
            else:
                line += f'<c {at} t="inlineStr"><is><t>{escaped(cell)}</t></is></c>'
        out.append(f'<row r="{r + 1}">{line}</row>')
    return ('<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
            + "".join(out) + "</sheetData></worksheet>")


def write(path, sheets, use_shared=True, more=()):
    """`sheets`: rows by the sheet's name. `more`: parts (name, text) that replace or join the others."""
    shared = [] if use_shared else None
    names = list(sheets)
    parts = {f"xl/worksheets/sheet{i + 1}.xml": sheet(sheets[name], shared) for i, name in enumerate(names)}
    parts["xl/workbook.xml"] = (
        '<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
        + "".join(f'<sheet name="{escaped(name)}" sheetId="{i + 1}" r:id="rId{i + 1}"/>' for i, name in enumerate(names))
        + "</sheets></workbook>")
    parts["xl/_rels/workbook.xml.rels"] = "<Relationships>" + "".join(
        f'<Relationship Id="rId{i + 1}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{i + 1}.xml"/>' for i in range(len(names))) + "</Relationships>"
    if shared is not None:
        parts["xl/sharedStrings.xml"] = "<sst>" + "".join(f"<si><t>{escaped(text)}</t></si>" for text in shared) + "</sst>"
    parts.update(more)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(name, text)
