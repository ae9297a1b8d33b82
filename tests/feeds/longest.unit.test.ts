/**
 * What is as long as a door lets it be is read in a moment: none of it may cost the square of its length, for one such message would
 * stop the server for everybody. The time is some hundred times what reading takes, and a tenth of what such a cost takes.
 */
import { describe, expect, it } from 'vitest';
import { placesOfCsv } from '../../server/api/place-csv.ts';
import { MOST_BODY_BYTES, MOST_FEED_BYTES } from '../../server/api/parts.ts';
import { MOST_XML_BYTES, parseXml } from '../../server/feeds/core/xml.ts';
import { readTable } from '../../server/feeds/csv/read.ts';

const SOON = { timeout: 10_000 };
const HEAD = 'facility;unit;staffed;occupied;available;status;reason;validUntil;observedAt\n';
const PLACES = 'pointOfCare;room;bed;unit\n';
const filled = (part: string, bytes: number) => part.repeat(Math.floor(bytes / part.length));

describe('the longest spreadsheet', () => {
  const most = MOST_FEED_BYTES - 1_000;

  it('of one reason is cut', SOON, () => {
    const table = readTable(`${HEAD}lumc-leiden;icu;1;1;1;open;${filled('a', most)};;\n`);
    expect(table?.items).toMatchObject([{ anomalies: ['CUT'] }]);
  });
  it('of ends of lines is cut off', SOON, () => {
    const table = readTable(`${HEAD}lumc-leiden;icu;"${filled('\n', most)}x"`);
    expect(table?.faults).toMatchObject([{ code: 'BAD_COUNT' }, { code: 'ROW_WIDTH' }]);
  });
  it.each([
    ['apostrophes', '', "'"],
    ['ends of lines', 'x', '\n'],
  ])('of a place called by %s names the row', SOON, (_what, before, sign) => {
    const name = `${before}${filled(sign, MOST_BODY_BYTES - 1_000)}x`;
    expect(placesOfCsv(`${PLACES}"${name}";;;icu\n`, ['icu']).faults).toMatchObject([
      { row: 2, code: 'TOO_LONG' },
    ]);
  });
});

describe('the longest XML', () => {
  it.each(['<b/>', '<b xmlns:c="v"/>'])('of namespaces around %s is read', SOON, (inner) => {
    const names = Array.from({ length: 20_000 }, (_, n) => `xmlns:a${n}="u"`).join(' ');
    const open = `<a1:r ${names}>`;
    const many = Math.min(40_000, Math.floor((MOST_XML_BYTES - open.length - 7) / inner.length));
    const root = parseXml(`${open}${inner.repeat(many)}</a1:r>`);
    expect([root.ns, root.children.length]).toEqual(['u', many]);
  });
});
