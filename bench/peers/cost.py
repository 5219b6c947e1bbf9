"""What work costs, counted alike for us and for every peer."""

import resource


def cpu() -> float:
    """Seconds of processor time of this process and its children so far."""
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )
