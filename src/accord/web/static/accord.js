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
