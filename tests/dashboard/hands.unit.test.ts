import { describe, expect, it } from 'vitest';
import { CALM_MS, Hands } from '#lib/renewal/hands.ts';

const field = (value: string, isConnected = true) => ({ value, isConnected });

describe('hands on a page', () => {
  it('are those that touched it a moment ago', () => {
    const hands = new Hands();
    expect(hands.on(1_000, false)).toBe(false);
    hands.touched(1_000);
    expect(hands.on(1_000 + CALM_MS - 1, false)).toBe(true);
    expect(hands.on(1_000 + CALM_MS, false)).toBe(false);
    expect(hands.on(1_000 + CALM_MS, true)).toBe(true);
  });

  it('are full while a field holds what was typed, and no longer once it was sent, taken away or left', () => {
    const hands = new Hands();
    const note = { ...field('half a note') };
    hands.edited(note);
    expect(hands.full).toBe(true);
    note.value = '';
    expect(hands.full).toBe(false);
    hands.edited(field('of a form that is gone', false));
    expect(hands.full).toBe(false);
    hands.edited(field('typed'));
    hands.moved();
    expect(hands.full).toBe(false);
  });

  it('are full while a desk holds work of its own', () => {
    const hands = new Hands();
    let open = true;
    const stop = hands.hold(() => open);
    expect(hands.on(CALM_MS * 10, false)).toBe(true);
    open = false;
    expect(hands.full).toBe(false);
    open = true;
    stop();
    expect(hands.full).toBe(false);
  });
});
