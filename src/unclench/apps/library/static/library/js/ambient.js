// The background sound: a loop of its own beside the voice, with its own volume, fading in and out with play and pause.
// It never holds the session up: where it cannot be had, the voice goes on without it.

const FADE_MS = 1500;
const SLOW_FADE_MS = 12000;
const STEP_MS = 50;

export class Ambient {
  constructor() {
    this.element = new Audio();
    this.element.loop = true;
    this.element.preload = "none";
    this.level = 0.4;
    this.name = "";
    this.fade = 0;
  }

  /** Whether this device lets a page set the volume of one sound (iPhones do not). */
  get adjustable() {
    const before = this.element.volume;
    this.element.volume = 0.5;
    const can = this.element.volume === 0.5;
    this.element.volume = before;
    return can;
  }

  /** @param {{name: string, src: string} | null} sound */
  choose(sound) {
    if ((sound?.name ?? "") === this.name) return;
    const goOn = !this.element.paused;
    this.element.pause();
    this.name = sound?.name ?? "";
    if (!sound) return this.element.removeAttribute("src");
    this.element.src = sound.src;
    if (goOn) this.start();
  }

  /** @param {number} level 0 to 1 */
  setLevel(level) {
    this.level = level;
    if (!this.fade) this.element.volume = level;
  }

  start() {
    if (!this.name) return;
    this.element.volume = this.element.paused ? 0 : this.element.volume;
    this.element.play().then(() => this.#fadeTo(this.level), () => {});
  }

  /** @param {{slowly?: boolean}} how slowly at the end of a session: somebody may be asleep */
  stop({ slowly = false } = {}) {
    if (!this.element.paused) this.#fadeTo(0, slowly ? SLOW_FADE_MS : FADE_MS);
  }

  /**
   * By the clock, not by counting steps: a sleeping page may wake late and still ends where it ought to.
   * @param {number} level @param {number} over milliseconds
   */
  #fadeTo(level, over = FADE_MS) {
    clearInterval(this.fade);
    const [from, start] = [this.element.volume, performance.now()];
    this.fade = setInterval(() => {
      const share = Math.min(1, (performance.now() - start) / over);
      this.element.volume = from + (level - from) * share;
      if (share < 1) return;
      clearInterval(this.fade);
      this.fade = 0;
      if (level === 0) this.element.pause();
    }, STEP_MS);
  }
}
