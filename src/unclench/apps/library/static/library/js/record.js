// Records one cue: record, listen, take it again, keep it. The file form below it needs none of this.

import { follow, levelWords, tooLoud } from "./meter.js";

const recorder = document.querySelector("[data-recorder]");
/** @param {string} name @returns {HTMLElement} */
const part = (name) => document.querySelector(`[data-${name}]`);
const WORDS = {
  NotAllowedError: "This page may not use the microphone. Allow it in the browser's settings for this site, then press Record. You can also send a sound file below.",
  NotFoundError: "No microphone was found. Plug one in, or send a sound file below.",
  NotReadableError: "Another programme is using the microphone. Close it, then press Record.",
};
const OTHERWISE = "The microphone cannot be used just now. You can send a sound file below.";

/** @type {{media: MediaRecorder, finish: () => void} | null} */
let going = null;
/** @type {Blob | null} */
let taken = null;
const player = new Audio();

/** @param {string} words */
function say(words) {
  part("said").textContent = words;
}

/** @param {string} words */
function showFault(words) {
  const notice = document.createElement("p");
  notice.className = "notice care";
  notice.textContent = words;
  part("fault").replaceChildren(...(words ? [notice] : []));
}

async function microphone() {
  if (!navigator.mediaDevices) throw new DOMException("", "NotFoundError");
  return navigator.mediaDevices.getUserMedia({
    audio: { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false },
  });
}

async function record() {
  showFault("");
  player.pause();
  let stream;
  try {
    stream = await microphone();
  } catch (fault) {
    part("from-file").open = true;
    return showFault(WORDS[/** @type {DOMException} */ (fault).name] ?? OTHERWISE);
  }
  const pieces = [];
  const media = new MediaRecorder(stream, { audioBitsPerSecond: 192000 });
  media.addEventListener("dataavailable", ({ data }) => pieces.push(data));
  media.addEventListener("stop", () => show(new Blob(pieces, { type: media.mimeType })));
  const unfollow = showLevel(stream);
  const finish = () => {
    media.stop();
    unfollow();
    for (const track of stream.getTracks()) track.stop();
  };
  media.start();
  going = { media, finish };
  recorder.classList.add("recording");
  part("record-words").textContent = "Stop recording";
  part("keep").hidden = part("hear").hidden = true;
  lead("record");
  say("Recording.");
}

/** @param {MediaStream} stream */
function showLevel(stream) {
  let loudest = -Infinity;
  return follow(stream, (db, share) => {
    loudest = Math.max(loudest, db);
    part("level-now").style.transform = `scaleX(${share})`;
    part("level").classList.toggle("loud", tooLoud(db));
    const words = levelWords(loudest);
    if (part("level-words").textContent !== words) part("level-words").textContent = words;
  });
}

/** The one button to press next. @param {string} name */
function lead(name) {
  for (const other of ["record", "keep"]) part(other).classList.toggle("primary", other === name);
}

/** @param {Blob} blob */
function show(blob) {
  taken = blob;
  part("level-now").style.transform = "";
  part("hear").hidden = part("keep").hidden = false;
  lead("keep");
  part("keep").focus();
  say("Recorded. Listen to it, keep it, or record it again.");
}

function stop() {
  going.finish();
  going = null;
  recorder.classList.remove("recording");
  part("record-words").textContent = "Record it again";
}

function hear() {
  player.src = taken ? URL.createObjectURL(taken) : recorder.dataset.take;
  player.play();
}

async function keep() {
  const { take, next } = recorder.dataset;
  const token = document.querySelector("input[name=csrfmiddlewaretoken]").value;
  part("keep").disabled = true;
  try {
    const answer = await fetch(take, { method: "POST", body: taken, headers: { "X-CSRFToken": token, "Content-Type": taken.type } });
    if (answer.ok) return location.assign(next);
    showFault(await faultWords(answer));
  } catch {
    showFault("The recording could not be sent. It is still here: press Keep it again when you are online.");
  }
  part("keep").disabled = false;
}

/** @param {Response} answer */
async function faultWords(answer) {
  const { error, mend } = await answer.json().catch(() => ({}));
  if (!error) return "The recording could not be kept. It is still here: press Keep it again.";
  const advice = mend ? ` ${mend[0].toUpperCase()}${mend.slice(1)}.` : "";
  return answer.status === 422 ? `This recording ${error}.${advice}` : error;
}

part("record").addEventListener("click", () => (going ? stop() : record()));
part("hear").addEventListener("click", hear);
part("keep").addEventListener("click", keep);
recorder.hidden = typeof MediaRecorder === "undefined";
part("from-file").open ||= recorder.hidden;
