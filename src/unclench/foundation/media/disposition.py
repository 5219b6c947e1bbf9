"""The ``Content-Disposition`` header (RFC 6266): how a download is named. Pure."""

from urllib.parse import quote

_SAFE = "!#$&+-.^_`|~"


def disposition(filename: str, *, download: bool) -> str:
    """The header for a file of this name: shown in place, or saved.

    A name beyond ASCII is given twice: in plain letters for old readers, and in full (RFC 5987).
    """
    kind = "attachment" if download else "inline"
    plain = "".join(
        sign if sign.isascii() and sign.isprintable() and sign not in '"\\%/' else "_" for sign in filename
    )
    if plain == filename:
        return f'{kind}; filename="{plain}"'
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe=_SAFE)}"
