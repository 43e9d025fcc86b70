/* Carry a plan of the weeks to another day by a pointer: the form that tries a slot is filled and sent. The form does the same. */
"use strict";

(() => {
  const weeks = document.querySelector("[data-weeks]");
  const form = document.querySelector("form#slot");
  if (!weeks || !form) return;
  let carried = null;

  // The day under a pointer: of the week it is in, the head whose column it stands in.
  const dayAt = (x, y) => {
    const week = document.elementFromPoint(x, y)?.closest("[data-weeks] tbody");
    const heads = [...(week?.querySelectorAll("th[data-day]") ?? [])];
    return heads.find((head) => { const box = head.getBoundingClientRect(); return x >= box.left && x < box.right; });
  };
  const mark = (head) => {
    weeks.querySelectorAll(".under").forEach((cell) => cell.classList.remove("under"));
    head?.classList.add("under");
  };
  const drop = () => {
    carried?.bar.classList.remove("carried");
    mark(null);
    carried = null;
  };

  weeks.addEventListener("dragstart", (event) => { if (event.target.closest("[data-entry]")) event.preventDefault(); });
  weeks.addEventListener("pointerdown", (event) => {
    const bar = event.target.closest("[data-entry]");
    if (bar && event.button === 0 && event.pointerType !== "touch") carried = { bar, x: event.clientX, y: event.clientY, moved: false };
  });
  document.addEventListener("pointermove", (event) => {
    if (!carried) return;
    carried.moved ||= Math.hypot(event.clientX - carried.x, event.clientY - carried.y) > 8;
    if (!carried.moved) return;
    carried.bar.classList.add("carried");
    mark(dayAt(event.clientX, event.clientY));
  });
  document.addEventListener("pointerup", (event) => {
    if (!carried?.moved) { carried = null; return; }
    const { bar } = carried;
    const head = dayAt(event.clientX, event.clientY);
    drop();
    // The press that ends on the same bar is not a click on its link.
    const still = (click) => { click.preventDefault(); click.stopPropagation(); };
    document.addEventListener("click", still, { capture: true, once: true });
    setTimeout(() => document.removeEventListener("click", still, { capture: true }), 0);
    if (!head) return;
    form.elements.entry.value = bar.dataset.entry;
    form.elements.day.value = head.dataset.day;
    form.elements.at.value = bar.dataset.at;
    form.elements.minutes.value = bar.dataset.minutes;
    if (form.elements.entry.value === bar.dataset.entry) form.requestSubmit();
  });
  document.addEventListener("pointercancel", drop);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") drop(); });
})();
