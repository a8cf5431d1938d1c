"""Analysis of rows: what an analyst asks of a scored corpus, as tidy DataFrames.

`timeline`
    mean stance by period, with counts and bands
`dyads`, `dyad_table`
    who speaks how toward whom: as a matrix, and one row for each dyad
`compare`
    two periods, with the interval of their difference
`top_quotes`
    the sentences behind a figure
`row_weights`
    how much each row counts

All take a frame of rows, a file of rows, or a folder of them.

What a mean is a mean of: **statements**. A sentence that ten outlets carry is one statement, and its quotes share
its weight (``weights``). What a band comes from: **articles**. A mean's articles are drawn anew, with all their
statements (a cluster bootstrap, [1]_), so that one long interview, however much is said in it, is one thing that
happened to be printed and not a trend. A statement that several articles carry goes with one of them, the one that
has most to say; so a speech carried ten times does not pose as ten observations either. Bands are percentiles of the
drawn means [2]_, taken further out where articles are few [3]_.

A band says how much a mean owes to which articles were there. It knows nothing of the tone model's errors, nor of
articles that no one collected.

Rows without a counterpart or without a tone never count. Statements are linked where the column ``statement_id`` is
missing; that takes longer than anything else here, so link once: ``rows = stancekit.link_quotes(rows)``.

References
----------
.. [1] Cameron, A. C., Gelbach, J. B., & Miller, D. L. (2008). Bootstrap-based improvements for inference with
   clustered errors. *Review of Economics and Statistics*, 90(3), 414-427.
.. [2] Efron, B., & Tibshirani, R. J. (1993). *An Introduction to the Bootstrap*. Chapman & Hall. Chapter 13.
.. [3] Hesterberg, T. C. (2015). What teachers should know about the bootstrap. *The American Statistician*, 69(4),
   371-386. Section 3.3 and table 4: the expanded percentile interval.
"""

from stancekit.analysis.comparison import compare
from stancekit.analysis.dyads import dyad_table, dyads
from stancekit.analysis.quotes import top_quotes
from stancekit.analysis.timeline import timeline
from stancekit.analysis.weights import row_weights

__all__ = ["compare", "dyad_table", "dyads", "row_weights", "timeline", "top_quotes"]
