/**
 * Sounds of the desk, off until a person asks for them, and never the only sign. Each alarm is two short quiet tones of its own;
 * they are made here, no file is fetched. The player is handed in, so that what sounds can be told without a loudspeaker.
 */
import type { Alarm, Raised } from './alarms.ts';

/** One tone: hertz, and when it begins and how long it lasts, seconds. */
export interface Tone {
  frequency: number;
  start: number;
  length: number;
}

/** Falling, low, and the same twice: told apart without knowing the pitch. */
export const TONES: Record<Alarm, readonly Tone[]> = {
  refused: [
    { frequency: 660, start: 0, length: 0.14 },
    { frequency: 440, start: 0.18, length: 0.2 },
  ],
  'claim-lost': [
    { frequency: 330, start: 0, length: 0.14 },
    { frequency: 262, start: 0.18, length: 0.26 },
  ],
  overdue: [
    { frequency: 523, start: 0, length: 0.12 },
    { frequency: 523, start: 0.24, length: 0.12 },
  ],
};

/** Which alarm sounds when several are raised at once: one, the gravest. */
const GRAVEST: readonly Alarm[] = ['claim-lost', 'refused', 'overdue'];
export function soundOf(raised: readonly Pick<Raised, 'alarm'>[]): Alarm | null {
  return GRAVEST.find((alarm) => raised.some((one) => one.alarm === alarm)) ?? null;
}

export interface Player {
  play: (tones: readonly Tone[]) => void;
  /** A browser lets nothing sound before a key or a press: call it then. */
  wake: () => Promise<void>;
  close: () => void;
}

/** Of full scale: a tone beside a conversation, not over it. */
const LOUDNESS = 0.06;
/** Seconds in which a tone comes and goes, so that it does not click. */
const EDGE = 0.015;

/** Tones through Web Audio. `open` makes the context: only ever called once somebody asked for sound. */
export function webPlayer(open: () => AudioContext): Player {
  let context: AudioContext | null = null;
  const opened = () => (context ??= open());
  return {
    async wake() {
      const here = opened();
      if (here.state === 'suspended') await here.resume();
    },
    play(tones) {
      const here = opened();
      // Not woken yet: an alarm that sounds minutes later would be a lie.
      if (here.state !== 'running') return;
      for (const { frequency, start, length } of tones) {
        const [from, to] = [here.currentTime + start, here.currentTime + start + length];
        const tone = here.createOscillator();
        const gain = here.createGain();
        tone.frequency.value = frequency;
        gain.gain.setValueAtTime(0, from);
        gain.gain.linearRampToValueAtTime(LOUDNESS, from + EDGE);
        gain.gain.setValueAtTime(LOUDNESS, to - EDGE);
        gain.gain.linearRampToValueAtTime(0, to);
        tone.connect(gain).connect(here.destination);
        tone.start(from);
        tone.stop(to);
      }
    },
    close() {
      void context?.close();
      context = null;
    },
  };
}
