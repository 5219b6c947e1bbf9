// One session, as sound or as picture, played by the browser's own media elements. Nothing here keeps time:
// every change is read from the element, so that a sleeping phone or a call changes nothing.

const END_OF_REACH = 0.25;

/** Tells of "state" (playing, paused, stopped, ended, fault) and "place" (the clock moved). */
export class Player extends EventTarget {
  /**
   * @param {HTMLAudioElement} sound @param {HTMLVideoElement} picture
   * @param {"sound" | "picture"} way
   */
  constructor(sound, picture, way) {
    super();
    this.elements = { sound, picture };
    this.way = way;
    this.state = "stopped";
    /** @type {number | null} a place asked for before the element can go there */
    this.wanted = null;
    for (const element of [sound, picture]) this.#listen(element);
  }

  get element() {
    return this.elements[this.way];
  }

  get seconds() {
    return this.wanted ?? this.element.currentTime;
  }

  get playing() {
    return this.state === "playing";
  }

  /** Play on from here. Called from a tap or key, as browsers ask. */
  async play() {
    const { element } = this;
    if (element.error) this.#reload();
    if (element.ended) element.currentTime = 0;
    try {
      await element.play();
    } catch (fault) {
      if (!(fault instanceof DOMException && fault.name === "AbortError")) this.#become("fault");
    }
  }

  pause() {
    this.element.pause();
  }

  toggle() {
    return this.element.paused ? this.play() : this.pause();
  }

  /** Fall silent and go back to the start. */
  stop() {
    this.element.pause();
    this.#become("stopped");
    this.seek(0);
  }

  /** @param {number} seconds */
  seek(seconds) {
    const { element } = this;
    const to = Math.max(0, seconds);
    if (element.readyState < HTMLMediaElement.HAVE_METADATA) {
      this.wanted = to;
      if (element.preload === "none") element.preload = "metadata";
    } else {
      element.currentTime = Math.min(to, element.duration - END_OF_REACH);
    }
    this.#tell("place");
  }

  /** @param {number} seconds forward, or back where negative */
  skip(seconds) {
    this.seek(this.seconds + seconds);
  }

  /**
   * Play other files from a place, going on if it was playing.
   * @param {{sound: string, picture: string, captions: string, chapters: string}} files @param {number} seconds
   */
  load(files, seconds) {
    const goOn = this.playing;
    this.elements.sound.src = files.sound;
    this.elements.picture.src = files.picture;
    for (const track of this.elements.picture.querySelectorAll("track")) {
      track.src = track.kind === "captions" ? files.captions : files.chapters;
    }
    this.#goTo(seconds, goOn);
  }

  /** Change between sound and picture, keeping the place. @param {"sound" | "picture"} way */
  turnTo(way) {
    if (way === this.way) return;
    const [goOn, seconds] = [this.playing, this.seconds];
    this.element.pause();
    this.way = way;
    this.#goTo(seconds, goOn);
  }

  /** @param {number} seconds @param {boolean} goOn */
  #goTo(seconds, goOn) {
    this.element.preload = "metadata";
    this.wanted = null;
    this.seek(seconds);
    if (goOn) this.play();
  }

  #reload() {
    this.wanted = this.seconds;
    this.element.load();
  }

  /** @param {HTMLMediaElement} element */
  #listen(element) {
    const ours = (/** @type {() => void} */ act) => () => element === this.element && act();
    element.addEventListener("loadedmetadata", ours(() => this.#arrive()));
    element.addEventListener("timeupdate", ours(() => this.#tell("place")));
    element.addEventListener("seeked", ours(() => this.#tell("place")));
    element.addEventListener("play", ours(() => this.#become("playing")));
    element.addEventListener("pause", ours(() => element.ended || element.error || this.#become("paused")));
    element.addEventListener("ended", ours(() => this.#become("ended")));
    element.addEventListener("error", ours(() => this.#become("fault")));
  }

  #arrive() {
    if (this.wanted === null) return;
    const to = this.wanted;
    this.wanted = null;
    if (to > 0) this.seek(to);
  }

  /** @param {string} state */
  #become(state) {
    if (state === "paused" && this.state === "stopped") return;
    this.state = state;
    this.#tell("state");
  }

  /** @param {string} what */
  #tell(what) {
    this.dispatchEvent(new Event(what));
  }
}
