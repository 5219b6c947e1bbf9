// The words on the screen: shown or not, inside the picture or beneath it, read along by a screen reader or not.

import { recall, remember } from "./memory.js";

/** @typedef {import("./player.js").Player} Player */
/** @typedef {import("./stage.js").Stage} Stage */

/**
 * @param {Player} player @param {Stage} stage @param {() => void} showMoment
 * @returns {() => void} shows the choices again, where the form has been put in anew
 */
export function followWords(player, stage, showMoment) {
  const narrow = matchMedia("(max-width: 55.99rem)");

  /** Captions stand inside the picture where it is large; on a phone they would be tiny, so the words stand beneath it. */
  const place = () => {
    const inside = stage.showsWords && (!narrow.matches || Boolean(document.fullscreenElement));
    for (const track of player.elements.picture.textTracks) {
      if (track.kind === "captions") track.mode = inside ? "showing" : "hidden";
    }
  };

  const settle = () => {
    const [shown, along] = [recall("captions", true), recall("read-along", false)];
    document.querySelector("[data-captions]").checked = stage.showsWords = shown;
    document.querySelector("[data-read-along]").checked = along;
    document.querySelector("[data-words]").setAttribute("aria-live", along ? "polite" : "off");
    place();
    showMoment();
  };

  document.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    if (target.matches("[data-captions]")) remember("captions", target.checked);
    else if (target.matches("[data-read-along]")) remember("read-along", target.checked);
    else return;
    settle();
  });
  narrow.addEventListener("change", place);
  document.addEventListener("fullscreenchange", place);
  settle();
  return settle;
}
