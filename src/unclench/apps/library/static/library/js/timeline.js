// Reads a session's manifest: what is said and done at a moment, and the same moment in another fitting of it.

/**
 * @typedef {{start_ms: number, end_ms: number}} Stretch
 * @typedef {Stretch & {group: string | null, kind: string}} Phase
 * @typedef {Stretch & {group: string | null, text: string}} Cue
 * @typedef {{id: string, name: string, mode: string}} Group
 * @typedef {{duration_ms: number, groups: Group[], phases: Phase[], cues: Cue[]}} Manifest
 */

/**
 * The stretch going on at a moment.
 * @template {Stretch} T
 * @param {T[]} stretches @param {number} ms
 * @returns {T | undefined}
 */
export function during(stretches, ms) {
  return stretches.find(({ start_ms, end_ms }) => start_ms <= ms && ms < end_ms);
}

/**
 * The last thing said up to a moment: it stays on the screen through the silence after it.
 * @param {Cue[]} cues @param {number} ms
 */
export function lastSaid(cues, ms) {
  return cues.findLast(({ start_ms }) => start_ms <= ms);
}

/**
 * Where a moment of one fitting lies in another: in the same phase of the same group where there is one,
 * else as far along as before.
 * @param {Manifest | null} from @param {Manifest} to @param {number} ms
 */
export function samePlace(from, to, ms) {
  const phase = from && during(from.phases, ms);
  const twins = phase ? to.phases.filter(({ group, kind }) => group === phase.group && kind === phase.kind) : [];
  if (!from || !phase || !twins.length) return from ? (ms / from.duration_ms) * to.duration_ms : ms;
  const nth = from.phases.filter((other) => other.group === phase.group && other.kind === phase.kind).indexOf(phase);
  const twin = twins[Math.min(nth, twins.length - 1)];
  const share = (ms - phase.start_ms) / (phase.end_ms - phase.start_ms);
  return twin.start_ms + share * (twin.end_ms - twin.start_ms);
}

/** Seconds as people read them on a clock. @param {number} seconds */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds + 0.001));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Seconds as people say them. @param {number} seconds */
export function spokenClock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60];
  const parts = [];
  if (minutes) parts.push(`${minutes} minute${minutes === 1 ? "" : "s"}`);
  if (rest || !minutes) parts.push(`${rest} second${rest === 1 ? "" : "s"}`);
  return parts.join(" ");
}
