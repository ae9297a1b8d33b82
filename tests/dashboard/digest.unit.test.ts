import { describe, expect, it } from 'vitest';
import { Digest, QUIET_MS } from '#lib/shell/digest.ts';

const AT = 1_000_000;

describe('what a screen reader is told', () => {
  it('is nothing while nothing happens, and nothing of what is only counted', () => {
    const digest = new Digest();
    expect(digest.take(AT)).toBeNull();
    digest.count();
    expect(digest.take(AT)).toBeNull();
  });

  it('names the last stops, newest first, and counts the rest', () => {
    const digest = new Digest();
    digest.name('LUMC', 'presentatiestop tot 14:30');
    digest.name('Haga', 'presentatiestop voorbij');
    digest.name('Reinier de Graaf', 'dreigende stop tot 15:00');
    digest.count();
    expect(digest.take(AT)).toEqual({
      named: ['Reinier de Graaf: dreigende stop tot 15:00', 'Haga: presentatiestop voorbij'],
      others: 2,
    });
    expect(digest.take(AT + QUIET_MS)).toBeNull();
  });

  it('speaks once in a while: what comes meanwhile waits and is merged', () => {
    const digest = new Digest();
    digest.name('LUMC', 'a');
    expect(digest.take(AT)?.named).toEqual(['LUMC: a']);
    digest.name('LUMC', 'b');
    expect(digest.take(AT + QUIET_MS - 1)).toBeNull();
    digest.name('LUMC', 'c');
    expect(digest.take(AT + QUIET_MS)).toEqual({ named: ['LUMC: c'], others: 0 });
  });
});
