// Shows how loud the microphone is: a bar for the eye, and words for those who cannot see it.

const FLOOR_DB = -60;
const TOO_LOUD_DB = -3;
const TOO_QUIET_DB = -38;

/** @param {Float32Array} samples */
const peakDb = (samples) => 20 * Math.log10(Math.max(1e-6, ...samples.map(Math.abs)));

/**
 * Follow a microphone until the returned function is called.
 * @param {MediaStream} stream
 * @param {(db: number, share: number) => void} show called about as often as the screen is drawn
 */
export function follow(stream, show) {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 2048;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let frame = 0;
  const step = () => {
    analyser.getFloatTimeDomainData(samples);
    const db = peakDb(samples);
    show(db, Math.min(1, Math.max(0, 1 - db / FLOOR_DB)));
    frame = requestAnimationFrame(step);
  };
  step();
  return () => {
    cancelAnimationFrame(frame);
    context.close();
  };
}

/** What the loudest moment so far means. @param {number} db */
export function levelWords(db) {
  if (db > TOO_LOUD_DB) return "Too loud: move a little away.";
  if (db < TOO_QUIET_DB) return "Quiet so far: come a little nearer.";
  return "Good level.";
}

/** @param {number} db */
export const tooLoud = (db) => db > TOO_LOUD_DB;
