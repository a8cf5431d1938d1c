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
# # Label and retrain
#
# **The question:** my sources have a language of their own, and the tone model has not learnt it. How do I teach it,
# with how many labels, and how do I know that it got better?
#
# The quotes are `seeds/harbour_bulletins.jsonl`: 260 **invented** quotes from a world of pilots and harbour masters,
# whose tone lies in its jargon. *Fouled our anchor* is hostile there, *throwing a line* constructive. They have
# labels, which we hide at first; they will play the annotator. The labeller needs the extra `notebook`.

# %%
import tempfile
from pathlib import Path

import pandas as pd

import stancekit
from stancekit import labelling
from stancekit.labelled import read_labelled
from stancekit.training.retraining import retrain

pd.set_option("display.max_colwidth", 100)
here = Path.cwd()
seeds = next(place / "seeds" for place in (here, here.parent) if (place / "seeds").is_dir())
scratch = tempfile.TemporaryDirectory()  # gone when the notebook ends
work = Path(scratch.name)
harbour = read_labelled(seeds / "harbour_bulletins.jsonl")
known = harbour.set_index("id")["tone"]
unlabelled = harbour.assign(tone=None)
print(len(unlabelled), "quotes of", harbour["doc"].nunique(), "bulletins")

# %% [markdown]
# ## Pick what is worth labelling
#
# Quotes that the model is unsure of, and that differ from each other. Rows of a scored corpus can be given as they
# are; what the model said of their tone is left out, so that nobody is led by it.

# %%
chosen = labelling.pick(unlabelled, 40)
chosen[["text", "counterpart", "p_hostile", "p_cautious", "p_constructive", "uncertainty"]].head(5).round(2)

# %% [markdown]
# **Beware:** these are the hard ones, not a sample. To *measure* how good a model is on your sources, label a random
# sample as well and keep it out of training.
#
# ## Label
#
# Run this in Jupyter and use the buttons, or click into *keys* and type 1, 2, 3 (s skips, u undoes). Each answer is
# saved at once. The annotation guide (`docs/annotation_guide.md`) is all that an annotator needs.

# %%
labeller = labelling.widget(chosen, work / "mine.jsonl", annotator="me")
labeller

# %% [markdown]
# Where no Jupyter runs (on a web page, for instance) the cell above shows no buttons. This is the first quote that
# they ask about, with the sentence around it:

# %%
pd.Series(labeller.session.current)[["speaker", "counterpart", "text", "context"]].to_dict()

# %% [markdown]
# So that the notebook runs by itself, code answers in place of two annotators, whom we invent. `LabelSession` is the
# labeller without its buttons. Ida labels what the seeds say. Bo, who has not been at sea, calls every sixth quote
# cautious.

# %%
ida = labelling.LabelSession(chosen, work / "ida.jsonl", annotator="ida")
while (quote := ida.current) is not None:
    ida.label(known[quote["id"]])

bo = labelling.LabelSession(chosen, work / "bo.jsonl", annotator="bo")
while (quote := bo.current) is not None:
    bo.label("cautious" if bo.done % 6 == 0 else known[quote["id"]])

print(ida.done, "of", ida.total, "by Ida,", bo.done, "by Bo")

# %% [markdown]
# ## Do they agree?
#
# Krippendorff's alpha is 1 where two annotators always agree and 0 where they do as by chance. Below 0.667, talk
# about the guide before you label on. The table says *where* they differ: here, with what one of them calls cautious.

# %%
both = pd.concat([read_labelled(work / f"{name}.jsonl") for name in ("ida", "bo")], ignore_index=True)
agreed = labelling.agreement(both)
print(f"alpha {agreed.alpha:.2f} over {agreed.items} quotes; equal labels: {agreed.observed:.0%}")
agreed.confusion.astype(int)

# %% [markdown]
# ## Slips
#
# We turn eight labels of the whole set round, and ask which labels look wrong. Each quote is judged by a model that
# has not seen its bulletin.

# %%
turned = harbour.sample(8, random_state=1)
others = {"hostile": "constructive", "constructive": "hostile", "cautious": "hostile"}
slipped = harbour.copy()
slipped.loc[turned.index, "tone"] = turned["tone"].map(others)
suspected = labelling.suspects(slipped)
print(f"{len(suspected)} suspects; {suspected.index.isin(turned.index).sum()} of the 8 slips are among them,")
print(f"{suspected.head(8).index.isin(turned.index).sum()} among the first 8")
suspected[["text", "tone", "likely", "p_given", "p_likely"]].head(4).round(2)

# %% [markdown]
# Half of the slips are found, at the price of reading some fifty quotes instead of 260. The rest of the list are labels
# that the model finds hard. Look at suspects again; do not delete them because a model disagrees.
#
# ## Train, and compare before you believe
#
# `retrain` is what the command `stancekit train` does: it checks the labels, fits (the encoder stays as it is, so
# this takes seconds and no graphics card), and compares. In the comparison neither model has seen the quotes that it
# is measured on, and all quotes of a bulletin stay together.
#
# First with Ida's 40 labels alone, measured on the other quotes of bulletins from which she labelled nothing:

# %%
idas = read_labelled(work / "ida.jsonl")
unseen = harbour[~harbour["doc"].isin(idas["doc"])]


def told(comparison):
    """Both models' macro-F1, and the difference with its interval."""
    low, high = comparison.interval
    before, after = comparison.base["macro_f1"], comparison.retrained["macro_f1"]
    gained = f"{comparison.difference:+.3f} ({low:+.3f} to {high:+.3f}): {comparison.verdict}"
    return f"macro-F1 {before:.3f} before, {after:.3f} after; {gained}; {comparison.documents} bulletins"


few = retrain(idas, held_out=unseen)
print(len(unseen), "quotes;", told(few.comparison))

# %% [markdown]
# And with all 260, by cross-validation:

# %%
retrained = retrain(seeds / "harbour_bulletins.jsonl")
print(told(retrained.comparison))

# %% [markdown]
# **What it says.** `gain` means that the interval of the difference lies above 0, and `loss` that it lies below: Ida's
# forty were picked because they are hard, and are too few and too odd to learn from alone. Do not use such a model:
# label more. `no gain` is a finding, too. **Beware:** the figure is for quotes like these. One author wrote all of
# them, so their jargon repeats itself more than a real one does.
#
# ## Use it
#
# The folder is whole in itself, with a card. Rows carry the model's name and checksum in `model`.

# %%
retrained.save(work / "harbour_tone", title="harbour_bulletins.jsonl")
ours = stancekit.load_tone(work / "harbour_tone")
quotes = pd.DataFrame(
    {
        "text": [
            "They have fouled our anchor again",
            "We are holding at the outer buoy",
            "We threw them a line before they asked",
            "We welcome the offer and are grateful for it",
        ],
        "counterpart": "DK",
        "speaker_state": "DE",
    }
)
before, after = stancekit.score_quotes(quotes), stancekit.score_quotes(quotes, tone=ours)
quotes[["text"]].assign(
    before=before["tone"], stance_before=before["stance"], after=after["tone"], stance_after=after["stance"]
).round(2)

# %% [markdown]
# The last is plain diplomacy: it must not have been forgotten. Four sentences prove nothing, in either direction. That
# is what the comparison is for.
#
# In a run: `stancekit.score(articles, tone=ours)`, or `stancekit score ... --tone-model harbour_tone`.
#
# `stancekit.train(labels)` fits alone, without the comparison. Where your quotes have another mix of tones than
# thirds, calibrate: `docs/howto/retrain.md`.
