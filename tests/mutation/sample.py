"""Samples: the mutants that Cosmic Ray can make of some modules, and a choice among them that a seed repeats."""

import ast
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast_from_path
from cosmic_ray.plugins import get_operator, operator_names
from cosmic_ray.work_item import MutationSpec

Position = tuple[int, int]
Place = tuple[Position, Position]
Site = tuple[Path, Position, Position, str]
OPPOSITE = {"Is": "IsNot", "IsNot": "Is", "Eq": "NotEq", "NotEq": "Eq"}
"""What is put for a comparison with None or with a name: `<` fails of the one and means nothing of the other."""


def sample(modules: list[Path], number: int, seed: int) -> list[MutationSpec]:
    """Return so many mutants, or all where that is 0: one of each kind at a place, the places chosen by a seed.

    An operator can be put in the place of `+` in eleven ways, and `+` would be most of what is tried.
    """
    sites = defaultdict[Site, list[MutationSpec]](list)
    for module in modules:
        for mutant in _mutants(module):
            family = mutant.operator_name.partition("_")[0]
            sites[module, mutant.start_pos, mutant.end_pos, family].append(mutant)
    chance = random.Random(seed)
    chosen = sorted(sites)
    if number and number < len(chosen):
        chosen = sorted(chance.sample(chosen, number))
    return [chance.choice(sites[site]) for site in chosen]


def _mutants(module: Path) -> Iterator[MutationSpec]:
    """Yield every mutant of a module that can make a difference when it runs."""
    tree, nowhere, names = get_ast_from_path(module), _never_run(module), _comparisons_with_names(module)
    for name in operator_names():
        operator_class = get_operator(name)
        if operator_class.arguments() or name.endswith("/RemoveDecorator"):
            # A decorator that can be taken away is a cache here.
            continue
        operator = operator_class()
        positions = ((node, place) for node in ast_nodes(tree) for place in operator.mutation_positions(node))
        for occurrence, (_, (start, end)) in enumerate(positions):
            if _lies_in(nowhere, start) or (_is_odd(name, in_names=_lies_in(names, start))):
                continue
            yield MutationSpec(module, name, occurrence, start, end)


def _is_odd(name: str, *, in_names: bool) -> bool:
    """Tell whether an operator puts another comparison than the opposite where only that means anything."""
    family, *pair = name.rpartition("/")[2].split("_")
    if family != "ReplaceComparisonOperator":
        return False
    has_opposite_only = pair[0] in {"Is", "IsNot"} or pair[1] in {"Is", "IsNot"} or (in_names and pair[0] in OPPOSITE)
    return has_opposite_only and OPPOSITE.get(pair[0]) != pair[1]


def _lies_in(places: list[Place], position: Position) -> bool:
    return any(first <= position < last for first, last in places)


def _comparisons_with_names(module: Path) -> list[Place]:
    """Return where something is compared with a text, which is a name."""
    comparisons = (
        node for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))) if isinstance(node, ast.Compare)
    )
    return [
        _place(node)
        for node in comparisons
        if any(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in (node.left, *node.comparators))
    ]


def _never_run(module: Path) -> list[Place]:
    """Return where types, decorators and `strict=` stand: what is changed there fails at once or not at all."""
    nodes = list[ast.expr]()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            nodes += node.decorator_list
        if isinstance(node, ast.FunctionDef) and node.returns:
            nodes.append(node.returns)
        if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation:
            nodes.append(node.annotation)
        if isinstance(node, ast.keyword) and node.arg == "strict":
            nodes.append(node.value)
    return [_place(node) for node in nodes]


def _place(node: ast.expr) -> Place:
    return (node.lineno, node.col_offset), (node.end_lineno or node.lineno, node.end_col_offset or 0)
