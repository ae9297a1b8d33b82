/** The help: every topic stands on a page, and says the same amount in both languages. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { helpTopics, WITH_RULES } from '#lib/words/help-topics.ts';
import { nl } from '#lib/words/nl/index.ts';

const source = join(import.meta.dirname, '../../dashboard/src');
const placed = new Set(
  readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.svelte') && !file.includes('gallery'))
    .map((file) => readFileSync(join(source, file), 'utf8'))
    .flatMap((text) => [...text.matchAll(/<Help\s+topic=(?:"(\w+)"|\{([^}]*)\})/g)])
    .flatMap(([, name, choice = '']) => [name, ...(choice.match(/(?<=')\w+(?=')/g) ?? [])]),
);
const topics = Object.keys(nl.help.titles) as (keyof typeof nl.help.titles)[];

describe('the help', () => {
  it('stands on a page for every topic', () => {
    expect(topics.filter((topic) => !placed.has(topic))).toEqual([]);
  });

  it('says where every figure comes from, and fits a phone', () => {
    for (const topic of topics) {
      const [dutch, english] = [helpTopics.nl[topic], helpTopics.en[topic]];
      expect(english.meaning).toHaveLength(dutch.meaning.length);
      expect(dutch.source).not.toBe('');
      const letters = [...dutch.meaning, dutch.source].join('').length;
      expect(letters, topic).toBeLessThanOrEqual(620);
    }
  });

  it('leads to the rules only from topics that there are', () => {
    expect([...WITH_RULES].filter((topic) => !topics.includes(topic))).toEqual([]);
  });
});
