// A choice is applied at once: the same page is asked for with the new choices, and what differs is put in place.

const REGIONS = ["page-fault", "ways", "drawing", "begin", "reach", "chips", "fault", "hidden", "body", "take"];
const WORTH_SAYING_MS = 700;
const MEDIA_FREE = new Set(["way"]);

/** @param {HTMLFormElement} form */
function chosen(form) {
  const pairs = [...new FormData(form)].filter(([, value]) => value !== "");
  return new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]));
}

export class Settings extends EventTarget {
  constructor() {
    super();
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
      this.apply();
    }
  }

  /** @param {SubmitEvent} event */
  #submitted(event) {
    if (event.target !== this.form) return;
    event.preventDefault();
    this.apply();
  }

  /** @param {MouseEvent} event */
  #pressed(event) {
    const chip = event.target instanceof Element && event.target.closest("a[data-minutes]");
    if (!chip || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.form.elements.namedItem("minutes").value = chip.dataset.minutes;
    this.apply();
  }

  /**
   * Show choices that were not made in the form: the first of these that can be used here.
   * @param {URLSearchParams[]} queries
   */
  async restore(queries) {
    for (const query of queries) {
      const found = await this.#ask(query);
      if (!found) return;
      if (!found.ok) continue;
      this.#show(found.page, [...REGIONS, "settings"]);
      return this.#settle(found.data);
    }
  }

  /** Apply what the form says now; what cannot be used is said beside it, and the session stays as it was. */
  async apply() {
    const found = await this.#ask(chosen(this.form));
    if (!found) return;
    this.#show(found.page, found.ok ? REGIONS : ["fault"]);
    if (!found.ok) this.dispatchEvent(new Event("refused"));
    if (found.ok) this.#settle(found.data);
  }

  /** The page with these choices; null where a later choice overtook it or the site is out of reach. @param {URLSearchParams} query */
  async #ask(query) {
    this.asking?.abort();
    this.asking = new AbortController();
    const waiting = setTimeout(() => this.dispatchEvent(new Event("waiting")), WORTH_SAYING_MS);
    try {
      const answer = await fetch(`${location.pathname}?${query}`, { signal: this.asking.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      return { page, ok: answer.ok, data: JSON.parse(page.getElementById("player-data").textContent) };
    } catch (fault) {
      if (!(fault instanceof DOMException && fault.name === "AbortError")) this.dispatchEvent(new Event("unreachable"));
      return null;
    } finally {
      clearTimeout(waiting);
    }
  }

  /** @param {{query: string, address: string}} data */
  #settle(data) {
    history.replaceState(null, "", data.address);
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
