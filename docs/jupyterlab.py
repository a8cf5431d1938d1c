"""Run each notebook in JupyterLab as an analyst does, and take pictures: ``python docs/jupyterlab.py --out pictures``.

Starts JupyterLab on this machine alone, opens each of ``notebooks/`` in a browser, runs all cells, uses the labeller's
buttons, and photographs every notebook from head to foot, in the light and in the dark theme. Ends with an error where
a cell fails, where one does not end, or where a button does nothing. Needs the extras ``[dev,notebook]`` and Debian's
``chromium`` (or another one in the variable ``CHROMIUM``). Look at the pictures: no program sees that a table is ugly.
``labeller_light.png`` is the picture of the page on labels: ``docs/_static/labeller.png``.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, sync_playwright
from screenshots import chromium

ROOT = Path(__file__).parent.parent
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
SIZE = {"width": 1280, "height": 1500}
SETTINGS = {
    # all cells are drawn, not only those in sight, so that what they say can be read
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"},
    # asks nothing of the network, and no question lies over the page
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--out", type=Path, required=True, help="a folder for the pictures")
    parser.add_argument("--only", default="", help="notebooks whose name begins so")
    parser.add_argument("--seconds", type=float, default=300, help="how long a notebook may take")
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for theme, name in THEMES.items():
            for notebook in sorted((ROOT / "notebooks").glob(f"{chosen.only}*.ipynb")):
                began = time.monotonic()
                work = Path(folder) / theme / notebook.stem
                copy_project(notebook, work)
                with jupyterlab(work, name) as address:  # one each: a kernel left running takes time from the next
                    page = f"{address}/doc/tree/notebooks/{notebook.name}"
                    visit(browser, page, chosen, f"{notebook.stem}_{theme}")
                print(f"{notebook.name}, {name}: all cells ran, {time.monotonic() - began:.0f} s", flush=True)
        browser.close()


def copy_project(notebook: Path, work: Path) -> None:
    """What a notebook needs, so that running it changes nothing here."""
    (work / "notebooks").mkdir(parents=True)
    (work / "seeds").symlink_to(ROOT / "seeds")
    cells = json.loads(notebook.read_text(encoding="utf-8"))
    for cell in cells["cells"]:
        if cell["cell_type"] == "code":  # what stands there already could be taken for what ran just now
            cell |= {"outputs": [], "execution_count": None}
    (work / "notebooks" / notebook.name).write_text(json.dumps(cells), encoding="utf-8")


@contextmanager
def jupyterlab(work: Path, theme: str) -> Iterator[str]:
    """JupyterLab at work, reachable from this machine only; gives its address."""
    settings = {**SETTINGS, "@jupyterlab/apputils-extension/themes": {"theme": theme}}
    for name, values in settings.items():
        file = work / "settings" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), encoding="utf-8")
    port = free_port()
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1"]
    command += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--ServerApp.root_dir={work}"]
    command += ["--IdentityProvider.token=", "--ServerApp.password="]
    own = {**os.environ, "JUPYTERLAB_SETTINGS_DIR": str(work / "settings")}
    own |= {"JUPYTERLAB_WORKSPACES_DIR": str(work / "workspaces"), "JUPYTER_CONFIG_DIR": str(work / "config")}
    with (work / "jupyterlab.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=work, env=own, stdout=log, stderr=subprocess.STDOUT)
    try:
        wait_for(f"http://127.0.0.1:{port}/api", server, work / "jupyterlab.log")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)


def free_port() -> int:
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        port: int = any_port.getsockname()[1]
        return port


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):  # a busy machine takes minutes
        if server.poll() is not None:
            raise SystemExit(f"JupyterLab ended at once:\n{log.read_text(encoding='utf-8')}")
        try:
            with urllib.request.urlopen(address):
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit(f"JupyterLab does not answer:\n{log.read_text(encoding='utf-8')}")


def visit(browser: Browser, address: str, chosen: argparse.Namespace, name: str) -> None:
    """Open a notebook, run it, and take its picture."""
    tab = browser.new_page(viewport=SIZE)
    tab.set_default_timeout(chosen.seconds * 1000)
    tab.goto(address)
    notebook = tab.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
    notebook.locator(".jp-Cell").first.wait_for()
    tab.locator('.jp-NotebookPanel-toolbar [data-status="idle"]').first.wait_for()
    notebook.locator(".jp-Cell").first.click()  # commands are for the notebook that has the focus
    try:
        run_all(tab, notebook, chosen.seconds)
        if name.startswith("04"):
            use_the_labeller(notebook)
            notebook.locator(".jp-OutputArea-child:has(.jupyter-widgets)").first.screenshot(
                path=chosen.out / f"labeller_{name.rpartition('_')[2]}.png"
            )
    except BaseException:
        tab.screenshot(path=chosen.out / f"{name}_failed.png")
        raise
    photograph(tab, notebook, chosen.out / name)
    tab.close()


def run_all(tab: Page, notebook: Locator, seconds: float) -> None:
    ends = time.monotonic() + seconds
    confirm = tab.get_by_role("button", name="Confirm Kernel Restart")
    while not confirm.is_visible():  # the command does nothing until the kernel is there, whatever its sign says
        tab.get_by_role("menuitem", name="Run", exact=True).click()
        tab.get_by_role("menuitem", name="Restart Kernel and Run All Cells").click()
        tab.wait_for_timeout(2000)
        if time.monotonic() > ends:
            raise SystemExit(f"the kernel did not start within {seconds:.0f} s")
    confirm.click()
    cells = notebook.locator(".jp-CodeCell")
    last = cells.last.locator(".jp-InputArea-prompt").first
    while not (last.inner_text().strip("[]: \u200b\n").isdigit() and "[*]" not in prompts(cells)):
        if (failed := notebook.locator('[data-mime-type="application/vnd.jupyter.error"]')).count():
            raise SystemExit(failed.first.inner_text())
        if time.monotonic() > ends:
            raise SystemExit(f"not all cells ended within {seconds:.0f} s: {prompts(cells)}")
        tab.wait_for_timeout(500)


def prompts(cells: Locator) -> list[str]:
    return cells.locator(".jp-InputArea-prompt").all_inner_texts()


def use_the_labeller(notebook: Locator) -> None:
    """Label a quote by its button, a second by its key, and take that back."""
    said = notebook.get_by_text(re.compile(r"^\d+ of \d+$"))
    acts: dict[str, Callable[[], None]] = {
        "1 of 40": notebook.get_by_role("button", name="constructive").click,
        "2 of 40": lambda: notebook.get_by_label("keys").press_sequentially("1"),
        "1 of 40 ": notebook.get_by_role("button", name="undo").click,
    }
    for expected, act in acts.items():
        act()
        said.filter(has_text=expected.strip()).wait_for()


def photograph(tab: Page, notebook: Locator, name: Path) -> None:
    """Pictures of the notebook from its head to its foot."""
    inside = notebook.locator(".jp-WindowedPanel-outer").first
    whole, seen = (int(inside.evaluate(f"element => element.{what}Height")) for what in ("scroll", "client"))
    for number, top in enumerate(range(0, whole, seen), 1):
        inside.evaluate(f"element => element.scrollTo(0, {top})")
        tab.wait_for_timeout(500)
        tab.screenshot(path=name.with_name(f"{name.name}_{number}.png"))


if __name__ == "__main__":
    main()
