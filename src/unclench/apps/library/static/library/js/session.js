// The session page with scripts on: wires the player, the stage, the settings and the device together.

import { Ambient } from "./ambient.js";
import { bodyQuery, rememberBody, withoutBody } from "./body.js";
import { showOnLockScreen, stayAwake, tellLockScreen } from "./device.js";
import { onKeys, SKIP_SECONDS } from "./keys.js";
import { keepPlace, placeIn, recall, remember } from "./memory.js";
import { Player } from "./player.js";
import { Settings } from "./settings.js";
import { showPlace, Stage } from "./stage.js";
import { clock, samePlace, spokenClock } from "./timeline.js";
import { followWords } from "./words.js";

const WORTH_CARRYING_ON = 15;
const KEEP_EVERY_SECONDS = 5;

/** @param {string} selector @returns {HTMLElement} */
const one = (selector) => document.querySelector(selector);
const read = () => JSON.parse(one("#player-data").textContent);

let data = read();
const player = new Player(one("[data-sound]"), one("[data-picture]"), data.way);
const stage = new Stage(one("[data-stage]"), data);
const ambient = new Ambient();
const settings = new Settings();
let started = false;
let kept = -Infinity;

/** What a screen reader is told: only what a person's own press changed. @param {string} words */
function say(words) {
  one("[data-status]").textContent = words;
}

/* Showing */

function showScripted() {
  document.documentElement.classList.add("scripted");
  for (const element of document.querySelectorAll(".needs-scripts")) element.hidden = false;
  one("[data-full]").hidden = player.way !== "picture" || !document.fullscreenEnabled;
  for (const element of document.querySelectorAll(".without-scripts")) element.hidden = true;
  one("[data-media]").classList.add("taken");
  for (const element of Object.values(player.elements)) element.controls = false;
  showAmbientLevel();
}

function showAmbientLevel() {
  one("[data-ambient-volume]").hidden = !data.ambient || !ambient.adjustable;
  one("#ambient-volume").value = String(Math.round(ambient.level * 100));
}

function showState() {
  const { playing } = player;
  document.body.classList.toggle("playing", playing);
  one("[data-play]").setAttribute("aria-label", playing ? "Pause" : started ? "Play on" : `Play ${data.title}, ${data.lengthWords}`);
  one("[data-toggle]").setAttribute("aria-label", playing ? "Pause" : "Play");
  one("[data-play-words]").textContent = playing ? "Pause" : started ? "Play on" : `Play · ${data.lengthWords}`;
  if (started) one("[data-carry-on]").hidden = true;
}

function showMoment() {
  showPlace(player.seconds, data.seconds);
  if (started) stage.show(player.seconds * 1000);
}

function offerToCarryOn() {
  const place = placeIn(data.address);
  const button = one("[data-carry-on]");
  button.hidden = started || place < WORTH_CARRYING_ON || place > data.seconds - WORTH_CARRYING_ON;
  button.textContent = `Carry on from ${clock(place)}`;
  button.setAttribute("aria-label", `Carry on from ${spokenClock(place)}`);
}

/* Following the player */

async function fetchManifest() {
  const { manifest } = data;
  const answer = await fetch(manifest);
  if (answer.ok && manifest === data.manifest) stage.manifest = await answer.json();
}

const TOLD = {
  playing: () => say("Playing."),
  paused: () => say(`Paused at ${spokenClock(player.seconds)}.`),
  stopped: () => say("Stopped. The session is back at its start."),
  ended: () => say("The session is over. Stay as long as you like."),
  fault: () => say("The sound cannot be reached just now. Your place is kept. Press play to try again."),
};

player.addEventListener("state", () => {
  if (player.playing) begin();
  else ambient.stop({ slowly: player.state === "ended" });
  if (player.state === "stopped" || player.state === "ended") finish();
  if (player.state === "fault") showFault();
  else one("[data-fault]").hidden = true;
  TOLD[player.state]();
  showState();
  tellLockScreen(player);
});

player.addEventListener("place", () => {
  showMoment();
  tellLockScreen(player);
  if (!started || player.state === "ended" || Math.abs(player.seconds - kept) < KEEP_EVERY_SECONDS) return;
  kept = player.seconds;
  keepPlace(data.address, player.seconds);
});

function begin() {
  started = true;
  ambient.start();
  showOnLockScreen(player, data);
  showMoment();
}

function finish() {
  started = false;
  kept = -Infinity;
  if (player.state === "ended") keepPlace(data.address, 0);
  stage.rest();
  showPlace(player.state === "ended" ? data.seconds : 0, data.seconds);
  if (document.fullscreenElement) document.exitFullscreen();
  offerToCarryOn();
}

function showFault() {
  const notice = one("[data-fault]");
  notice.textContent = "The sound cannot be reached just now. Your place is kept. Press play to try again.";
  notice.hidden = false;
}

