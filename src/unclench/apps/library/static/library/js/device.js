// What the device shows and does around a session: lock screen, media keys, a screen that stays awake for the picture.

/** @typedef {import("./player.js").Player} Player */

const SKIP_SECONDS = 10;

/**
 * @param {Player} player
 * @param {{title: string, artwork: string}} about
 */
export function showOnLockScreen(player, about) {
  if (!("mediaSession" in navigator)) return;
  const session = navigator.mediaSession;
  session.metadata = new MediaMetadata({
    title: about.title,
    artist: "Unclench",
    artwork: [{ src: about.artwork, sizes: "512x512", type: "image/png" }],
  });
  const acts = {
    play: () => player.play(),
    pause: () => player.pause(),
    stop: () => player.stop(),
    seekbackward: ({ seekOffset }) => player.skip(-(seekOffset ?? SKIP_SECONDS)),
    seekforward: ({ seekOffset }) => player.skip(seekOffset ?? SKIP_SECONDS),
    seekto: ({ seekTime }) => player.seek(seekTime ?? 0),
  };
  for (const [name, act] of Object.entries(acts)) {
    try {
      session.setActionHandler(/** @type {MediaSessionAction} */ (name), act);
    } catch {
      // This browser does not know the key.
    }
  }
}

/** @param {Player} player */
export function tellLockScreen(player) {
  if (!("mediaSession" in navigator)) return;
  navigator.mediaSession.playbackState = player.playing ? "playing" : player.state === "stopped" ? "none" : "paused";
  const { duration } = player.element;
  if (!Number.isFinite(duration) || !navigator.mediaSession.setPositionState) return;
  navigator.mediaSession.setPositionState({ duration, playbackRate: 1, position: Math.min(player.seconds, duration) });
}

/** Keep the screen awake while the picture plays, and no longer. @param {Player} player */
export function stayAwake(player) {
  /** @type {WakeLockSentinel | null} */
  let lock = null;
  const wanted = () => player.playing && player.way === "picture" && document.visibilityState === "visible";
  const settle = async () => {
    if (!("wakeLock" in navigator)) return;
    if (wanted() && (!lock || lock.released)) {
      lock = await navigator.wakeLock.request("screen").catch(() => null);
      if (!wanted()) await lock?.release();
    } else if (!wanted() && lock && !lock.released) {
      await lock.release();
    }
  };
  player.addEventListener("state", settle);
  document.addEventListener("visibilitychange", settle);
}
