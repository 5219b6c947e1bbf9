"""The sixteen parts of the body that sessions and the figure are made of, and that modes can name one by one.

Right and left are the person's own. A hand goes with its forearm.
"""

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
