"""The built site in a real browser, over HTTP on the loopback: what a reader sees, in both schemes and on a narrow screen."""

import functools
import http.server
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}: apt-get install chromium"),
]
playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: the dependency group `browser`")


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves files without a log line each."""

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def site(root):
    """Return the address of the site in build/site, served until the module's tests are over."""
    folder = root / "build/site"
    if not (folder / "catalogue/index.html").exists():
        pytest.skip("the site is not built: make docs")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(QuietHandler, directory=folder))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def browser():
    with playwright_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield opened
        opened.close()


@contextmanager
def opened_page(browser, **options):
    """Open a page; at its end, check that it asked nobody but the site and wrote nothing to the console."""
    context = browser.new_context(**options)
    page = context.new_page()
    requests, messages = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    try:
        yield page
        page.wait_for_load_state("networkidle")
        assert [url for url in requests if not url.startswith(("http://127.0.0.1:", "data:", "blob:"))] == []
        assert messages == []
    finally:
        context.close()


BEYOND_THE_EDGE = """() => [...document.querySelectorAll("body *")].filter((element) => {
  const box = element.getBoundingClientRect();
  if (!box.width || !box.height || box.right <= innerWidth + 1) return false;
  for (let around = element.parentElement; around !== document.documentElement; around = around.parentElement)
    if (getComputedStyle(around).overflowX !== "visible") return false;
  return true;
}).map((element) => element.outerHTML.slice(0, 100))"""


def overflow(page):
    """Return what sticks out at the right and has no scroll bar of its own; the theme hides it from the page's width."""
    return page.evaluate(BEYOND_THE_EDGE)


@pytest.mark.parametrize("path", ["", "catalogue/", "catalogue/cluster.KMeans/", "guides/publish-a-plugin/", "reference/kmeans/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_page_fits_and_asks_no_other_host(site, browser, path, scheme, width):
    with opened_page(browser, viewport={"width": width, "height": 900}, color_scheme=scheme) as page:
        page.goto(site + path)
        assert page.locator("h1").is_visible()
        assert overflow(page) == []
        expected = {"light": "default", "dark": "slate"}[scheme]
        assert page.locator("body").get_attribute("data-md-color-scheme") == expected


@pytest.mark.parametrize("width", [1280, 390])
def test_catalogue_can_be_filtered_and_sorted(site, browser, width):
    with opened_page(browser, viewport={"width": width, "height": 900}) as page:
        page.goto(site + "catalogue/")
        rows = page.locator(".catalogue tbody tr:visible")
        everything = rows.count()
        assert everything > 3
        page.get_by_label("Show rows with").fill("k-means")
        assert 0 < rows.count() < everything
        assert all("KMeans" in text for text in rows.all_inner_texts())
        assert page.locator(".catalogue-filter output").inner_text() == f"{rows.count()} of {everything} rows"
        page.get_by_label("Show rows with").fill("")
        header = page.get_by_role("columnheader", name="Algorithm")
        for direction in ("ascending", "descending"):
            header.get_by_role("button").press("Enter")
            assert header.get_attribute("aria-sort") == direction
            names = [text.split()[0].lower() for text in rows.all_inner_texts()]
            assert names == sorted(names, reverse=direction == "descending")
        assert overflow(page) == []


def test_wide_table_scrolls_in_its_own_region_by_keyboard(site, browser):
    with opened_page(browser, viewport={"width": 390, "height": 900}) as page:
        page.goto(site + "catalogue/")
        region = page.get_by_role("region", name="Installed algorithms")
        region.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("document.querySelector('.catalogue').scrollLeft > 0")


def test_catalogue_shows_every_row_without_javascript(site, browser):
    with opened_page(browser, java_script_enabled=False) as page:
        page.goto(site + "catalogue/")
        assert page.locator(".catalogue tbody tr").count() == page.locator(".catalogue tbody tr:visible").count() > 3
        assert page.locator(".catalogue-filter").count() == 0


def test_reader_reaches_an_algorithm_by_search_and_by_the_table(site, browser):
    with opened_page(browser) as page:
        page.goto(site + "catalogue/")
        page.get_by_role("link", name="cluster.KMeans").first.click()
        assert page.locator("h1").inner_text().startswith("cluster.KMeans")
        field = page.get_by_placeholder("Search")
        field.click()  # the index is fetched when the field gets the focus
        field.press_sequentially("winsorizer")
        page.locator('.md-search-result__link[href*="publish-a-plugin"]').first.wait_for()
