// What this device remembers. Nothing here is sent anywhere; where storage is refused, all works but the memory.

const PREFIX = "unclench.";
const PLACES_KEPT = 24;

/**
 * @template T
 * @param {string} key
 * @param {T} otherwise
 * @returns {T}
 */
export function recall(key, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key) ?? "null") ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** @param {string} key @param {unknown} value */
export function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem(PREFIX + key);
    else localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // Storage is full or refused: the choice holds for this page.
  }
}

/**
 * Where a person stopped, in seconds, for one fitted session; 0 for never.
 * @param {string} fitted the session's address with its choices
 */
export function placeIn(fitted) {
  return recall("places", []).find(([name]) => name === fitted)?.[1] ?? 0;
}

/** @param {string} fitted @param {number} seconds 0 forgets */
export function keepPlace(fitted, seconds) {
  const others = recall("places", []).filter(([name]) => name !== fitted);
  const all = seconds > 0 ? [[fitted, Math.round(seconds)], ...others] : others;
  remember("places", all.slice(0, PLACES_KEPT));
}
