"""The labelling loop: choose quotes, have people label them, look at the labels, train, and again.

1. ``chosen = pick(rows, 200)``: the quotes that the tone model is unsure of, and that differ from each other.
2. ``widget(chosen, "mine.jsonl")`` labels them in a notebook, saving after every key;
3. or ``export_tasks(chosen, "tasks.json", "label-studio")`` sends them to Label Studio, Prodigy or doccano,
4. and ``labels = import_labels("export.json")`` brings them back, one row for each quote and annotator.
5. ``agreement(labels).alpha`` says how far the annotators agree: below 0.667 talk about the codebook first.
6. ``suspects(labels)`` lists labels that are probably slips, worst first: label those anew.
7. ``stancekit.train(...)`` on all labels, then ``pick(rows, 200, model=trained)``: once more from the top.

Rows of a scored corpus can be picked, exported and labelled as they are; what the model said of their tone is
no label and is left out. `LabelSession` is the notebook labeller without the notebook.
"""

from stancekit.labelling.agreement import Agreement, agreement
from stancekit.labelling.exchange import export_tasks, import_labels
from stancekit.labelling.label_studio import LABEL_STUDIO_CONFIG
from stancekit.labelling.picking import pick
from stancekit.labelling.session import LabelSession
from stancekit.labelling.suspects import suspects
from stancekit.labelling.widget import Labeller, widget

__all__ = [
    "LABEL_STUDIO_CONFIG",
    "Agreement",
    "LabelSession",
    "Labeller",
    "agreement",
    "export_tasks",
    "import_labels",
    "pick",
    "suspects",
    "widget",
]
