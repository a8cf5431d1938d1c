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
# # Read the tone
#
# **The question:** is one state's tone toward another warmer than it was? Who says so, how sure is that, and which
# sentences show it?
#
# The corpus is `seeds/corpus.jsonl`: 61 **invented** articles over three years. How the tone goes in each of its six
# dyads was settled before they were written (`seeds/corpus_design.json`). So for once we can look up the truth at the
# end.

# %%
import json
import tempfile
from itertools import pairwise
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

import stancekit
from stancekit import analysis, plots
from stancekit.tables import read_rows

pd.set_option("display.max_colwidth", 100)
here = Path.cwd()
seeds = next(place / "seeds" for place in (here, here.parent) if (place / "seeds").is_dir())
scratch = tempfile.TemporaryDirectory()  # gone when the notebook ends
work = Path(scratch.name)
stancekit.score_corpus(seeds / "corpus.jsonl", work / "rows.parquet", progress=False)
rows = stancekit.link_quotes(read_rows(work / "rows.parquet"))
print(len(rows), "rows of", rows["doc_id"].nunique(), "articles")

# %% [markdown]
# `link_quotes` comes once, right after scoring: each statement shall count once, however many outlets carry it.
#
# ## Over time
#
# One row for each dyad and quarter, here Ecuador toward Peru. `stance` is the mean, `low` and `high` its 90 % band,
# and beside them stand the counts that it rests on.

# %%
by_quarter = analysis.timeline(rows, "QS").round({"stance": 2, "low": 2, "high": 2, "undecided": 2})
shown = ["period", "articles", "quotes", "statements", "stance", "low", "high", "undecided"]
of_ecuador = (by_quarter["speaker_state"] == "EC") & (by_quarter["counterpart"] == "PE")
by_quarter.loc[of_ecuador, shown]

# %%
figure = plots.plot_timeline(by_quarter, most=6)

# %% [markdown]
# **What the picture says.** Ecuador toward Peru turns friendly around the end of 2023, Sri Lanka toward the Maldives
# rises. Uzbekistan toward Turkmenistan falls in spring 2023. The others wander.
#
# **Beware.** Most points have no band at all: a quarter with one article has nothing to be drawn anew. A quarter is
# too short for this corpus. Choose the period so that a point has ten articles, or compare longer periods.
#
# ## Two periods
#
# The first twelve months and the last twelve. `difference` above 0 is warmer; `clear` says that its interval excludes
# 0 and that both sides have at least four articles.

# %%
first, last = ("2022-03-01", "2023-02-28"), ("2024-03-01", "2025-02-28")
compared = analysis.compare(rows, first, last).dropna(subset=["difference"])
compared.drop(columns=["statements_a", "statements_b"]).round(2)

# %% [markdown]
# Warmer for certain: Ecuador and Sri Lanka. Colder for certain: Uzbekistan. Of the other three nothing can be said,
# which is *not* the same as “nothing changed”.
#
# ## Who toward whom
#
# All three years in one matrix, without dyads of a single article. It is an overview and no more: Ecuador's mean lies
# near zero because two hostile years and a friendly one were averaged.

# %%
ax = plots.plot_dyads(analysis.dyads(rows, least=2))

# %% [markdown]
# ## Show me the sentences
#
# Never publish a mean without having read what is behind it.

# %%
after = rows[rows["date"] >= last[0]]
analysis.top_quotes(after, ("EC", "PE"), "constructive", 4)[
    ["date", "outlet", "speaker", "p_constructive", "quote"]
].round(2)

# %% [markdown]
# ## Who says so
#
# A state's mean is a mean over its voices. Turkmenistan has a minister and a spokesman: it moves when one of them is
# quoted more often, even if neither changes.

# %%
voices = analysis.timeline(rows, "YS", by="speaker").round({"stance": 2, "low": 2, "high": 2})
turkmen = voices[voices["speaker_id"].isin(["tm-serdar-ovlyakov", "tm-begench-durdyev"])]
turkmen[["speaker", "counterpart", "period", "articles", "quotes", "stance", "low", "high"]]

# %%
figure = plots.plot_timeline(turkmen)

