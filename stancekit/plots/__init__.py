"""Pictures of rows and of what `stancekit.analysis` makes of them, with matplotlib (extra ``[report]``).

`plot_timeline`
    tone over time
`plot_dyads`
    who speaks how toward whom
`plot_speaker`
    one person's tone toward each state
`plot_quote`
    how sure the tone of one quote is

Each takes rows, or the frame that the analysis made of them, and an ``ax`` to draw into. Counts stand beside every
mean. The tones have one colour and one sign each, everywhere (`stancekit.palette`); nothing is told by colour alone.
Nothing is shown (``plt.show``) and no setting of matplotlib is changed.
"""

from stancekit.plots.dyads import plot_dyads
from stancekit.plots.quote import plot_quote
from stancekit.plots.speaker import plot_speaker
from stancekit.plots.timeline import plot_timeline

__all__ = ["plot_dyads", "plot_quote", "plot_speaker", "plot_timeline"]
