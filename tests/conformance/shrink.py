"""Makes an input that shows a difference as small as it goes, by leaving parts out."""


def shrunk(data, differs, rounds=400):
    """`differs` says of a list of inputs which of them still show a difference."""
    size = max(1, len(data) // 2)
    while size > 0 and rounds > 0:
        starts = range(0, len(data), size)
        smaller = [data[:at] + data[at + size:] for at in starts][:512]
        found = next((each for each, still in zip(smaller, differs(smaller)) if still), None)
        rounds -= 1
        if found is not None:
            data = found
            size = min(size, max(1, len(data) // 2))
        else:
            size //= 2
    return data
