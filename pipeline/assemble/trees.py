"""Trees of replies, laid out in the order in which they read best.

A post is followed by what answers it. Where several posts answer one, the branch with the most
posts is the thread and comes last, so that it runs on unbroken; asides written while it was still
going come before it, beside what they answer; what was added after its end follows it.
"""


def trees(parents: list[int]) -> list[list[int]]:
    """The trees of two or more nodes, each in reading order and its root first, by root.

    `parents` gives for each node the index of the node above it, or -1; nodes are in order of
    time. A circle, which no honest archive holds, is cut above its earliest node.
    """
    below: dict[int, list[int]] = {}
    for node, parent in enumerate(parents):
        if parent >= 0:
            below.setdefault(parent, []).append(node)
    roots = [node for node in below if parents[node] < 0]
    found = [_below(root, below) for root in roots]
    left = {node for node in below if parents[node] >= 0} - {n for tree in found for n in tree}
    while left:
        root = min(_circle(min(left), parents))
        below[parents[root]].remove(root)
        found.append(_below(root, below))
        left.difference_update(found[-1])
    return sorted([_laid_out(tree, below) for tree in found if len(tree) > 1])


def _below(root: int, below: dict[int, list[int]]) -> list[int]:
    """A node and all nodes under it, each after the one above it."""
    order = [root]
    for node in order:
        order += below.get(node, ())
    return order


def _circle(node: int, parents: list[int]) -> list[int]:
    """The circle that the way up from a node, which has no root above it, ends in."""
    seen: dict[int, int] = {}
    while node not in seen:
        seen[node] = len(seen)
        node = parents[node]
    return list(seen)[seen[node] :]


def _laid_out(tree: list[int], below: dict[int, list[int]]) -> list[int]:
    size = dict.fromkeys(tree, 1)
    last = {node: node for node in tree}
    for node in reversed(tree):
        for child in below.get(node, ()):
            size[node] += size[child]
            last[node] = max(last[node], last[child])
    order, stack = [], [tree[0]]
    while stack:
        node = stack.pop()
        order.append(node)
        stack += reversed(_branches(below.get(node, []), size, last))
    return order


def _branches(nodes: list[int], size: dict[int, int], last: dict[int, int]) -> list[int]:
    if len(nodes) < 2:
        return nodes
    thread = max(nodes, key=lambda node: (size[node], -node))
    asides = [node for node in nodes if node != thread and node < last[thread]]
    later = [node for node in nodes if node > last[thread]]
    return [*asides, thread, *later]
