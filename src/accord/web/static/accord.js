/* What pages do beyond HTML; everything works without it. */
"use strict";

document.documentElement.classList.add("with-script");

// A form that is sent as soon as one of its choices changes.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto]");
  if (form) form.requestSubmit();
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