# %% [markdown]
# The spokesman scolds in every year, least in the first; the minister never does. The spokesman's band of 2022 is wide:
# four articles that do not agree, and some of his quotes are among the errors below.

# %% [markdown]
# ## How sure is a tone? Prediction sets
#
# For how many quotes can one tone alone not be ruled out at 90 %?

# %%
toned = rows.dropna(subset=["tone"])
toned["tone_set"].str.split("|").str.len().value_counts(normalize=True).sort_index().round(2).rename(
    "share by size of set"
)

# %% [markdown]
# Means of `stance` already let doubtful quotes weigh toward 0. A check: let them count less (`sets`). Where this
# turns a finding round, the finding hangs on doubtful quotes. Here none turns:

# %%
strict = analysis.compare(rows, first, last, weights=("statements", "sets")).dropna(subset=["difference"])
both = compared.merge(strict, on=["speaker_state", "counterpart"], suffixes=("", "_sets"))
both[["speaker_state", "counterpart", "difference", "clear", "difference_sets", "clear_sets"]].round(2)

# %% [markdown]
# ## Pitfall: one long interview
#
# The article `c33` is an interview: twenty rows of one man, harsher than all else that Sri Lanka said in 2023. Whoever
# takes quotes for independent signs gets a narrow interval around a cool mean, and a story. The band of `timeline`
# draws articles anew, and says how little is known. Without the interview the year is a mild one.

# %%
in_2023 = (toned["speaker_state"] == "LK") & (toned["counterpart"] == "MV") & toned["date"].str.startswith("2023")
quotes = toned[in_2023]
margin = 1.645 * quotes["stance"].std() / np.sqrt(len(quotes))
naive = {"articles": quotes["doc_id"].nunique(), "quotes": len(quotes), "stance": quotes["stance"].mean()}
naive |= {"low": naive["stance"] - margin, "high": naive["stance"] + margin}
resampled = analysis.dyad_table(quotes).iloc[0]
without = analysis.dyad_table(quotes[quotes["doc_id"] != "c33"]).iloc[0]
ways = {"as if quotes were independent": naive, "articles drawn anew": resampled, "without the interview": without}
pd.DataFrame(ways).T[["articles", "quotes", "stance", "low", "high"]].astype(float).round(2)

# %% [markdown]
# ## Pitfall: one statement in several outlets
#
# Counted by rows (`none`), a sentence that three outlets carry weighs three times. These are the half-years in which
# that moves a mean:

# %%
design = json.loads((seeds / "corpus_design.json").read_text(encoding="utf-8"))
halves = list(pairwise([*design["periods"], "2025-03-01"]))
CELL = ["speaker_state", "counterpart", "from"]


def half_years(rows, weights="statements"):
    """Figures of each dyad by half-year, as the design has them."""
    parts = [rows[(rows["date"] >= begin) & (rows["date"] < end)] for begin, end in halves]
    tables = [analysis.dyad_table(part, weights=weights) for part in parts]
    return pd.concat(
        table.assign(**{"from": begin}) for table, (begin, _) in zip(tables, halves, strict=True)
    ).set_index(CELL)


found = half_years(rows)
moved = found[["quotes", "statements", "stance"]].assign(by_rows=half_years(rows, "none")["stance"])
moved[(moved["stance"] - moved["by_rows"]).abs() > 0.01].round(2)

# %% [markdown]
# Two of the four carried statements of the design are not recognised (notebook 02), and so count twice even now.
#
# ## Pitfall: a speaker who is given to the wrong state
#
# This is what goes wrong most in this corpus: both sides of a dispute speak in each article, and are told apart by
# little more than “the minister”. Then the counterpart turns round with the speaker. A name with two states is a
# warning that needs no truth to be seen:

# %%
named = rows.dropna(subset=["speaker", "speaker_state"])
states = named[named["speaker"].str.contains(" ")].pivot_table(
    index="speaker", columns="speaker_state", values="quote", aggfunc="count", fill_value=0
)
states = states.loc[states.gt(0).sum(axis=1) > 1]
states.loc[:, states.any()]

