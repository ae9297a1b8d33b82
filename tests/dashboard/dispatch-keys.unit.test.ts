import { describe, expect, it } from 'vitest';
import { FINDING_CODES, THREATS } from '#domain/words.ts';
import { VITAL_FLAG_NAMES, VITAL_NUMBER_NAMES } from '#lib/dispatch/draft.ts';
import { OVERRIDE_REASONS } from '#domain/words.ts';
import {
  actionOf,
  BINDINGS,
  capsOfCommand,
  isCharacterKey,
  KEY_GROUPS,
  type Pressed,
} from '#lib/dispatch/keys.ts';
import { bandOfYears, leavesField, SAID_BY } from '#lib/dispatch/patient-keys.ts';
import { reasonBy, reasonLetter } from '#lib/dispatch/reason-keys.ts';

const press = (key: string, over: Partial<Pressed> = {}): Pressed => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...over,
});

describe('the keys of the desk', () => {
  it('mean one thing each', () => {
    const keys = BINDINGS.map(({ key, ctrl }) => `${ctrl === true ? 'ctrl ' : ''}${key}`);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it('reach every finding, vital sign and threat, and keep n free of findings', () => {
    const reached = BINDINGS.flatMap(({ action }) =>
      action.act === 'finding'
        ? [action.code]
        : action.act === 'threat'
          ? [action.threat]
          : action.act === 'vital' || action.act === 'flag'
            ? [action.name]
            : [],
    );
    expect([...reached].sort()).toEqual(
      [...FINDING_CODES, ...THREATS, ...VITAL_NUMBER_NAMES, ...VITAL_FLAG_NAMES].sort(),
    );
    expect(actionOf(press('n'))?.action).toEqual({ act: 'desk', command: 'new' });
  });

  it('say yes alone and no with Shift', () => {
    expect(actionOf(press('k'))).toEqual({ action: { act: 'finding', code: 'pelvis' }, to: 'yes' });
    expect(actionOf(press('K', { shiftKey: true }))?.to).toBe('no');
  });

  it('find a digit with Shift by its place, whatever sign the keyboard says', () => {
    const pressed = press('%', { code: 'Digit5', shiftKey: true });
    expect(actionOf(pressed)).toEqual({
      action: { act: 'finding', code: 'crushed-limb' },
      to: 'no',
    });
  });

  it('find the question mark and the slash wherever they are', () => {
    expect(actionOf(press('?', { code: 'Comma', shiftKey: true }))?.action).toMatchObject({
      command: 'all-keys',
    });
    expect(actionOf(press('/', { code: 'Digit7', shiftKey: true }))?.action).toMatchObject({
      command: 'place',
    });
  });

  it('leave the browser its own', () => {
    expect(actionOf(press('k', { ctrlKey: true }))).toBeNull();
    expect(actionOf(press('k', { altKey: true }))).toBeNull();
    expect(actionOf(press('Enter', { ctrlKey: true }))?.action).toMatchObject({
      command: 'decide-other',
    });
  });

  it('can be told apart from letters, which a person can switch off', () => {
    expect(isCharacterKey(press('k'))).toBe(true);
    expect(isCharacterKey(press('Enter'))).toBe(false);
  });

  it('find the signs of the desk wherever the keyboard has them, and never a dead key', () => {
    expect(actionOf(press('=', { code: 'Digit0', shiftKey: true }))?.action).toMatchObject({
      command: 'compare',
    });
    expect(actionOf(press(']', { code: 'Digit9' }))?.action).toMatchObject({
      command: 'next-case',
    });
    const dead = ["'", '"', '`', '~', '^'];
    expect(BINDINGS.filter(({ key }) => dead.includes(key))).toEqual([]);
  });

  it('stand in the order in which crews report', () => {
    expect(Object.keys(KEY_GROUPS)).toEqual([
      'desk',
      'patient',
      'threats',
      'mechanism',
      'injuries',
      'vitals',
      'treatment',
      'risks',
    ]);
  });

  it('are shown from the same table', () => {
    expect(capsOfCommand('decide-other')).toEqual(['Ctrl', '↵']);
    expect(capsOfCommand('compare')).toEqual(['=']);
  });
});

const plain = { ctrlKey: false, metaKey: false, altKey: false };

describe("the keys in the patient's fields", () => {
  it('say the urgency by its digit, B by its letter, unknown by a space', () => {
    expect(['0', '1', '2', 'b', ' '].map((key) => SAID_BY[key])).toEqual([
      'A0',
      'A1',
      'A2',
      'B',
      null,
    ]);
    expect(SAID_BY['7']).toBeUndefined();
  });

  it('make a band of the years, and of nonsense nothing', () => {
    const bands = ['0', '1', '4', '5', '9', '10', '15', '16', '64', '65', '79', '80', '104'];
    expect(bands.map(bandOfYears)).toEqual([
      '0',
      '1-4',
      '1-4',
      '5-9',
      '5-9',
      '10-15',
      '10-15',
      '16-64',
      '16-64',
      '65-79',
      '65-79',
      '80+',
      '80+',
    ]);
    expect(['', '340', '-1', 'x'].map(bandOfYears)).toEqual([null, null, null, null]);
  });

  it('leave by Enter and Escape, pass on a key of the desk, and leave the rest to the field', () => {
    expect(leavesField({ key: 'Enter', ...plain }, /^[a-z]$/)).toBe('here');
    expect(leavesField({ key: 'Escape', ...plain }, /^[a-z]$/)).toBe('here');
    expect(leavesField({ key: 'k', ...plain }, /^[a-z]$/)).toBe('on');
    expect(leavesField({ key: 'ArrowDown', ...plain }, /^[a-z]$/)).toBeNull();
    expect(leavesField({ key: 'k', ...plain, ctrlKey: true }, /^[a-z]$/)).toBeNull();
  });
});

describe('the letters of the reasons', () => {
  it('are one each, and lead back to their reason', () => {
    const letters = OVERRIDE_REASONS.map(reasonLetter);
    expect(new Set(letters).size).toBe(OVERRIDE_REASONS.length);
    expect(letters.map(reasonBy)).toEqual([...OVERRIDE_REASONS]);
    expect(reasonBy('?')).toBeNull();
  });
});
