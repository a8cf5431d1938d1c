# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Bring your own pipeline
#
# **The question:** we have a spaCy pipeline, names that nobody else uses, and a desk that knows its people. How do
# stancekit's components fit in?
#
# All people below are invented, and so is what the states do.

# %%
import json
import tempfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import spacy
from spacy.language import Language
from spacy.tokens import Doc

import stancekit
from stancekit.annotation.layers import read_speakers, write_speakers
from stancekit.rendering import show_doc

pd.set_option("display.max_colwidth", 80)
here = Path.cwd()
seeds = next(place / "seeds" for place in (here, here.parent) if (place / "seeds").is_dir())
scratch = tempfile.TemporaryDirectory()  # gone when the notebook ends
work = Path(scratch.name)

# %% [markdown]
# ## The pipeline that is there
#
# Sentences, and a component of the house that counts words. Any tokenization will do; taggers and parsers are not
# needed, and do no harm.

# %%
Doc.set_extension("words", default=0, force=True)


@Language.component("house_words")
def house_words(doc):
    doc._.words = sum(not token.is_punct for token in doc)
    return doc


nlp = spacy.blank("en")
nlp.add_pipe("sentencizer")
nlp.add_pipe("house_words")
print(nlp.pipe_names)

# %% [markdown]
# ## Ours behind it
#
# Once stancekit is installed, spaCy knows its six components by name. Each leaves what it decided in the Doc, and the
# next reads it there.

# %%
for name in (
    "stancekit_reader",
    "stancekit_quotes",
    "stancekit_states",
    "stancekit_mentions",
    "stancekit_speakers",
    "stancekit_counterparts",
):
    nlp.add_pipe(name)

TEXT = (
    "The French delegation was led by Old Neptune. “We thank Egypt for its patience,” he said in Alexandria. "
    "Italian minister Carla Dossi was less pleased. “The Hexagon has broken its word once too often,” she said."
)
doc = nlp(TEXT)
print(doc._.words, "words")
show_doc(doc)

# %% [markdown]
# Two things went wrong, and both can be taught. No model takes *Old Neptune* for a person, so *he* is nobody. And
# *the Hexagon* is the house's name for France, which no table of ours has: Italy seems to scold Egypt, too.
#
# ## Own names of people
#
# A few names go into an entity ruler *behind* the reader; the later stages go by the labels `PERSON` and `ORG`. A
# whole recognizer of your own goes *before* it: the reader leaves entities alone that are set already, and then looks
# for no others. So a list of a few names is not enough there.

# %%
ruler = nlp.add_pipe("entity_ruler", after="stancekit_reader", config={"overwrite_ents": True})
ruler.add_patterns([{"label": "PERSON", "pattern": "Old Neptune"}])

# %% [markdown]
# ## Own names of states
#
# A table with tabs; its rows win over ours. It belongs to the component `stancekit_states`.

# %%
table = work / "house_names.tsv"
table.write_text("code\ttext\tkind\trule\tsource\nFR\tthe Hexagon\tseat\t\tour style guide\n", encoding="utf-8")
nlp.remove_pipe("stancekit_states")
nlp.add_pipe("stancekit_states", after="stancekit_quotes", config={"names": [str(table)]})
show_doc(nlp(TEXT))

# %% [markdown]
# Old Neptune speaks now, for France, and Italy addresses France alone. Without an own pipeline the same is
# `stancekit.load(names=[table])`, or `--names house_names.tsv`.
#
# ## Rows out
#
# `score` takes the pipeline. It does one thing more than `nlp(text)`: it guards the text (broken encodings, share
# bars) and maps offsets back to the text as given.

# %%
rows = stancekit.score(TEXT, nlp=nlp)
rows[["speaker", "speaker_state", "counterpart", "tone", "stance", "quote"]].round(2)

# %% [markdown]
# ## A component of your own between ours
#
# In `seeds/corpus.jsonl` a speaker is now and then given to the wrong side of a dispute (notebook 03), and the state
# he addresses turns round with him. Here are four of its articles:

# %%
articles = [json.loads(line) for line in (seeds / "corpus.jsonl").read_text(encoding="utf-8").splitlines()]
four = [article for article in articles if article["id"] in ("c06", "c15", "c23", "c50")]
people = ["Hussain Fazloon", "Ruwan Kahandawela", "Aminath Zulfa"]
shown = ["doc_id", "speaker", "speaker_state", "counterpart", "tone", "stance", "quote"]
ours = stancekit.load()
before = stancekit.score(four, nlp=ours)
before.loc[before["speaker"].isin(people), shown].round(2)

# %% [markdown]
# The desk knows whom they speak for. Its component stands between speakers and counterparts, so that the counterparts
# are chosen for the corrected speaker:

# %%
DESK = {"Hussain Fazloon": "MV", "Ruwan Kahandawela": "LK", "Aminath Zulfa": "MV"}


@Language.component("house_desk")
def house_desk(doc):
    speakers = read_speakers(doc)
    for quote_id, speaker in speakers.items():
        if speaker.name in DESK:
            speakers[quote_id] = replace(speaker, state=DESK[speaker.name], confidence=1.0)
    write_speakers(doc, speakers)
    return doc


ours.add_pipe("house_desk", after="stancekit_speakers")
after = stancekit.score(four, nlp=ours)
after.loc[after["speaker"].isin(people), shown].round(2)

# %% [markdown]
# **What it says.** All of them speak for their own side now, and nobody addresses it any more. In `c15` and `c50`
# both states are right now, as the corpus was designed. In `c06` and `c23` five quotes have no counterpart left, and
# so no tone. By design they address Sri Lanka, but nothing near them names it, and the counterparts are chosen anew
# for the whole article. A hole in the table is better than a wrong dyad, but it is a hole: look at both before you
# trust a correction.
#
# **Beware.**
#
# - A list of people is true for a time. Ministers go; look at the article's date before you correct (`date_of` in
#   `stancekit.annotation.layers`).
# - A component corrects what it is told. In the interview `c33` half of the answers are given to another *person*,
#   and no table of states mends that.
# - Keep nothing in a component: the next Doc is another article. For `score_corpus` with workers it must be
#   importable by name; give the call a `load` of your own (`docs/howto/own_component.md`).
