"""The settings of Sphinx for the book; `python -m course_utils.publish.site` builds it."""

from course_utils.publish import site
from course_utils.publish.site import pages

project = site.name()
html_title = project
language = "en"
repository = site.repository()

_OURS = ["sources", "anchors", "formulas", "looks"]
extensions = ["myst_nb", *(f"course_utils.publish.site.{name}" for name in _OURS)]

# The stored outputs are what is shown.
nb_execution_mode = "off"
nb_merge_streams = True
myst_enable_extensions = ["dollarmath", "attrs_inline"]
myst_heading_anchors = 3
html_math_renderer = "mathml"

html_show_search_summary = False  # for each that is found it would load a whole page

templates_path = ["templates"]
html_sidebars = {"**": ["brand.html", "search-button-field.html", "sbt-sidebar-nav.html"]}
html_theme = "sphinx_book_theme"
html_context = {"default_mode": "auto"}
html_theme_options = {
    "logo": {"text": project.partition(",")[0]},
    "navbar_persistent": [],  # the sidebar has the search
    "navigation_with_keys": False,  # the arrow keys move explorers
    "use_fullscreen_button": False,
    "back_to_top_button": False,  # it would lie on what is taken hold of
    "show_toc_level": 2,
    "footer_content_items": ["extra-footer.html"],
    "extra_footer": "Text and figures: CC BY 4.0. Code: MIT.",
}
if repository:
    html_theme_options |= {
        "repository_url": repository,
        "repository_branch": pages.BRANCH,
        "path_to_docs": "notebooks",
        "use_repository_button": True,
        "use_edit_page_button": True,
        "launch_buttons": {
            "binderhub_url": "https://mybinder.org",
            "colab_url": "https://colab.research.google.com",
            "notebook_interface": "jupyterlab",
        },
    }
