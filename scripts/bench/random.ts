/** Spreads neighbouring seeds over all states: from small ones xorshift would begin with numbers near 0, alike for all of them. */
const GOLDEN = 0x9e3779b1;

/** Numbers from 0 to below 1 that are the same for the same seed (a 32-bit xorshift). */
export function random(seed: number): () => number {
  let state = Math.imul(seed, GOLDEN) || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 0x1_0000_0000;
  };
}
