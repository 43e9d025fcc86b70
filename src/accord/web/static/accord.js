/* What pages do beyond HTML; everything works without it. */
"use strict";

document.documentElement.classList.add("with-script");

// A form that is sent as soon as one of its choices is pressed. Arrow keys only walk through the choices: a page that
// went away at each step could not be used by keyboard, so then the form's own button appears, and Enter sends as well.
let byKey = false;
document.addEventListener("keydown", () => { byKey = true; }, true);
document.addEventListener("pointerdown", () => { byKey = false; }, true);
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto]");
  if (!form) return;
  if (byKey) form.classList.add("pending");
  else form.requestSubmit();
});

// An offer that ends: data-ends="30" takes it away after so many seconds. Who is on it lands on the page.
for (const offer of document.querySelectorAll("[data-ends]")) {
  setTimeout(() => {
    const main = document.getElementById("main");
    if (offer.contains(document.activeElement)) {
      main.tabIndex = -1;
      main.focus({ preventScroll: true });
    }
    offer.remove();
  }, 1000 * Number(offer.dataset.ends));
}

// A menu closes as others do: by Esc, with the focus back on it, and by a press elsewhere.
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest?.("details.take[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
document.addEventListener("pointerdown", (event) => {
  for (const menu of document.querySelectorAll("details.take[open]")) if (!menu.contains(event.target)) menu.open = false;
});

// A key that follows a link: data-key="Control+k".
document.addEventListener("keydown", (event) => {
  const pressed = (event.ctrlKey || event.metaKey ? "Control+" : "") + event.key.toLowerCase();
  const link = document.querySelector(`[data-key="${CSS.escape(pressed)}"]`);
  if (!link) return;
  event.preventDefault();
  link.click();
});

// Files that are dropped on a form go into its field; nothing is sent before somebody presses its button.
for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const form = event.target.closest?.("form[data-drop]");
    if (!form) return;
    event.preventDefault();
    form.classList.toggle("over", kind === "dragover");
    if (kind === "drop") form.querySelector("input[type=file]").files = event.dataTransfer.files;
  });
}

// A form that is sent twice does its work once: its first sending gives it a key.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (!form.elements.once) {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "once" });
    form.append(field);
  }
  form.elements.once.value ||= Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join("");
});
// A page that the browser kept is sent anew by whoever goes back to it.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("input[name=once]").forEach((field) => field.remove());
});
