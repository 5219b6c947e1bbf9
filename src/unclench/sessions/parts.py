"""The sixteen parts of the body that sessions are made of, and that a body's modes can name one by one."""

PARTS: tuple[str, ...] = (
    "right-hand",
    "right-upper-arm",
    "left-hand",
    "left-upper-arm",
    "forehead",
    "cheeks",
    "jaw",
    "neck",
    "shoulders",
    "abdomen",
    "right-thigh",
    "right-calf",
    "right-foot",
    "left-thigh",
    "left-calf",
    "left-foot",
)
