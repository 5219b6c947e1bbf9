"""A hand at rest: fingers a little curled, the thumb away from them."""

from unclench.sessions.figure.curves import knots

HAND = knots(
    "13,0 15,10 20,20 27,31 33,44 35,56 31,62 25,58 21,50 18,45! "
    "21,54 22,68 20,78 15,81 11,76 9,69! 9,79 7,88 2,90 -2,84 -3,71! "
    "-4,81 -7,86 -12,84 -13,77 -13,67! -15,73 -19,73 -21,66 -20,52 -19,36 -17,20 -13,4"
)
"""The person's left hand about the middle of the wrist, fingers down the page, thumb at +x."""

FINGERS = tuple(knots(line) for line in ("9,69 9,60 8,51", "-3,71 -3,61 -3,51", "-13,67 -12,60 -12,53"))
"""The lines between the fingers."""
