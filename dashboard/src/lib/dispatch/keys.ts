/**
 * The keys of the dispatch desk, once: the handler, the marks beside the findings and the overview all read this table.
 * A key alone is yes, Shift and the key is no. `n` is kept free of findings.
 */
import type { FindingCode, Threat } from '#domain/words.ts';
import type { VitalFlagName, VitalNumberName } from './draft.ts';

export type DeskCommand =
  | 'new'
  | 'place'
  | 'up'
  | 'down'
  | 'open'
  | 'close'
  | 'decide'
  | 'decide-other'
  | 'compare'
  | 'reason'
  | 'previous-case'
  | 'next-case'
  | 'next-part'
  | 'back'
  | 'all-keys';

/** Fields of the patient that a key leads to. */
export type PatientField = 'urgency' | 'age' | 'sex';

export type KeyAction =
  | { act: 'desk'; command: DeskCommand }
  | { act: 'threat'; threat: Threat }
  | { act: 'crew' }
  | { act: 'field'; name: PatientField }
  | { act: 'vital'; name: VitalNumberName }
  | { act: 'flag'; name: VitalFlagName }
  | { act: 'finding'; code: FindingCode };

export interface Binding {
  /** As `KeyboardEvent.key` in lower case. A digit also answers to its own place on the keyboard, so that Shift works. */
  key: string;
  ctrl?: boolean;
  /** What stands on the key cap. */
  cap: string;
  action: KeyAction;
}

const desk = (key: string, cap: string, command: DeskCommand, ctrl = false): Binding => ({
  key,
  cap,
  ...(ctrl ? { ctrl } : {}),
  action: { act: 'desk', command },
});
const letter = (key: string, action: KeyAction): Binding => ({ key, cap: key, action });
const found = (key: string, code: FindingCode) => letter(key, { act: 'finding', code });

export const DESK_KEYS: readonly Binding[] = [
  desk('n', 'n', 'new'),
  desk('/', '/', 'place'),
  desk('arrowup', '↑', 'up'),
  desk('arrowdown', '↓', 'down'),
  desk('arrowright', '→', 'open'),
  desk('arrowleft', '←', 'close'),
  desk('enter', '↵', 'decide'),
  desk('enter', '↵', 'decide-other', true),
  desk('-', '-', 'reason'),
  desk('=', '=', 'compare'),
  desk('[', '[', 'previous-case'),
  desk(']', ']', 'next-case'),
  desk('f6', 'F6', 'next-part'),
  desk('escape', 'Esc', 'back'),
  desk('?', '?', 'all-keys'),
];
/** Signs that no keyboard in Dutch use makes a dead key. */
export const PATIENT_KEYS: readonly Binding[] = [
  letter('.', { act: 'field', name: 'urgency' }),
  letter(';', { act: 'field', name: 'age' }),
  letter('\\', { act: 'field', name: 'sex' }),
];
export const THREAT_KEYS: readonly Binding[] = [
  letter('1', { act: 'threat', threat: 'airway' }),
  letter('2', { act: 'threat', threat: 'arrest' }),
  letter('3', { act: 'threat', threat: 'exsanguination' }),
  letter('4', { act: 'crew' }),
];
export const VITAL_KEYS: readonly Binding[] = [
  letter('b', { act: 'vital', name: 'systolicBloodPressure' }),
  letter('s', { act: 'vital', name: 'spo2' }),
  letter('h', { act: 'vital', name: 'heartRate' }),
  letter('a', { act: 'vital', name: 'respiratoryRate' }),
  letter('e', { act: 'vital', name: 'gcs' }),
  letter('p', { act: 'flag', name: 'pupilsUnequal' }),
  letter('m', { act: 'vital', name: 'gcsMotor' }),
];
export const INJURY_KEYS: readonly Binding[] = [
  found('k', 'pelvis'),
  found('t', 'chest-wall'),
  found('f', 'two-long-bones'),
  found('d', 'penetrating'),
  found('w', 'spinal-deficit'),
  found('u', 'skull-fracture'),
  found('c', 'amputation'),
  found('5', 'crushed-limb'),
];
/** What the crew did or had to do. */
export const TREATMENT_KEYS: readonly Binding[] = [
  letter('o', { act: 'flag', name: 'onOxygen' }),
  found('6', 'respiratory-distress'),
  found('g', 'severe-bleeding'),
];
export const MECHANISM_KEYS: readonly Binding[] = [
  found('i', 'intrusion-or-entrapment'),
  found('x', 'ejection'),
  found('y', 'death-same-vehicle'),
  found('j', 'rider-separated'),
  found('z', 'pedestrian-thrown'),
  found('v', 'fall-over-3m'),
  found('7', 'child-unrestrained'),
  found('8', 'telemetry'),
];
export const RISK_KEYS: readonly Binding[] = [
  found('l', 'anticoagulants'),
  found('q', 'pregnant-over-20-weeks'),
  found('r', 'burns'),
  found('9', 'low-fall-head-impact'),
  found('0', 'suspected-abuse'),
  found(',', 'special-resources'),
];

