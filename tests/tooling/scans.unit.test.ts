import { describe, expect, it } from 'vitest';
import { findLongFiles, MOST_LINES, tooLong } from '../../scripts/check/lines.ts';
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
      '1 colour #ff0000',
    ]);
  });

  it('reads expressions in styles: either arm of a choice, the fixed part of a template', () => {
    const component = `<p style:width={wide ? '3px' : 'auto'}>x</p>
<p style={\`margin: 4px; inset: \${a}px\`}>x</p>
<p style='color: red'>x</p>
<p style:left="{at}px">x</p>`;
    expect(literals('A.svelte', component)).toEqual(['1 size 3px', '2 size 4px', '3 colour red']);
  });

  it('names colours of a drawing, and sizes of what holds it, but no number in its own grid', () => {
    const component = `<svg width="24" viewBox="0 0 16 16"><path fill="red" stroke={on ? '#fff' : 'none'} />
<rect x="3" width="4" stroke-width="1.5" fill="currentColor" stroke="none" /></svg>
<Bell size={16} /><Bell strokeWidth="3" />
<canvas height="200"></canvas>`;
    expect(literals('A.svelte', component)).toEqual([
      '1 size 24',
      '1 colour red',
      '1 colour #fff',
      '3 size 3',
      '3 size of an icon',
      '4 size 200',
    ]);
  });

  it('names what is handed to a map, a canvas, a chart and a floating part', () => {
    const code = `L.circle(at, { radius: 5, weight: 2, dashArray: '4 4', color: 'red' });
pen.font = '12px Plex';
pen.lineWidth = 2;
pen.fillStyle = 'white';
pen.setLineDash([4, 2]);
element.style.width = \`\${2}px 3px\`;`;
    expect(literals('a.ts', code)).toEqual([
      '1 colour red',
      '1 size radius: 5',
      '1 size weight: 2',
      "1 size dashArray: '4",
      '2 size 12px',
      '3 size .lineWidth = 2',
      '4 colour white',
      '5 size .setLineDash([4',
      '6 size 3px',
    ]);
    expect(literals('A.svelte', '<Popover.Content sideOffset={4}>x</Popover.Content>')).toEqual([
      '1 size sideOffset={4',
    ]);
  });

  it('names the sizes of a chart only where charts are made', () => {
    const options = `const series = { width: 2, size: 30 };`;
    expect(literals('a.ts', options)).toEqual([]);
    expect(literals('a.ts', `import uPlot from 'uplot';\n${options}`)).toEqual([
      '2 size width: 2',
      '2 size size: 30',
    ]);
  });

  it('names a movement with a time of its own, and lets one with a token pass', () => {
    const component = `<p transition:fade={{ duration: 200 }}>x</p>
<p in:fly={{ duration: time }}>x</p>`;
    expect(literals('A.svelte', component)).toEqual(['1 duration of a movement']);
  });

  it('lets the domain say that a criterion is red', () => {
    expect(literals('a.ts', "const marked = { colour: 'red' }; const at = '#content';")).toEqual(
      [],
    );
  });

  it('passes over comments', () => {
    expect(literals('a.css', '/* 3px red */ a { margin: 0 }')).toEqual([]);
    expect(literals('a.ts', "// '3px'\n/* color: 'red' */")).toEqual([]);
    expect(literals('A.svelte', '<!-- 3px --><p>x</p>')).toEqual([]);
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

describe('the scan for long files', () => {
  const lines = (count: number) => 'x\n'.repeat(count);

  it('says how long a file is from the first line too many', () => {
    expect(tooLong('a.ts', lines(MOST_LINES))).toEqual([]);
    expect(tooLong('a.ts', lines(MOST_LINES).trimEnd())).toEqual([]);
    expect(tooLong('a.ts', lines(MOST_LINES + 1))).toEqual([
      { file: 'a.ts', line: 401, what: '401 lines, at most 400' },
    ]);
  });

  it('lets pass what says at its head that a program wrote it, and not what says so further down', () => {
    const said = '/** This file was auto-generated by a tool. */\n';
    expect(tooLong('a.ts', said + lines(500))).toEqual([]);
    expect(tooLong('a.ts', lines(500) + said)).toHaveLength(1);
  });

  it('reads sources and no data, dictionaries or migrations', () => {
    // None of these is opened: a file that is not there would throw.
    const passed = [
      'seed/data/a.json',
      'a.png',
      'dashboard/src/lib/words/nl/a.ts',
      'db/migrations/a.sql',
    ];
    expect(findLongFiles(passed)).toEqual([]);
    expect(() => findLongFiles(['dashboard/src/lib/words/a.ts'])).toThrow();
  });
});
