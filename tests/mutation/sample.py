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
Site = tuple[Path, Position, Position, str]
SAME = {"Is": "Eq", "IsNot": "NotEq", "Eq": "Is", "NotEq": "IsNot"}
"""Comparisons that mean the same of what we compare: None, and small numbers."""


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
    tree, nowhere = get_ast_from_path(module), _never_run(module)
    for name in operator_names():
        operator_class = get_operator(name)
        if operator_class.arguments() or _makes_no_difference(name):
            continue
        operator = operator_class()
        positions = ((node, place) for node in ast_nodes(tree) for place in operator.mutation_positions(node))
        for occurrence, (_, (start, end)) in enumerate(positions):
            if not any(first <= start < last for first, last in nowhere):
                yield MutationSpec(module, name, occurrence, start, end)


def _makes_no_difference(name: str) -> bool:
    """Tell whether an operator only makes `is` of `==`, or takes a decorator away, which here are caches."""
    family, *pair = name.rpartition("/")[2].split("_")
    if family == "RemoveDecorator":
        return True
    return family == "ReplaceComparisonOperator" and SAME.get(pair[0]) == pair[1]


def _never_run(module: Path) -> list[tuple[Position, Position]]:
    """Return where types and decorators stand: what is changed there fails at once or not at all."""
    nodes = list[ast.expr]()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            nodes += node.decorator_list
        if isinstance(node, ast.FunctionDef) and node.returns:
            nodes.append(node.returns)
        if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation:
            nodes.append(node.annotation)
    return [((n.lineno, n.col_offset), (n.end_lineno or n.lineno, n.end_col_offset or 0)) for n in nodes]
