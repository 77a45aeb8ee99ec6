// A person's timeline and the people around: both are complete without this. It only hides what is not
// asked for, and remembers the choice in the browser's own history entry: it survives a reload, goes with
// the tab, and stands in no address, cookie or store.
"use strict";

function remembered(name) {
  return (window.history.state && window.history.state[name]) || {};
}

function remember(name, chosen) {
  window.history.replaceState({ ...window.history.state, [name]: chosen }, "");
}

// The filters of an island: shown, set as they were, and read at each change. show: what a choice does.
function filtered(island, name, show) {
  const inputs = [...island.querySelectorAll("[data-filter]")];
  const clear = island.querySelector("[data-clear]");
  if (!inputs.length) return;
  const given = (input) => (input.type === "checkbox" ? (input.checked ? "yes" : "") : input.value);
  const chosen = () => Object.fromEntries(inputs.map((each) => [each.dataset.filter, given(each)]));
  const changed = () => {
    const now = chosen();
    const any = Object.values(now).some((value) => value !== "");
    if (clear) clear.disabled = !any;
    remember(name, now);
    show(now, any);
  };
  const before = remembered(name);
  inputs.forEach((each) => {
    const value = before[each.dataset.filter] || "";
    if (each.type === "checkbox") each.checked = value === "yes";
    else if ([...each.options].some((option) => option.value === value)) each.value = value;
    each.addEventListener("change", changed);
  });
  if (clear) {
    clear.addEventListener("click", () => {
      inputs.forEach((each) => { if (each.type === "checkbox") each.checked = false; else each.value = ""; });
      changed();
      inputs[0].focus();
    });
  }
  island.querySelector("[data-filters]").hidden = false;
  if (Object.values(chosen()).some((value) => value !== "")) changed();
}

// Says how many are shown; a screen reader reads it out.
function counted(island, shown, all) {
  const place = island.querySelector("[data-count]");
  const words = shown ? place.dataset.some : place.dataset.none;
  place.textContent = words.replace("{shown}", shown).replace("{all}", all);
}

// Written only where it changes something: what stays as it is costs the browser nothing.
function hide(element, hidden) {
  if (element.hidden !== hidden) element.hidden = hidden;
}

document.querySelectorAll("[data-timeline]").forEach((island) => {
  const years = [...island.querySelectorAll("[data-year]")].map((year) => ({
    year,
    count: year.querySelector("[data-of-year]"),
    open: year.open,
    days: [...year.querySelectorAll("[data-day]")].map((day) => ({
      day,
      on: day.dataset.day,
      entries: [...day.querySelectorAll("[data-entry]")].map((entry) => ({
        entry,
        kind: entry.dataset.entry,
        counts: entry.hasAttribute("data-counts"),
      })),
    })),
  }));
  const all = years.flatMap((each) => each.days).reduce((sum, each) => sum + each.entries.length, 0);
  let choosing = false;
  filtered(island, "timeline", (chosen, any) => {
    const [from, until] = (chosen.span || "0000/9999").split("/");
    let total = 0;
    if (any && !choosing) years.forEach((each) => { each.open = each.year.open; });
    choosing = any;
    years.forEach((each) => {
      let inYear = 0;
      each.days.forEach(({ day, on, entries }) => {
        let inDay = 0;
        entries.forEach(({ entry, kind, counts }) => {
          const fits = (!chosen.kind || kind === chosen.kind) && (!chosen.counts || counts)
            && on >= from && on <= until;
          hide(entry, !fits);
          if (fits) inDay += 1;
        });
        hide(day, inDay === 0);
        inYear += inDay;
      });
      hide(each.year, inYear === 0);
      if (inYear && each.count.textContent !== String(inYear)) each.count.textContent = inYear;
      const open = any ? inYear > 0 : each.open;
      if (each.year.open !== open) each.year.open = open;
      total += inYear;
    });
    counted(island, total, all);
  });
});

document.querySelectorAll("[data-island]").forEach((island) => {
  const rows = [...island.querySelectorAll("tr[data-around]")];
  const drawn = [...island.querySelectorAll("svg [data-around]")];
  filtered(island, "around", (chosen) => {
    const fits = new Set(
      rows.filter((row) => !chosen.partner || row.dataset.partner === chosen.partner)
        .map((row) => row.dataset.around),
    );
    rows.forEach((row) => hide(row, !fits.has(row.dataset.around)));
    drawn.forEach((each) => each.classList.toggle("faded", !fits.has(each.dataset.around)));
    counted(island, fits.size, rows.length);
  });
});
