// Keys: K or space plays and pauses, Escape stops, arrows move while the focus is in the player.

/** @typedef {import("./player.js").Player} Player */

export const SKIP_SECONDS = 10;

const TYPED_INTO = "input, select, textarea";
const PRESSED = `${TYPED_INTO}, button, a, summary, dialog`;

/** @param {Player} player @param {() => void} stop */
export function onKeys(player, stop) {
  const moves = { ArrowLeft: () => player.skip(-SKIP_SECONDS), ArrowRight: () => player.skip(SKIP_SECONDS) };
  document.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (event.altKey || event.ctrlKey || event.metaKey || !(target instanceof Element)) return;
    const typing = target.closest(TYPED_INTO);
    const inPlayer = target.closest("[data-bar], [data-stage]") && !typing;
    if (key === "Escape") return stop();
    const plays = (key === "k" && !typing) || (key === " " && !target.closest(PRESSED));
    const act = plays ? () => player.toggle() : inPlayer && moves[key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
