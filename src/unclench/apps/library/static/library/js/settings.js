// A choice is applied at once: the same page is asked for with the new choices, and what differs is put in place.

import { remember } from "./memory.js";

const REGIONS = ["ways", "drawing", "begin", "reach", "chips", "fault", "hidden", "body", "take"];
const MEDIA_FREE = new Set(["way"]);

/** @param {HTMLFormElement} form */
function chosen(form) {
  const pairs = [...new FormData(form)].filter(([, value]) => value !== "");
  return new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]));
}

export class Settings extends EventTarget {
  /** @param {string} script */
  constructor(script) {
    super();
    this.script = script;
    /** @type {AbortController | null} */
    this.asking = null;
    document.addEventListener("change", (event) => this.#changed(event));
    document.addEventListener("submit", (event) => this.#submitted(event));
    document.addEventListener("click", (event) => this.#pressed(event));
  }

  get form() {
    return document.querySelector("form[data-settings]");
  }

  /** The choices of the address, without what only concerns the page. */
  static fitting(address) {
    const query = new URLSearchParams(new URL(address, location.href).search);
    for (const name of MEDIA_FREE) query.delete(name);
    return query.toString();
  }

  /** @param {Event} event */
  #changed(event) {
    if (event.target instanceof HTMLElement && event.target.closest("form[data-settings]") && event.target.getAttribute("name")) {
      this.apply(chosen(this.form).toString(), { whole: false });
    }
  }

  /** @param {SubmitEvent} event */
  #submitted(event) {
    if (event.target !== this.form) return;
    event.preventDefault();
    this.apply(chosen(this.form).toString(), { whole: false });
  }

  /** @param {MouseEvent} event */
  #pressed(event) {
    const chip = event.target instanceof Element && event.target.closest("a[data-minutes]");
    if (!chip || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.form.elements.namedItem("minutes").value = chip.dataset.minutes;
    this.apply(chosen(this.form).toString(), { whole: false });
  }

  /**
   * Ask for the page with these choices and show what it says.
   * @param {string} query @param {{whole: boolean}} how whole: the form too, for choices that were not made in it
   */
  async apply(query, { whole }) {
    this.asking?.abort();
    this.asking = new AbortController();
    const address = `${location.pathname}${query ? `?${query}` : ""}`;
    try {
      const answer = await fetch(address, { signal: this.asking.signal, headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const data = page.getElementById("player-data");
      if (!data) throw new Error("not a session page");
      this.#show(page, whole ? [...REGIONS, "settings"] : REGIONS);
      if (answer.ok) this.#settle(JSON.parse(data.textContent));
    } catch (fault) {
      if (!(fault instanceof DOMException && fault.name === "AbortError")) this.dispatchEvent(new Event("unreachable"));
    }
  }

  /** @param {{query: string, address: string}} data */
  #settle(data) {
    history.replaceState(null, "", data.address);
    remember(`fitting.${this.script}`, data.query);
    this.dispatchEvent(new CustomEvent("applied", { detail: data }));
  }

  /** @param {Document} page @param {string[]} regions */
  #show(page, regions) {
    const held = document.activeElement;
    const handle = held?.id ? `#${CSS.escape(held.id)}` : held instanceof HTMLElement && held.dataset.minutes ? `[data-minutes="${held.dataset.minutes}"]` : null;
    for (const region of regions) {
      const [old, fresh] = [document, page].map((source) => source.querySelector(`[data-swap="${region}"]`));
      if (old && fresh) old.replaceWith(document.adoptNode(fresh));
    }
    const number = document.querySelector("#minutes");
    const fresh = page.querySelector("#minutes");
    if (number && fresh) for (const name of ["min", "max"]) number.setAttribute(name, fresh.getAttribute(name));
    if (handle && !document.activeElement?.matches(handle)) document.querySelector(handle)?.focus({ preventScroll: true });
    this.dispatchEvent(new Event("shown"));
  }
}
