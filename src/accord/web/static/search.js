/* Ctrl K opens a dialog over the page; without it, its link leads to the page of search. */
"use strict";

(() => {
  const dialog = document.querySelector("dialog#search");
  const link = document.querySelector('a[data-key="Control+k"]');
  if (!dialog?.showModal || !link) return;
  const input = dialog.querySelector("input[name=q]");
  const found = () => [...dialog.querySelectorAll("#search-found a")];

  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!dialog.open) dialog.showModal();
    input.select();
  });

  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [input, ...found()];
    const at = all.indexOf(document.activeElement);
    all[(at + step + all.length) % all.length].focus();
  });

  // A press outside the dialog closes it, as Esc does; the browser gives the focus back.
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
})();
