"""How Sphinx builds these pages: ``sphinx-build -W --keep-going docs docs/_build``."""

import shutil
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "_ext"))

project = "stancekit"
author = "The stancekit authors"
copyright = "The stancekit authors, Apache-2.0"
release = version = tomllib.loads((HERE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
    "from_code",
]
exclude_patterns = ["_build", "_ext", "jupyter_execute"]
language = "en"
nitpicky = False
highlight_language = "text"  # what a fence does not name
default_role = "py:obj"  # docstrings name other calls in single backticks

myst_enable_extensions = ["deflist", "colon_fence"]
myst_heading_anchors = 3

nb_execution_mode = "force"  # the tutorial shows what the installed version answers
nb_execution_raise_on_error = True
nb_execution_timeout = 120
nb_execution_in_temp = True
nb_merge_streams = True

# The notebooks lie beside their sources, not here. They are shown as they were executed: CI runs them elsewhere.
COPIES = HERE / "notebooks"
COPIES.mkdir(exist_ok=True)
for notebook in (HERE.parent / "notebooks").glob("*.ipynb"):
    shutil.copy2(notebook, COPIES)
nb_execution_excludepatterns = ["notebooks/*"]
# Widgets would load their scripts from a network: the pages show what stands in for them.
nb_ipywidgets_js: dict[str, dict[str, str]] = {}
nb_mime_priority_overrides = [("html", "application/vnd.jupyter.widget-view+json", None)]

napoleon_google_docstring = False
napoleon_use_rtype = False
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_type_aliases = {"Given": "Given", "Gold": "Gold", "Rows": "Rows", "Table": "Table", "Labelled": "Labelled"}
autodoc_preserve_defaults = True
python_maximum_signature_line_length = 88

html_theme = "furo"
html_title = f"stancekit {release}"
html_show_sphinx = False
html_static_path = ["_static"]
html_css_files = ["tables.css"]
html_theme_options = {"top_of_page_buttons": []}
html_show_sourcelink = False
html_copy_source = False
