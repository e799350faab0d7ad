/**
 * A short low tone for a refusal: cashiers watch the goods, not the screen.
 */
let context: AudioContext | undefined;
let lastMs = -Infinity;

/** The same refusal may be heard of twice: as an outcome and on the ticket. */
const SAME_MS = 300;

/** Plays it, where the machine has sound. */
export function playRefusal(): void {
  const nowMs = performance.now();
  if (nowMs - lastMs < SAME_MS) return;
  lastMs = nowMs;
  try {
    context ??= new AudioContext();
    const oscillator = context.createOscillator();
    const gain = context.createGain();
    oscillator.type = 'square';
    oscillator.frequency.value = 180;
    gain.gain.setValueAtTime(0.06, context.currentTime);
    gain.gain.exponentialRampToValueAtTime(0.0001, context.currentTime + 0.28);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start();
    oscillator.stop(context.currentTime + 0.3);
  } catch {
    // A machine without sound shows the refusal all the same.
  }
}
