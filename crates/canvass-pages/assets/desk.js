// The keys shown at the desk: J and K move between what waits, A accepts, D opens the reason. All works without.
const items = [...document.querySelectorAll("[data-item]")];
const here = () => items.findIndex((item) => item.contains(document.activeElement));

function press(key) {
  const item = items[Math.max(here(), 0)];
  const control = item?.querySelector(`[data-key="${key}"]`);
  if (!control) return false;
  control.click();
  if (key === "d") control.closest("details").querySelector("select")?.focus();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.key === "Escape" && event.target.closest("details[open]")) {
    event.target.closest("details").open = false;
    event.target.closest("[data-item]")?.focus();
    return;
  }
  if (event.target.closest("input, textarea, select")) return;
  const key = event.key.toLowerCase();
  const step = { j: 1, k: -1 }[key];
  let done = false;
  if (step && items.length) {
    items[Math.min(Math.max(here() + step, 0), items.length - 1)].focus();
    done = true;
  } else if (key === "a" || key === "d") {
    done = here() >= 0 && press(key);
  }
  if (done) event.preventDefault();
});
document.querySelector("details[open] [aria-invalid]")?.focus();

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    button.textContent = button.dataset.done;
  });
}
