/* Arrow keys in the tree of drivers: up and down move, right opens, left closes or goes up. Without it Tab and Enter do. */
"use strict";

(() => {
  const tree = document.querySelector("[data-tree]");
  if (!tree) return;
  const seen = () => [...tree.querySelectorAll("summary")].filter((one) => one.offsetParent !== null);
  const go = (one) => one?.focus();
  tree.addEventListener("keydown", (event) => {
    const here = event.target.closest("summary");
    if (!here || event.ctrlKey || event.altKey || event.metaKey) return;
    const all = seen(), at = all.indexOf(here), branch = here.parentElement;
    const moves = {
      ArrowDown: () => go(all[at + 1]),
      ArrowUp: () => go(all[at - 1]),
      Home: () => go(all[0]),
      End: () => go(all.at(-1)),
      ArrowRight: () => { if (branch.open) go(branch.querySelector("ul summary")); else branch.open = true; },
      ArrowLeft: () => { if (branch.open) branch.open = false; else go(branch.parentElement.closest("details")?.querySelector("summary")); },
    };
    if (!(event.key in moves)) return;
    event.preventDefault();
    moves[event.key]();
  });
})();
