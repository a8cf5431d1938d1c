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
# # Score a corpus
#
# **The question:** I have a file of articles. How do I get all its quotes into a table, be sure that nothing was lost
# on the way, and read the table with the tools I have?
#
# The articles are `seeds/corpus.jsonl`: 61 short articles over three years. **They are invented**, the people and
# events with them; only the states are real. The text is ours, so it can ship with the project.

# %%
import json
import tempfile
from collections import Counter
from pathlib import Path

import pandas as pd

import stancekit
from stancekit.tables import read_rows

pd.set_option("display.max_colwidth", 80)
here = Path.cwd()
seeds = next(place / "seeds" for place in (here, here.parent) if (place / "seeds").is_dir())
scratch = tempfile.TemporaryDirectory()  # gone when the notebook ends
work = Path(scratch.name)
articles = pd.DataFrame(json.loads(line) for line in (seeds / "corpus.jsonl").read_text(encoding="utf-8").splitlines())
articles.head(3)

# %% [markdown]
# ## A file as they come
#
# Real files have bad rows. We put two in: an article without text, and one whose id was there before.

# %%
bad = pd.DataFrame(
    [
        {"id": "empty", "date": "2024-01-01", "outlet": "Meridian Wire", "text": "   "},
        {"id": "c01", "date": "2024-01-02", "outlet": "Andes Post", "text": "“We are ready to talk to Lima,” he said."},
    ]
)
pd.concat([articles, bad]).to_json(work / "wire.jsonl", orient="records", lines=True, force_ascii=False)

# %% [markdown]
# ## Score
#
# One call, and some ten seconds on one core. `workers=2` would use two. A name without ending makes a folder of
# Parquet files, the right thing for anything large; `rows.parquet` or `rows.csv` make one file. `profile=True`
# measures what each stage takes. A bar shows how far it has come, unless `progress=False`.

# %%
summary = stancekit.score_corpus(work / "wire.jsonl", work / "rows", shard_size=16, profile=True, progress=False)
print(f"{summary.read} read: {summary.articles} scored, {summary.rejected} rejected")
print(f"{summary.quotes} quotes in {summary.rows} rows; articles without any: {summary.without_quotes}")

# %% [markdown]
# Each article that was read is either scored or rejected: the sums must add up to what you put in. An article without
# quotes is scored, and has no rows.
#
# ## What was rejected, and why
#
# Look at this file before anything else. Ten rejects of a thousand are life; a hundred are a wrong column.

# %%
rejected = pd.read_json(summary.rejected_out, lines=True)
rejected["detail"] = rejected["detail"].str.replace(f"{work}/", "", regex=False)
rejected

# %% [markdown]
# ## Go on after an interruption
#
# The input was cut into shards of 16 articles, each a file of its own. After Ctrl-C, a crash or a power cut the same
# call with `resume=True` goes on from there, to the same bytes. Here nothing is left to do, so nothing is scored
# again:

# %%
again = stancekit.score_corpus(work / "wire.jsonl", work / "rows", shard_size=16, resume=True, progress=False)
print(f"{again.resumed} of {again.read} were done before")

# %% [markdown]
# Neither `resume` nor a new folder: the run refuses, rather than lose what is there. The error says what to do:
# `--fresh` is the command's word for `resume=False`.

# %%
try:
    stancekit.score_corpus(work / "wire.jsonl", work / "rows", progress=False)
except stancekit.InputError as error:
    print(str(error).replace(str(work), "..."))

# %% [markdown]
# ## Where the time goes
#
# Shares of the CPU time by stage. They differ from machine to machine; the reader (the encoder that reads the article
# once) and the tone model should be most of it.

# %%
pd.Series(summary.profile).div(sum(summary.profile.values())).sort_values(ascending=False).head(6).map("{:.0%}".format)

# %% [markdown]
# ## Read the rows
#
# With stancekit's own reader, types and nulls are as `score` gives them:

# %%
rows = read_rows(work / "rows")
rows[["doc_id", "date", "speaker", "speaker_state", "counterpart", "tone", "stance", "quote"]].head(5).round(2)

# %% [markdown]
# With pandas alone, and with DuckDB, which does not load the whole corpus into memory (`pip install duckdb`):

# %%
print(len(pd.read_parquet(work / "rows")), "rows by pandas")

# %%
import duckdb

duckdb.sql(
    f"""
    SELECT speaker_state, counterpart, count(*) AS quotes, count(DISTINCT doc_id) AS articles,
           round(avg(stance), 2) AS stance
    FROM '{work}/rows/*.parquet' WHERE stance IS NOT NULL
    GROUP BY ALL HAVING articles > 1 ORDER BY quotes DESC
    """
).df()

# %% [markdown]
# The last rows are an aside of a third state, and quotes of people who speak for no state, or for one that was not
# found. Each of the six dyads has articles by the dozen, but these means lie over three years in which the tone
# changed. And they are means over *rows*: a sentence that three outlets carry counts three times. Notebook 03 does
# better on both.
#
# **Beware** of Namibia in CSV: many readers take its code `NA` for a missing value. Parquet has no such trap.
#
# ## Which rows are one statement?
#
# `link_quotes` gives one `statement_id` to quotes of one statement: carried by several outlets, shortened, or
# translated twice.

# %%
linked = stancekit.link_quotes(rows)
carried = linked[linked.duplicated("statement_id", keep=False)]
carried = carried.assign(copies=carried.groupby("statement_id")["outlet"].transform("nunique"))
carried.sort_values(["statement_id", "date"])[["statement_id", "doc_id", "outlet", "stance", "quote"]].round(2)

# %% [markdown]
# **What it says, and what not.** The corpus was designed with four statements that two or three outlets carry
# (`seeds/corpus_design.json`). How many of these pairs of articles share a statement now?

# %%
design = json.loads((seeds / "corpus_design.json").read_text(encoding="utf-8"))
by_article = linked.groupby("doc_id")["statement_id"].agg(set)
for planned in design["pitfalls"]:
    if "statement" in planned:
        shared = Counter(one for name in planned["articles"] for one in by_article[name])
        most = max(shared.values())
        print(planned["statement"], planned["articles"], f"linked over {most} of {len(planned['articles'])} articles")

# %% [markdown]
# Two translations of one sentence have few words in common, and quotes whose speaker has another name or state in one
# of the articles are kept apart on purpose. So a statement is counted twice now and then; two statements are rarely
# taken for one.
