// The figure, the words and the phase, in step with the sound.

import { clock, during, lastSaid } from "./timeline.js";

/** @typedef {import("./timeline.js").Manifest} Manifest */
/** @typedef {import("./timeline.js").Phase} Phase */

const ICONS = { gentle: "tense" };

export class Stage {
  /**
   * @param {HTMLElement} stage
   * @param {{groups: {id: string, covers: string[]}[], acts: Record<string, string>, icons: string}} about
   */
  constructor(stage, about) {
    this.about = about;
    this.phase = stage.querySelector("[data-phase]");
    this.words = stage.querySelector("[data-words]");
    this.invitation = this.words.textContent;
    this.showsWords = true;
    /** @type {Manifest | null} */
    this.manifest = null;
    /** @type {Phase | undefined} */
    this.shown = undefined;
  }

  /** What is going on at a moment. @param {number} ms */
  show(ms) {
    if (!this.manifest) return;
    const phase = during(this.manifest.phases, ms);
    if (phase !== this.shown) this.#showPhase(phase);
    this.#say(lastSaid(this.manifest.cues, ms)?.text ?? "");
  }

  /** As before the first word. */
  rest() {
    this.#showPhase(undefined);
    this.#say(this.invitation, true);
  }

  /** @param {string} text */
  #say(text, always = false) {
    if (this.words.textContent !== text) this.words.textContent = text;
    this.words.classList.toggle("quiet", !this.showsWords && !always);
  }

  /** @param {Phase | undefined} phase */
  #showPhase(phase) {
    this.shown = phase;
    const group = this.manifest?.groups.find(({ id }) => id === phase?.group);
    const act = phase?.kind === "tense" && group ? group.mode : phase?.kind;
    this.phase.hidden = !phase;
    if (phase) {
      this.phase.dataset.kind = phase.kind;
      this.phase.replaceChildren(this.#icon(act), [this.about.acts[act] ?? "", group?.name].filter(Boolean).join(" · "));
    }
    this.#light(act ?? "rest", this.about.groups.find(({ id }) => id === group?.id)?.covers ?? []);
  }

  /** @param {string} state @param {string[]} parts */
  #light(state, parts) {
    for (const part of document.querySelectorAll("[data-drawing] .part")) {
      part.dataset.state = parts.includes(part.dataset.part) ? state : "rest";
    }
  }

  /** @param {string} act */
  #icon(act) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `${this.about.icons}#${ICONS[act] ?? act}`);
    svg.append(use);
    return svg;
  }
}

/** Where the session stands, on the ring and on the bar. @param {number} seconds @param {number} whole */
export function showPlace(seconds, whole) {
  const ring = document.querySelector("[data-ring]");
  ring.style.strokeDasharray = `${Math.min(100, (100 * seconds) / whole).toFixed(2)} 100`;
  const slider = document.querySelector("[data-place]");
  slider.max = String(Math.round(whole));
  if (!slider.matches(":active")) slider.value = String(Math.floor(seconds));
  slider.setAttribute("aria-valuetext", `${clock(seconds)} of ${clock(whole)}`);
  document.querySelector("[data-at]").textContent = clock(seconds);
  document.querySelector("[data-end]").textContent = clock(whole);
}
