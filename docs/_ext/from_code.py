"""Directives that write what the code says of itself, so that no page can be out of date.

``{command} label pick`` writes usage, arguments, options and examples of a command; ``{row-columns}`` the columns of
a row with their types; ``{component} stancekit_reader`` the settings of a spaCy component.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective


def command_named(name: str) -> Any:
    """The command, or the group of commands, that is called by these words; the app for no words.

    Raises
    ------
    KeyError
        Where there is none.
    """
    import typer

    from stancekit.cli import app

    found: Any = typer.main.get_command(app)
    for word in name.split():
        found = found.commands[word]
    return found


def commands(group: Any = None, before: str = "") -> Iterator[str]:
    """The names of all commands that can be run: ``score``, ``label pick``."""
    for name, command in (command_named("") if group is None else group).commands.items():
        full = f"{before} {name}".strip()
        if hasattr(command, "commands"):
            yield from commands(command, full)
        else:
            yield full


def command_lines(name: str) -> list[str]:
    """A command in Markdown: what it does, its usage, arguments, options and examples."""
    from stancekit.cli_examples import EXAMPLES

    command = command_named(name)
    arguments = [param for param in command.params if param.param_type_name == "argument"]
    options = [param for param in command.params if param.param_type_name == "option" and not param.hidden]
    asked = " ".join(_placeholder(param) for param in arguments)
    given = "".join(f" {_flag(param)}" for param in options if param.required)
    lines = [_plain(command.help or ""), "", "```text", f"stancekit {name} {asked}{given} [OPTIONS]".strip(), "```", ""]
    if arguments:
        lines += _table(("argument", "what"), ((f"`{_placeholder(p)}`", _plain(p.help)) for p in arguments))
    lines += _table(("option", "what", "default"), map(_option, options))
    if name in EXAMPLES:
        lines += ["```sh", *EXAMPLES[name], "```", ""]
    return lines


def _option(param: Any) -> tuple[str, str, str]:
    names = [*param.opts, *param.secondary_opts]
    shown = ", ".join(f"`{name}`" for name in sorted(names, key=lambda name: name.startswith("--")))
    value = f" `{param.metavar}`" if param.metavar else ""
    plain = isinstance(param.default, str | int | float) and not isinstance(param.default, bool)
    default = "required" if param.required else f"`{param.default}`" if plain and param.default else ""
    return f"{shown}{value}", _plain(param.help), default


def _placeholder(param: Any) -> str:
    name = param.metavar or param.name.upper()
    return name if param.required else f"[{name}]"


def _flag(param: Any) -> str:
    return f"{param.opts[0]} {param.metavar or param.name.upper()}"


def _plain(text: str | None) -> str:
    """One line, without rich's escapes, safe in a cell of a table."""
    return " ".join((text or "").split()).replace("\\[", "[").replace("|", "\\|")


def column_lines() -> list[str]:
    """The columns of a row in Markdown, with their types in pandas and in Parquet."""
    from stancekit.arrow_rows import arrow_schema
    from stancekit.columns import COLUMNS, DTYPES, NEEDED

    types = {field.name: str(field.type) for field in arrow_schema()}
    rows = (
        (f"`{name}`", f"`{DTYPES[kind]}`", f"`{types[name]}`", "yes" if name in NEEDED else "")
        for name, kind in COLUMNS.items()
    )
    return _table(("column", "pandas", "Parquet", "a file of rows needs it"), rows)


def component_lines(name: str) -> list[str]:
    """The settings of a component in Markdown, with what it reads from a Doc and what it leaves there."""
    import spacy
    from spacy.language import Language

    spacy.blank("en")  # imports the entry points
    meta = Language.get_factory_meta(name)
    settings = [f"`{key}` = `{json.dumps(value)}`" for key, value in meta.default_config.items()]
    lines = [f"- settings, with their defaults: {', '.join(settings)}"]
    if meta.requires:
        lines.append(f"- needs: {', '.join(f'`{part}`' for part in meta.requires)}")
    lines.append(f"- leaves: {', '.join(f'`{part}`' for part in meta.assigns)}")
    return [*lines, ""]


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    body = [f"| {' | '.join(row)} |" for row in rows]
    return [f"| {' | '.join(head)} |", "|---" * len(head) + "|", *body, ""]


class _Written(SphinxDirective):
    """A directive whose content is Markdown that code has written."""

    def lines(self, argument: str) -> list[str]:
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        source, line = self.get_source_info()
        holder = nodes.Element()
        written = StringList(self.lines(" ".join(self.arguments)), source=f"{source}:{line}")
        self.state.nested_parse(written, self.content_offset, holder)
        return holder.children


class Command(_Written):
    required_arguments = 1
    final_argument_whitespace: ClassVar[bool] = True

    def lines(self, argument: str) -> list[str]:
        return command_lines(argument)


class Component(_Written):
    required_arguments = 1

    def lines(self, argument: str) -> list[str]:
        return component_lines(argument)


class RowColumns(_Written):
    def lines(self, argument: str) -> list[str]:
        return column_lines()


def setup(app: Sphinx) -> dict[str, object]:
    """Register the directives."""
    app.add_directive("command", Command)
    app.add_directive("component", Component)
    app.add_directive("row-columns", RowColumns)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
