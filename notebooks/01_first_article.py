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
# # A first article
#
# **The question:** who said what in this article, toward which state, and in what tone?
#
# The article is one of the three in `seeds/articles`, byte for byte as it came from the web, with marks that a
# translation machine has bent. Pictures need the extra `report` (`pip install 'stancekit[report]'`).

# %%
from pathlib import Path

import pandas as pd

import stancekit
from stancekit import plots
from stancekit.rendering import show_article, show_quote

pd.set_option("display.max_colwidth", 90)
here = Path.cwd()
seeds = next(place / "seeds" for place in (here, here.parent) if (place / "seeds").is_dir())
text = (seeds / "articles" / "004_a0fe13e348de2e0f.txt").read_text(encoding="utf-8")
print(text[:400], "...")

# %% [markdown]
# ## One call, one table
#
# One row is one quote toward one state. A quote that addresses no state is one row without a counterpart, and so
# without a tone. Give the article's date where you know it: office-holders count only while they hold office.

# %%
article = stancekit.Article("dialogue", text, title="US-Russian strategic dialogue")
rows = stancekit.score(article)
rows[["speaker", "speaker_state", "counterpart", "tone", "stance", "kind", "quote"]].head(8).round(2)

# %% [markdown]
# ## Look at it in the article
#
# Below, content, cue, source and counterpart of each quote are marked; the tone has a colour and a sign. Read a few
# before you trust the table: a wrong speaker is seen at once here, and hardly ever in a mean.

# %%
show_article(article, rows)

# %% [markdown]
# Number 2 is the same man, whom the article calls *a senior Russian diplomat* there. The model does not know that,
# and does not guess. Numbers 4 and 5 have one source, yet the marks around 4 are broken: the guard before the reader
# copes with such things, mostly.
#
# ## How sure is it?
#
# The probabilities are calibrated: of a hundred quotes at 80 %, about eighty have that tone, on material like that of
# the training. `tone_set` holds the tones that cannot be ruled out at 90 %. One tone is an answer, two mean *one of
# these*, all three mean *undecided*.

# %%
addressed = rows.dropna(subset=["tone"])
addressed[["quote", "p_hostile", "p_cautious", "p_constructive", "tone_set"]].head(5).round(2)

# %% [markdown]
# One quote as a picture, and as a card with the words around it: the one that the model is least sure of. The filled
# bars are those of the prediction set.

# %%
unsure = addressed.loc[addressed[["p_hostile", "p_cautious", "p_constructive"]].max(axis=1).idxmin()]
ax = plots.plot_quote(unsure)
# %%
show_quote(unsure, text)

# %% [markdown]
# ## Check it
#
# Every offset points into the text as given, so whatever the table says can be checked in the article.

# %%
[text[start:end] for start, end in unsure["fragments"]]

# %% [markdown]
# ## Toward whom, and how
#
# `stance` runs from −1 (hostile) to 1 (constructive): it is what one averages. Here are all three seeds: who speaks
# is down, toward whom is across, and in each cell stands the mean with the number of quotes.

# %%
texts = [stancekit.Article(path.stem, path.read_text(encoding="utf-8")) for path in seeds.glob("articles/0*.txt")]
ax = plots.plot_dyads(stancekit.score(sorted(texts, key=lambda one: one.id)))

# %% [markdown]
# **Beware:** a cell with one quote is an anecdote, and a cell with fifty that come from three articles is three
# articles. A tone is that of the words as reported, in English, by one outlet: it is no intention. A row that nobody
# has checked is no ground to say anything of a person. `docs/limits.md` says what else this cannot do.
#
# Next: `02_score_a_corpus` does the same for a file of articles.
