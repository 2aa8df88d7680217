"""Start JupyterLab, and open and run a notebook in it."""

import contextlib
import os
import pathlib
import socket
import subprocess
import sys
import time
import urllib.request

import nbformat

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOKEN = "course"
PATIENCE = 90_000  # milliseconds for anything on a page; a busy machine is slow, not broken
READING = ROOT / "course_utils" / "lab" / "reading.py"
PRESENTING = ROOT / "course_utils" / "lab" / "presenting.py"

# The status bar says idle before a kernel exists, so the session itself is asked.
READY = """() => {
  const panel = window.jupyterapp?.shell?.currentWidget;
  const kernel = panel?.sessionContext?.session?.kernel;
  return panel?.context?.isReady && kernel?.connectionStatus === "connected"
      && kernel.status === "idle";
}"""


@contextlib.contextmanager
def lab(log, folder, config=READING):
    """Serve `folder` on 127.0.0.1 and give the address; `log` is the file for its messages."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1"]
    command += [f"--port={port}", f"--IdentityProvider.token={TOKEN}", f"--notebook-dir={folder}"]
    command += ["--LabApp.expose_app_in_browser=True", "--ServerApp.port_retries=0"]
    # A fresh workspace: tabs and themes of another run would be opened again.
    command += [f"--config={config}", f"--LabApp.workspaces_dir={log.parent}"]
    if config == READING:  # to present, it chooses the settings itself
        command.append(f"--LabApp.user_settings_dir={log.parent}")
    if hasattr(os, "getuid") and os.getuid() == 0:
        command.append("--allow-root")
    with log.open("w") as file:
        server = subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT, cwd=folder)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/api?token={TOKEN}", server, log)
            yield address
        finally:
            _end(server)


def _end(server):
    """End JupyterLab, which first ends its kernels: by force, where a busy machine takes long."""
    server.terminate()
    try:
        server.wait(timeout=60)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _wait_for(address, server, log, seconds=180):
    for _ in range(seconds * 4):
        if server.poll() is not None:
            break
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address, timeout=2).close()
            return
        time.sleep(0.25)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()}")


def write_notebook(path, *sources):
    """Write a notebook of code cells with these sources, which were not run."""
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)


def emptied(page, address):
    """Return the page with nothing complained of, nor shown of another JupyterLab than this."""
    if not page.url.startswith(address):
        page.goto("about:blank")
    page.complaints.clear()
    return page


def open_notebook(page, address, path):
    """Open a notebook alone and wait for its kernel; `path` is relative to the served folder.

    A page that shows this JupyterLab already opens it as from the list of files, and what was open
    is closed as it stands: to load JupyterLab takes longer than all else about a notebook.
    """
    if page.url.startswith(f"{address}/doc/tree/"):
        page.evaluate(
            """async path => {
              for (const panel of [...jupyterapp.shell.widgets("main")]) panel.dispose();
              await jupyterapp.commands.execute("docmanager:open", {path});
            }""",
            path,
        )
    else:
        page.goto(f"{address}/doc/tree/{path}?token={TOKEN}&reset", timeout=PATIENCE)
    page.wait_for_function(READY, timeout=PATIENCE)


def reload(page):
    """Load the page anew, with the notebook that is open, and wait for its kernel."""
    page.reload(timeout=PATIENCE)
    page.wait_for_function(READY, timeout=PATIENCE)


def run_all(page):
    """Run all cells, and wait for the last, unless one raised that should not have."""
    done = page.evaluate("() => jupyterapp.commands.execute('notebook:run-all-cells')")
    # An error that is shown on purpose stops no cell, but the command waits no longer.
    if not done and not raised(page):
        page.wait_for_function(
            """() => jupyterapp.shell.currentWidget.content.widgets
              .filter(cell => cell.model.type === "code")
              .every(cell => cell.model.sharedModel.execution_count !== null)""",
            timeout=PATIENCE,
        )


def run_cell(page, source):
    """Run the cell with this source again and scroll to it: distant cells are not drawn."""
    page.evaluate(
        """async source => {
          const notebook = jupyterapp.shell.currentWidget.content;
          const is = cell => cell.model.sharedModel.getSource() === source;
          notebook.activeCellIndex = notebook.widgets.findIndex(is);
          notebook.deselectAll();
          await notebook.scrollToItem(notebook.activeCellIndex, "start");
          await jupyterapp.commands.execute("notebook:run-cell");
        }""",
        source,
    )


def raised(page):
    """Return the errors that cells of the open notebook hold, those shown on purpose left out."""
    return page.evaluate(
        """() => jupyterapp.shell.currentWidget.content.widgets
          .filter(cell => !cell.model.getMetadata("tags")?.includes("raises-exception"))
          .flatMap(cell => cell.model.sharedModel.toJSON().outputs ?? [])
          .filter(output => output.output_type === "error")
          .map(output => `${output.ename}: ${output.evalue}`)"""
    )


def shut_down(page):
    """End the kernel, which would outlive its page: the next one would go on where it stopped."""
    page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown()")
