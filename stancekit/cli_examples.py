"""Examples that close the help of each command."""

from __future__ import annotations

EXAMPLES = {
    "score": (
        "stancekit score wire/ -o rows.parquet --workers 4",
        "stancekit score news.csv -o rows.csv --text-column body --date-column published",
        "stancekit score 'wire/*.jsonl.gz' -o rows --workers 8 --resume",
        "stancekit score wire -o rows --engine dask --scheduler tcp://head:8786",
    ),
    "train": (
        "stancekit train labels.csv -o my_tone",
        "stancekit train export.json -o my_tone --tool label-studio",
        "stancekit train labels.jsonl -o my_tone --held-out other_labels.jsonl",
    ),
    "evaluate": (
        "stancekit evaluate gold.jsonl",
        "stancekit evaluate gold.jsonl rows.parquet --errors errors.html",
        "stancekit evaluate gold.jsonl --gold-quotes --tone-model my_tone --json",
    ),
    "report": (
        "stancekit report rows.parquet -o report.html",
        "stancekit report rows -o report.html --articles wire/ --title 'Harbours, 2024'",
    ),
    "info": ("stancekit info", "stancekit info --json"),
    "label pick": ("stancekit label pick rows.parquet -o to_label.jsonl -n 200",),
    "label export": (
        "stancekit label export to_label.jsonl -o tasks.json --config interface.xml",
        "stancekit label export to_label.jsonl -o tasks.jsonl --tool doccano",
    ),
    "label import": (
        "stancekit label import export.json -o labels.jsonl",
        "stancekit label import ida.jsonl -o ida_labels.jsonl --tool doccano --annotator ida",
    ),
    "label agreement": ("stancekit label agreement labels.jsonl",),
    "label suspects": ("stancekit label suspects labels.jsonl -o look_again.csv",),
}
"""Command lines by command."""


def examples(command: str) -> str:
    """The epilog of a command's help: one example a paragraph, so that none runs into the next.

    Examples
    --------
    >>> print(examples("info"))
    Examples:
    <BLANKLINE>
    stancekit info
    <BLANKLINE>
    stancekit info --json
    """
    lines = EXAMPLES[command]
    return "\n\n".join(["Example:" if len(lines) == 1 else "Examples:", *lines])
