import { describe, expect, it } from 'vitest';
import { FINDING_CODES, THREATS } from '#domain/words.ts';
import { VITAL_FLAG_NAMES, VITAL_NUMBER_NAMES } from '#lib/dispatch/draft.ts';
import { actionOf, BINDINGS, isCharacterKey, type Pressed } from '#lib/dispatch/keys.ts';

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

  it('find the signs of the desk wherever the keyboard has them', () => {
    expect(actionOf(press('=', { code: 'Digit0', shiftKey: true }))?.action).toMatchObject({
      command: 'compare',
    });
    expect(actionOf(press(']', { code: 'Digit9' }))?.action).toMatchObject({
      command: 'next-case',
    });
  });
});
