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
# # A first article: who said what toward which state, in what tone
#
# From the raw text of one article to a table of rows and the article with its quotes marked. The article is one of
# the three in `seeds/articles`: a deputy foreign minister talks about his country's dealings with the United States
# and with Europe.

# %%
from pathlib import Path

import stancekit

here = Path.cwd()
seeds = next(place / "seeds" for place in (here, here.parent) if (place / "seeds").is_dir())
text = (seeds / "articles" / "003_a59dfe5081c4b3ff.txt").read_text(encoding="utf-8")
print(text[:600])

# %% [markdown]
# ## One call, one table
#
# One row per quote and counterpart. A quote that addresses no state is one row without a counterpart, and so without
# a tone.

# %%
rows = stancekit.score(stancekit.Article("ryabkov", text, date="2025-12-30"))
rows[["speaker", "speaker_state", "counterpart", "tone", "stance", "kind", "quote"]].head(12)

# %% [markdown]
# ## Toward whom, and how
#
# `stance` runs from −1 (hostile) to 1 (constructive): it is what one averages. Always look at the count beside it.

# %%
dyads = rows.groupby(["speaker_state", "counterpart"])["stance"].agg(["count", "mean"])
dyads.round(2).sort_values("count", ascending=False)

# %% [markdown]
# The harshest and the warmest sentence toward each of the two that are addressed most:

# %%
addressed = rows.dropna(subset=["counterpart"])
for state in addressed["counterpart"].value_counts().index[:2]:
    toward = addressed[addressed["counterpart"] == state].sort_values("stance")
    for _, row in toward.iloc[[0, -1]].iterrows():
        print(f"{row['speaker']} -> {state}  {row['tone']:12} {row['stance']:+.2f}  {row['quote'][:110]}")

# %% [markdown]
# ## How sure is it?
#
# The probabilities are calibrated. `tone_set` holds the tones of the 90 % prediction set: two of them mean *one of
# these*, all three mean *undecided*.

# %%
addressed[["quote", "p_hostile", "p_cautious", "p_constructive", "tone_set"]].head(8).round(2)

# %% [markdown]
# ## The article, with what was found in it
#
# The pipeline is an ordinary spaCy `Language`; the spans of content, cue and source lie in `doc.spans`, the records
# in `doc._.quotes`.

# %%
from spacy import displacy

nlp = stancekit.load()
doc = nlp(text[:2600])
colours = {"content": "#cfe3f3", "cue": "#f6e3b4", "source": "#d9ead3"}
displacy.render(doc, style="span", jupyter=True, options={"spans_key": "stancekit_quotes", "colors": colours})

# %%
for quote in doc._.quotes[:5]:
    print(quote.speaker.name, quote.speaker.state, [c.state for c in quote.counterparts], "|", quote.text[:90])

# %% [markdown]
# Every offset points into the text as given: whatever the table says can be checked in the article.

# %%
row = rows.iloc[3]
print(row["quote"])
print([text[start:end] for start, end in row["fragments"]])
