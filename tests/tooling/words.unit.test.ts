import { describe, expect, it } from 'vitest';
import { unusedIn } from '../../scripts/check/unused-words.ts';
import { wordsIn } from '../../scripts/check/words.ts';

const words = (text: string, file = 'A.svelte'): string[] =>
  wordsIn(file, text).map(({ line, what }) => `${line} ${what}`);

describe('the scan for words outside the dictionary', () => {
  it('names text between tags, also as an arm of a choice', () => {
    expect(words("<p>\n  Opslaan</p>\n<b>{on ? t.yes : 'nee'}</b>")).toEqual([
      '2 words in the page: Opslaan',
      '3 words in the page: nee',
    ]);
  });

  it('names what is read out or shown by name', () => {
    const page = `<button aria-label="Sluiten" title={shut ? 'Dicht' : t.open}>×</button>
<input placeholder="zoek" /><img alt={\`foto van \${name}\`} />
<Field label="Naam" hint={t.hint} kind="text" />`;
    expect(words(page)).toEqual([
      '1 words in aria-label: Sluiten',
      '1 words in title: Dicht',
      '2 words in placeholder: zoek',
      '2 words in alt: foto van',
      '3 words in label: Naam',
    ]);
  });

  it('lets words of the dictionary, signs, numbers, entities and what only the machine reads pass', () => {
    const page = `<script>const code = 'abc';</script>
<p class="wide" id="x">{t.title} · {4} / 12&nbsp;– × %</p>
{#if state === 'open'}<Dialog kind="wide" />{/if}
<!-- een opmerking -->
<style>p { color: var(--ink) }</style>`;
    expect(words(page)).toEqual([]);
  });

  it('names numbers and dates that are formatted outside the one place for it', () => {
    expect(words('new Intl.NumberFormat();\nx.toLocaleDateString();', 'a.ts')).toEqual([
      '1 formatted outside dashboard/src/lib/words/format.ts: NumberFormat',
      '2 formatted outside dashboard/src/lib/words/format.ts: toLocaleDateString',
    ]);
    expect(words('new Intl.NumberFormat();', 'dashboard/src/lib/words/format.ts')).toEqual([]);
  });
});

describe('the scan for words that nobody says', () => {
  const dictionary = {
    map: { title: 'Kaart', close: 'Sluiten', kind: { icu: 'IC', ed: 'SEH' }, gone: 'weg' },
    board: { title: 'Regio', sums: { all: 'alles', none: 'niets' } },
  };
  const unused = (text: string, file = 'A.svelte') => unusedIn(dictionary, [{ file, text }]);

  it('follows a name that holds a part, and one that is derived from it', () => {
    const page = `<script lang="ts">
  let t = $derived(words.t.map);
  const { all } = words.t.board.sums;
  let sums = $derived(words.t.board.sums);
</script>
<h1 title={t.close.toUpperCase()}>{t.title}</h1>{sums.none}`;
    expect(unused(page)).toEqual([
      'map.kind.icu',
      'map.kind.ed',
      'map.gone',
      'board.title',
      'board.sums.all',
    ]);
  });

  it('takes a part that is looked up by a computed key or handed on as said in whole', () => {
    const page = `<script lang="ts">let t = $derived(words.t.map);</script>
{t.kind[kind]}<Sums words={words.t.board.sums} />`;
    expect(unused(page)).toEqual(['map.title', 'map.close', 'map.gone', 'board.title']);
  });

  it('follows parameters of the type of the dictionary, and areas picked from it', () => {
    const code = `export const a = (t: Words['map']) => t.gone;
export const b = ({ board }: Pick<Words, 'board'>) => board.title;
export const c = (say: Say) => say.words.map.close;`;
    expect(unused(code, 'a.ts')).toEqual([
      'map.title',
      'map.kind.icu',
      'map.kind.ed',
      'board.sums.all',
      'board.sums.none',
    ]);
  });

  it('does not take another thing of the same name, or a comment, for the dictionary', () => {
    const code = `// words.t.map.title
const t = something; t.close; page.title;`;
    expect(unused(code, 'a.ts')).toHaveLength(8);
  });
});