/* Following the person */

function stop() {
  const place = player.seconds;
  if (started) keepPlace(data.address, place);
  player.stop();
}

const presses = {
  "[data-play]": () => player.toggle(),
  "[data-toggle]": () => player.toggle(),
  "[data-back]": () => player.skip(-SKIP_SECONDS),
  "[data-forward]": () => player.skip(SKIP_SECONDS),
  "[data-stop]": stop,
  "[data-carry-on]": () => {
    player.seek(placeIn(data.address));
    player.play();
  },
  "[data-copy]": copyAddress,
  "[data-full]": () => player.elements.picture.requestFullscreen(),
};

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  for (const [selector, act] of Object.entries(presses)) if (event.target.closest(selector)) act();
  const way = event.target.closest("[data-ways] a");
  if (way && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    turnTo(/** @type {HTMLElement} */ (way).dataset.way);
  }
});

one("[data-place]").addEventListener("input", ({ target }) => {
  started ||= Number(target.value) > 0;
  player.seek(Number(target.value));
});

player.elements.picture.addEventListener("click", () => document.fullscreenElement || player.toggle());
document.addEventListener("fullscreenchange", () => {
  player.elements.picture.controls = Boolean(document.fullscreenElement);
});

onKeys(player, () => started && stop());

/** @param {string} way */
function turnTo(way) {
  data.way = way;
  one("[data-stage]").dataset.way = way;
  for (const [name, element] of Object.entries(player.elements)) element.hidden = name !== way;
  for (const link of document.querySelectorAll("[data-ways] a")) {
    if (link.dataset.way === way) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  player.turnTo(way);
  showScripted();
  const address = one(`[data-ways] a[data-way="${way}"]`).href;
  history.replaceState(null, "", address);
  settings.form.elements.namedItem("way").value = way;
  showMoment();
}

async function copyAddress() {
  const words = one("[data-copy-words]");
  const { address } = one("[data-copy]").dataset;
  try {
    await navigator.clipboard.writeText(address);
    words.textContent = "Copied";
    say("The address is copied.");
  } catch {
    words.textContent = address;
  }
}

/* Choices */

settings.addEventListener("applied", async ({ detail }) => {
  const [before, seconds, way] = [stage.manifest, player.seconds, player.way];
  const other = detail.manifest !== data.manifest;
  data = { ...detail, way };
  rememberChoices(data.query);
  stage.about = data;
  stage.invitation = data.invitation;
  chooseAmbient();
  if (other) {
    await fetchManifest();
    const place = stage.manifest ? samePlace(before, stage.manifest, seconds * 1000) / 1000 : seconds;
    player.load(data.files, started ? place : 0);
  }
  showScripted();
  showMoment();
  if (!started) stage.rest();
  offerToCarryOn();
  say(`Changed. ${data.lengthWords}.`);
});

settings.addEventListener("shown", () => {
  showScripted();
  showState();
  settleWords();
});

settings.addEventListener("refused", showState);

settings.addEventListener("waiting", () => {
  one("[data-play-words]").textContent = "Getting this voice ready …";
  say("Getting this voice ready. The first time takes a moment.");
});

settings.addEventListener("unreachable", () => {
  showState();
  say("This choice cannot be applied just now. The session goes on as it was.");
});

function chooseAmbient() {
  ambient.choose(data.ambient);
  if (player.playing) ambient.start();
  showAmbientLevel();
}

document.addEventListener("input", ({ target }) => {
  if (!(target instanceof HTMLInputElement) || target.id !== "ambient-volume") return;
  ambient.setLevel(Number(target.value) / 100);
  remember("ambient-level", ambient.level);
});

/* Beginning */

/**
 * Choices of the address come first; without any, those this device remembers. Where all of them together
 * cannot be had, the body still counts: nobody is asked to tense what they left out.
 */
function restoreChoices() {
  if (Settings.fitting(location.href)) return;
  const [kept, body] = [new URLSearchParams(recall(`fitting.${data.script}`, "")), bodyQuery()];
  const way = new URLSearchParams(location.search).get("way");
  const queries = [new URLSearchParams([...kept, ...body]), body].filter(String);
  if (way) for (const query of queries) query.set("way", way);
  settings.restore(queries);
}

/** @param {string} chosen */
function rememberChoices(chosen) {
  const query = new URLSearchParams(chosen);
  remember(`fitting.${data.script}`, withoutBody(query, data.groups).toString());
  rememberBody(data.groups, query);
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden" && started) keepPlace(data.address, player.seconds);
  else showMoment();
});

showScripted();
if (data.ambient) player.load(data.files, 0);
ambient.level = recall("ambient-level", ambient.level);
const settleWords = followWords(player, stage, showMoment);
chooseAmbient();
offerToCarryOn();
stayAwake(player);
showState();
showPlace(0, data.seconds);
fetchManifest();
restoreChoices();
