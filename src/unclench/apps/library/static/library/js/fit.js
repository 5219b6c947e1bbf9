// Fitting with scripts on: the drawing can be tapped, whole limbs change in place, and the device remembers the body.

import { bodyQuery, rememberBody } from "./body.js";

/** A finger is about this wide on the screen. */
const FINGER = 28;

/** @typedef {import("./body.js").Group & {name: string, region: string}} Group */

const form = document.querySelector("form[data-fit]");
const map = form.querySelector("[data-map]");
const chooser = document.querySelector("[data-chooser]");
/** @type {{groups: Group[], labels: Record<string, string>, wholes: Record<string, string[]>}} */
const { groups, labels, wholes } = JSON.parse(document.querySelector("#fit-data").textContent);

/** @param {Group} group @returns {string} */
const modeOf = ({ id }) => new FormData(form).get(id);
const groupOf = (/** @type {string} */ part) => groups.find(({ covers }) => covers.includes(part));

/** @param {Group} group @param {string} mode */
function choose(group, mode) {
  if (!group.modes.includes(mode)) return;
  for (const input of form.elements[group.id]) input.checked = input.value === mode;
}

function show() {
  for (const button of form.querySelectorAll("[aria-pressed][name=whole]")) {
    const [whole, mode] = button.value.split("=");
    const pressed = groups.every((group) => !wholes[whole].includes(group.id) || modeOf(group) === mode);
    button.setAttribute("aria-pressed", String(pressed));
  }
  for (const part of map.querySelectorAll("[data-part]")) {
    const group = groupOf(part.dataset.part);
    if (group) part.dataset.state = modeOf(group) === group.usual ? "rest" : modeOf(group);
  }
}

/** @param {Group | undefined} group */
function point(group) {
  for (const set of form.querySelectorAll("[data-group]")) set.classList.toggle("lit", set.dataset.group === group?.id);
  for (const part of map.querySelectorAll("[data-part]")) {
    part.toggleAttribute("data-lit", Boolean(group?.covers.includes(part.dataset.part)));
  }
}

/** The part under a finger, or the nearest within its width. @param {PointerEvent | MouseEvent} event */
function partAt({ clientX, clientY }) {
  const steps = [0, FINGER / 2, FINGER];
  for (const radius of steps) {
    for (let turn = 0; turn < (radius ? 12 : 1); turn += 1) {
      const [x, y] = [clientX + radius * Math.cos((turn * Math.PI) / 6), clientY + radius * Math.sin((turn * Math.PI) / 6)];
      const part = document.elementFromPoint(x, y)?.closest("[data-part]");
      if (part && map.contains(part)) return part.dataset.part;
    }
  }
  return null;
}

/** @param {Group} group */
function ask(group) {
  chooser.querySelector("[data-chooser-title]").textContent = group.name;
  chooser.querySelector("[data-chooser-choices]").replaceChildren(
    ...group.modes.map((mode) => {
      const button = document.createElement("button");
      button.className = "button";
      button.value = `${group.id}=${mode}`;
      button.setAttribute("aria-pressed", String(modeOf(group) === mode));
      const swatch = document.createElement("span");
      swatch.className = "swatch";
      swatch.dataset.mode = mode;
      button.append(swatch, labels[mode]);
      return button;
    }),
  );
  point(group);
  chooser.returnValue = "";
  chooser.showModal();
}

chooser.addEventListener("close", () => {
  const [id, mode] = chooser.returnValue.split("=");
  const group = groups.find((other) => other.id === id);
  if (group) choose(group, mode);
  point(undefined);
  show();
});

map.addEventListener("click", (event) => {
  const part = partAt(event);
  const group = part && groupOf(part);
  if (group) ask(group);
});

form.addEventListener("change", show);
form.addEventListener("focusin", ({ target }) => point(groups.find(({ id }) => id === target.name)));

form.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("button[name=whole]");
  if (!button) return;
  event.preventDefault();
  const [whole, mode] = button.value.split("=");
  for (const group of groups) if (wholes[whole].includes(group.id)) choose(group, mode === "usual" ? group.usual : mode);
  show();
});

form.addEventListener("submit", () => rememberBody(groups, new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]))));

document.documentElement.classList.add("scripted");
for (const element of form.querySelectorAll(".needs-scripts")) element.hidden = false;
show();
if (!location.search && String(bodyQuery())) location.replace(`?${bodyQuery()}`);
