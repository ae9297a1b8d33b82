/**
 * Sounds of the dispatch desk: only for whoever asked for them, short and quiet, and never the only sign of anything. What sounds is
 * decided here, purely; how is the player's work.
 */
import { needOf, type Need } from './lane-groups.ts';
import type { Strip } from './strips.ts';

export const SOUNDS = ['refused', 'overdue', 'claim-lost'] as const;
export type Sound = (typeof SOUNDS)[number];

const SOUND_OF: Partial<Record<Need, Sound>> = { refused: 'refused', lost: 'overdue' };

/** What happened since the last look: each case that came to need something new. Cases seen for the first time are silent. */
export function soundsBetween(
  before: ReadonlyMap<string, Need>,
  strips: readonly Strip[],
): Sound[] {
  const heard = new Set<Sound>();
  for (const strip of strips) {
    const need = needOf(strip);
    const was = before.get(strip.id);
    const sound = SOUND_OF[need];
    if (was !== undefined && was !== need && sound !== undefined) heard.add(sound);
  }
  return SOUNDS.filter((sound) => heard.has(sound));
}

export const needsOf = (strips: readonly Strip[]): Map<string, Need> =>
  new Map(strips.map((strip) => [strip.id, needOf(strip)]));

/** Tones in hertz, one after the other: falling for a refusal, level for a delay, rising for a lost claim. */
export const TONES: Record<Sound, readonly number[]> = {
  refused: [660, 440],
  overdue: [520, 520],
  'claim-lost': [440, 660],
};

export interface Player {
  play(tones: readonly number[]): void;
}

/** Made when somebody switches sounds on: a browser gives no sound before a person did something. */
export function audioPlayer(context: AudioContext): Player {
  const TONE_SECONDS = 0.16;
  const QUIET = 0.08;
  return {
    play(tones) {
      void context.resume();
      tones.forEach((hertz, n) => {
        const start = context.currentTime + n * TONE_SECONDS;
        const tone = context.createOscillator();
        const volume = context.createGain();
        tone.frequency.value = hertz;
        // Swells and fades, so that it does not click.
        volume.gain.setValueAtTime(0, start);
        volume.gain.linearRampToValueAtTime(QUIET, start + TONE_SECONDS / 4);
        volume.gain.linearRampToValueAtTime(0, start + TONE_SECONDS);
        tone.connect(volume).connect(context.destination);
        tone.start(start);
        tone.stop(start + TONE_SECONDS);
      });
    },
  };
}
