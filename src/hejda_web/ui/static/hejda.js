// What makes pages quicker. Nothing here is needed: every page works without it.
"use strict";

// The menu folds together where there is little room.
const menu = document.querySelector("details[data-menu]");
if (menu) {
  const room = window.matchMedia("(min-width: 48rem)");
  const fold = () => { menu.open = room.matches; };
  fold();
  room.addEventListener("change", fold);
}

// <div data-refresh="/mapping/…/?part=1" data-seconds="2">: replaced by what the address says, until
// the part that comes back no longer asks for it. Then the page is read anew, to show what is done.
const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

async function refresh(part) {
  let failed = 0;
  while (part && failed < 5) {
    await wait(Number(part.dataset.seconds || 2) * (failed + 1));
    if (document.hidden) continue;
    try {
      const answer = await fetch(part.dataset.refresh, { credentials: "same-origin", redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      const read = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = read.querySelector("[data-refresh]");
      if (!next) { window.location.reload(); return; }
      if (next.innerHTML !== part.innerHTML) part.replaceChildren(...next.childNodes);
      failed = 0;
    } catch {
      failed += 1;
    }
  }
}
document.querySelectorAll("[data-refresh]").forEach(refresh);

// <fieldset data-ground="monitoring">: shown only while that ground is chosen in the field `ground`.
// What is hidden is sent all the same; the server reads only what the chosen ground demands.
const groups = document.querySelectorAll("[data-ground]");
if (groups.length) {
  const choices = document.querySelectorAll("[name=ground]");
  const chosen = () => {
    const field = [...choices].find((each) => each.type !== "radio" || each.checked);
    return field ? field.value : "";
  };
  const show = () => groups.forEach((group) => { group.hidden = group.dataset.ground !== chosen(); });
  choices.forEach((each) => each.addEventListener("change", show));
  show();
}

// <fieldset data-when-name="outcome" data-when-value="list">: shown only while that answer is given.
document.querySelectorAll("[data-when-name]").forEach((group) => {
  const inputs = document.querySelectorAll(`[name="${CSS.escape(group.dataset.whenName)}"]`);
  const show = () => {
    const given = [...inputs].find((each) => each.type !== "radio" || each.checked);
    group.hidden = !given || given.value !== group.dataset.whenValue;
  };
  inputs.forEach((each) => each.addEventListener("change", show));
  show();
});

// A form is sent once: a second press while the answer is under way does nothing.
document.querySelectorAll("form[method=post]").forEach((form) => {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, 8000);
  });
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
});
