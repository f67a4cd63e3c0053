// Sorts the table of statements in a report, which has no server to ask. Every row says where it stands in each order,
// so this file compares nothing: it puts rows where they say they belong.
(() => {
  const table = document.querySelector("table[data-sorted]");
  const orders = document.getElementById("report-orders");
  if (!table || !orders) return;
  const body = table.tBodies[0];
  const heads = [...table.querySelectorAll("th[data-sort]")];
  const buttons = [...orders.querySelectorAll("button")];
  const said = document.getElementById("report-sorted");
  let chosen = table.dataset.sorted;
  let isReversed = false;

  const put = (button) => {
    isReversed = button.dataset.sort === chosen && !isReversed;
    chosen = button.dataset.sort;
    const place = 2 * buttons.indexOf(button) + (isReversed ? 1 : 0);
    const rows = [...body.rows].map((row) => [Number(row.dataset.at.split(" ")[place]), row]);
    rows.sort(([one], [other]) => one - other);
    for (const [, row] of rows) body.append(row);
    const isUp = (button.dataset.first === "up") !== isReversed;
    for (const head of heads) {
      if (head.dataset.sort === chosen) head.setAttribute("aria-sort", isUp ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    }
    for (const one of buttons) {
      if (one === button) one.setAttribute("aria-current", "true");
      else one.removeAttribute("aria-current");
    }
    said.textContent = isUp ? button.dataset.up : button.dataset.down;
  };

  for (const button of buttons) button.addEventListener("click", () => put(button));
  for (const head of heads) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => put(buttons.find((one) => one.dataset.sort === head.dataset.sort)));
  }
  orders.hidden = false;
})();