/** In the order of the panel, which is the order in which crews report: docs/decisions/0007. */
export const KEY_GROUPS = {
  desk: DESK_KEYS,
  patient: PATIENT_KEYS,
  threats: THREAT_KEYS,
  mechanism: MECHANISM_KEYS,
  injuries: INJURY_KEYS,
  vitals: VITAL_KEYS,
  treatment: TREATMENT_KEYS,
  risks: RISK_KEYS,
} as const satisfies Record<string, readonly Binding[]>;
export type KeyGroup = keyof typeof KEY_GROUPS;

export const BINDINGS: readonly Binding[] = Object.values(KEY_GROUPS).flat();

/** What we read of a keyboard event. */
export interface Pressed {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** The key that was meant: with Shift a digit or a comma says another sign, its place on the keyboard stays. */
function meant({ key, code, shiftKey }: Pressed): string {
  if (shiftKey) {
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
    if (digit !== undefined) return digit;
    if (code === 'Comma') return ',';
  }
  return key.toLowerCase();
}

/** Said by their own sign, wherever the keyboard has them, with Shift or without. */
const OWN_SIGNS: readonly string[] = ['?', '/', '.', ';', '\\', '=', '-', '[', ']'];

/** What a press asks for; null when it is not ours. `to` is no with Shift. */
export function actionOf(pressed: Pressed): { action: KeyAction; to: 'yes' | 'no' } | null {
  if (pressed.altKey) return null;
  const ctrl = pressed.ctrlKey || pressed.metaKey;
  const direct = pressed.key.toLowerCase();
  const find = (key: string) =>
    BINDINGS.find((one) => one.key === key && (one.ctrl ?? false) === ctrl);
  const binding = OWN_SIGNS.includes(direct) ? find(direct) : find(meant(pressed));
  if (binding === undefined) return null;
  return { action: binding.action, to: pressed.shiftKey ? 'no' : 'yes' };
}

/** Letters, digits and signs alone: what a person can switch off (WCAG 2.1.4). */
export function isCharacterKey({ key }: Pick<Pressed, 'key'>): boolean {
  return key.length === 1;
}

const capBy = (matches: (action: KeyAction) => boolean) =>
  BINDINGS.find(({ action }) => matches(action))?.cap ?? '';
/** The cap that is held down with another; each language names it. */
export const CONTROL = 'Ctrl';
/** The caps that are pressed together for a command of the desk. */
export function capsOfCommand(command: DeskCommand): string[] {
  const binding = DESK_KEYS.find(
    ({ action }) => action.act === 'desk' && action.command === command,
  );
  if (binding === undefined) return [];
  return binding.ctrl === true ? [CONTROL, binding.cap] : [binding.cap];
}
export const capOfFinding = (code: FindingCode) =>
  capBy((action) => action.act === 'finding' && action.code === code);
export const capOfVital = (name: VitalNumberName | VitalFlagName) =>
  capBy((action) => (action.act === 'vital' || action.act === 'flag') && action.name === name);
export const capOfThreat = (threat: Threat) =>
  capBy((action) => action.act === 'threat' && action.threat === threat);
export const capOfField = (name: PatientField) =>
  capBy((action) => action.act === 'field' && action.name === name);
export const capOfCrew = capBy((action) => action.act === 'crew');
