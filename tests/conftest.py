"""What holds for every test: it leaves no figure open, in whatever order a worker runs them."""

import matplotlib.pyplot as plt
import pytest


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    yield
    plt.close("all")
