// A text filter and sortable columns for the catalogue's table. Without JavaScript the table shows every row.
"use strict";

(() => {
  const region = document.querySelector(".catalogue");
  if (!region) return;
  const body = region.querySelector("tbody");
  const rows = [...body.rows];

  const form = document.createElement("form");
  form.className = "catalogue-filter";
  form.setAttribute("role", "search");
  form.setAttribute("aria-label", "Algorithms");
  form.innerHTML =
    '<label for="catalogue-find">Show rows with</label>' +
    '<input id="catalogue-find" type="search" placeholder="kmeans mlmeta-sklearn" autocomplete="off">' +
    '<output for="catalogue-find" aria-live="polite"></output>';
  region.before(form);
  const field = form.querySelector("input");
  const count = form.querySelector("output");

  const plain = (text) => text.toLowerCase().replace(/[-_ ]/g, "");

  function filter() {
    const words = field.value.split(/\s+/).filter(Boolean).map(plain);
    let shown = 0;
    for (const row of rows) {
      const text = plain(row.textContent);
      row.hidden = !words.every((word) => text.includes(word));
      shown += row.hidden ? 0 : 1;
    }
    count.textContent = `${shown} of ${rows.length} rows`;
  }

  function sort(column, header) {
    const descending = header.getAttribute("aria-sort") === "ascending";
    for (const other of header.parentElement.cells) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", descending ? "descending" : "ascending");
    const text = (row) => row.cells[column].textContent;
    rows.sort((a, b) => text(a).localeCompare(text(b), "en", { numeric: true }) * (descending ? -1 : 1));
    body.append(...rows);
  }

  for (const [column, header] of [...region.querySelectorAll("th")].entries()) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    header.append(button);
    button.addEventListener("click", () => sort(column, header));
  }
  field.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();
})();
