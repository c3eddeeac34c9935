const TONES = [880, 660];
const TONE_SECONDS = 0.18;

/** Two short tones, made by the browser itself; silent where it refuses sound before a touch. */
export function ring(): void {
  const context = new AudioContext();
  TONES.forEach((tone, at) => {
    const [oscillator, volume] = [context.createOscillator(), context.createGain()];
    oscillator.frequency.value = tone;
    volume.gain.value = 0.15;
    oscillator.connect(volume).connect(context.destination);
    oscillator.start(context.currentTime + at * TONE_SECONDS);
    oscillator.stop(context.currentTime + (at + 1) * TONE_SECONDS);
  });
  setTimeout(() => void context.close(), TONES.length * TONE_SECONDS * 1000 + 200);
}