# %% [markdown]
# Hussain Fazloon is the Maldives' foreign minister. Half of his rows are Sri Lanka's: most of them come from the
# interview, whose answers are given to him, a man whom the interviewed minister only talks about. The state is right
# there all the same, and so is the dyad.
#
# Does it help to keep only rows with a high `speaker_confidence`? It can be tried without knowing the truth, and the
# truth tells below what it brought. The lasting remedy is to teach the pipeline your people: notebook 05.
#
# ## What was meant, and what came out
#
# The design counts a hostile quote as −1, a cautious one as 0, a constructive one as +1. Found means are made of
# probabilities and of errors, both of which pull toward 0. So look at the shape of the courses, not at their height.

# %%
dates = rows.drop_duplicates("doc_id").set_index("doc_id")["date"]
meant = pd.DataFrame(
    [
        (quote["speaker_state"], state, max(begin for begin, _ in halves if begin <= dates[planned["id"]]), value)
        for planned in design["articles"]
        for quote in planned["quotes"]
        for state, value in ((state, design["tone_values"][tone]) for state, tone in quote["counterparts"].items())
    ],
    columns=[*CELL, "meant"],
)
dyads = [(dyad["speaker_state"], dyad["counterpart"]) for dyad in design["dyads"]]
cells = meant.groupby(CELL)["meant"].mean().to_frame().join(found)
cells = cells[[cell[:2] in dyads for cell in cells.index]]

figure, grid = plt.subplots(2, 3, figsize=(11, 5), sharex=True, sharey=True, layout="constrained")
for ax, dyad in zip(grid.T.flat, design["dyads"], strict=True):
    of_dyad = cells.loc[dyad["speaker_state"], dyad["counterpart"]]
    ax.plot(of_dyad.index.str[2:7], of_dyad["meant"], "s--", color="0.6", label="meant")
    ax.plot(of_dyad.index.str[2:7], of_dyad["stance"], "o-", color="black", label="found")
    ax.fill_between(of_dyad.index.str[2:7], of_dyad["low"], of_dyad["high"], color="black", alpha=0.12)
    ax.set_title(f"{dyad['speaker_state']} → {dyad['counterpart']}")
    ax.axhline(0, color="0.85", zorder=0)
legend = grid[0, 0].legend(frameon=False)
# %%
confident = half_years(rows[rows["speaker_confidence"] > 0.8])
uninterviewed = half_years(rows[rows["doc_id"] != "c33"])
held = ((cells["low"] <= cells["meant"]) & (cells["meant"] <= cells["high"]))[cells["low"].notna()]
for what, figures in (("all rows", found), ("speaker_confidence > 0.8", confident), ("no interview", uninterviewed)):
    beside = cells[["meant"]].join(figures["stance"]).dropna()
    print(f"{what:25} correlation {beside['meant'].corr(beside['stance']):.2f} over {len(beside)} cells")
print(f"bands that hold the designed value: {held.sum()} of {len(held)}")

# %% [markdown]
# **What comes out:** the thaw of Ecuador, the slow warming of Sri Lanka, the break of Uzbekistan, the valley of Peru.
# All three clear differences above were meant, with their direction.
#
# **What does not:**
#
# - The *height* (grey: the band). Nothing reaches −1 or +1, and only few bands hold the designed value. A band says
#   which articles happened to be there; it knows nothing of the model's errors. With two or three articles it is too
#   narrow besides.
# - Peru became warmer by design, and the comparison of the two years is not clear: means that are pulled toward 0 lie
#   near each other, and seven and nine articles are few.
# - Turkmenistan “cools” after the first year, and was not meant to: in that year the spokesman's reproaches are read
#   as milder than they are. It is not called clear, rightly.
# - Sri Lanka's second half of 2023 hangs on the interview.
# - Sifting by `speaker_confidence` costs more than a third of the rows and does not bring the courses nearer to the
#   design. Errors of the speaker's state are more frequent among doubtful rows, but the sure ones have some as well.
#
# The articles are all by one author, so these figures say little about other texts. Do the same with yours: take
# fifty rows at random, check them in the articles, and publish the rate of errors with the chart.
#
# ## A page to send
#
# One file that works offline, with all of this, and each quote in its context:

# %%
stancekit.report(rows, work / "report.html", articles=seeds / "corpus.jsonl", title="Three invented disputes")
print(f"{(work / 'report.html').stat().st_size / 1e3:.0f} kB")
