"""The drawings of the design kit for what is printed, with its colours written out."""

INK = "#14231f"


def _svg(size: str, body: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}">{body}</svg>'


ART = {
    "logo": _svg(
        "0 0 40 40",
        '<path fill="#fff" d="M9 3h22a6 6 0 0 1 6 6v17a6 6 0 0 1-6 6H20l-9 7v-7H9a6 6 0 0 1-6-6V9a6'
        ' 6 0 0 1 6-6Z"/><g fill="none" stroke="#0a574e" stroke-width="2.2">'
        '<circle cx="20" cy="17.5" r="11"/><circle cx="20" cy="17.5" r="6.6"/></g>'
        '<circle cx="20" cy="17.5" r="3" fill="#e8a530"/>',
    ),
    "scan": _svg(
        "0 0 80 80",
        '<rect x="22" y="6" width="36" height="66" rx="6" fill="#deeee9" stroke="#0a574e"'
        ' stroke-width="3"/><rect x="27" y="14" width="26" height="44" fill="#fff"/>'
        f'<path fill="{INK}" d="M33 22h6v6h-6zM41 22h6v6h-6zM33 30h6v6h-6zM44 33h3v3h-3zM33'
        ' 40h3v3h-3z"/><path d="M10 36h60" stroke="#e8a530" stroke-width="4"'
        ' stroke-linecap="round"/>',
    ),
    "face": _svg(
        "0 0 80 80",
        f'<circle cx="40" cy="40" r="35" fill="#46b09b" stroke="{INK}" stroke-width="2.4"/>'
        f'<path d="M21 33c2-5 9-5 11 0M48 33c2-5 9-5 11 0" fill="none" stroke="{INK}"'
        ' stroke-width="3.2" stroke-linecap="round"/>'
        f'<path fill="{INK}" d="M21 45h38c-1 12-9 18-19 18s-18-6-19-18Z"/>'
        '<path fill="#fff" d="M24.5 48h31l-1.2 4.5H25.7Z"/>',
    ),
    "send": _svg(
        "0 12 80 56",
        '<rect x="6" y="24" width="68" height="32" rx="8" fill="#deeee9" stroke="#0a574e"'
        ' stroke-width="3"/><path d="m28 40 8 8 16-16" fill="none" stroke="#0a574e"'
        ' stroke-width="5" stroke-linecap="round" stroke-linejoin="round"/>',
    ),
}
