import { describe, expect, it } from 'vitest';
import { literalsIn } from '../../scripts/check/literals.ts';
import { tracesIn } from '../../scripts/check/traces.ts';

const breakpoints = new Set(['640px']);
const literals = (file: string, text: string): string[] =>
  literalsIn(file, text, breakpoints).map(({ line, what }) => `${line} ${what}`);

describe('the scan for literals outside the tokens file', () => {
  it('names sizes, durations and colours of a style sheet with their line', () => {
    const css =
      '.a {\n  margin: 0 3px;\n  transition: all 200ms;\n  color: red;\n  fill: #abc;\n}\n';
    expect(literals('a.css', css)).toEqual([
      '2 size 3px',
      '3 size 200ms',
      '4 colour red',
      '5 colour #abc',
    ]);
  });

  it('lets tokens, shares, numbers without a unit and the size of the text itself pass', () => {
    const css = `.a { margin: 0; width: 50%; flex: 1 1 0; height: 1em; color: var(--ink); max-width: 60ch;
      background: transparent; border-color: currentColor; min-height: 100dvh; grid-area: red; }`;
    expect(literals('a.css', css)).toEqual([]);
  });

  it('reads style blocks, style attributes and style directives of a component, and not its markup', () => {
    const component = `{#if fed}<a href="#bad" title="3px red">x</a>{/if}
<p style="margin: 3px">x</p>
<p style:width="4px">x</p>
<style>
  p { background: white }
</style>`;
    expect(literals('A.svelte', component).sort()).toEqual([
      '2 size 3px',
      '3 size 4px',
      '5 colour white',
    ]);
  });

  it('lets a media query name a breakpoint of the tokens and no other size', () => {
    const css =
      '@media (max-width: 640px) { a { margin: 0 } }\n@media (max-width: 641px) { a { margin: 0 } }';
    expect(literals('a.css', css)).toEqual(['2 breakpoint 641px']);
  });

  it('names quoted colours in code', () => {
    expect(literals('a.ts', "const a = '#ff0000';\nconst b = '#lib/x';")).toEqual([
      "1 colour '#ff0000'",
    ]);
  });

  it('passes over comments', () => {
    expect(literals('a.css', '/* 3px red */ a { margin: 0 }')).toEqual([]);
  });
});

describe('the scan for traces of a machine', () => {
  // Put together here, so that the scan does not object to its own test.
  const folder = (name: string): string => `/${name}/somebody/file`;

  it('names working folders of people and machines', () => {
    for (const name of ['home', 'root', 'Users', 'work', 'tmp']) {
      expect(tracesIn('a.ts', `x\nopen('${folder(name)}')`)).toMatchObject([{ line: 2 }]);
    }
  });

  it('lets relative paths and addresses pass', () => {
    expect(
      tracesIn('a.ts', `'./home/x' '..${folder('root')}' 'https://example.org${folder('home')}'`),
    ).toEqual([]);
  });

  it('names registries and the places of packages', () => {
    expect(tracesIn('a', `https://registry.${'npmjs'}.org/`)).toHaveLength(1);
    expect(tracesIn('a', `"resolved": "${'http'}s://example.org/x.tgz"`)).toHaveLength(1);
  });
});
