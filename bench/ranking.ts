import { openCaseSchema } from '../server/domain/cases/commands.ts';
import { rankCase } from '../server/domain/cases/decide.ts';
import { ms, type Bench } from './support/bench.ts';
import { hospitalKey, observation, openCountry, type Country } from './support/country.ts';
import { inTurns, median, quantile } from './support/stats.ts';

const IN_A_BLOCK = 2_000;
const BLOCKS = 9;
const DISPATCHER = { id: 'd', kind: 'key', role: 'machine', organisation: 'mk-den-haag' } as const;

export const ranking: Bench = {
  name: 'ranking',
  how:
    `${BLOCKS} blocks of ${IN_A_BLOCK} rankings of all hospital sites for some forty severely injured patients over the country, every unit with a figure, ` +
    'stops running and bays claimed; the median of the blocks’ p99. Beside it the p99 of a loop that does nothing for as long: what the machine adds by itself.',
  async run() {
    const country = await openCountry();
    try {
      await fill(country);
      const { live } = country;
      const cases = Object.values(live.picture.cases);
      const now = live.now();
      let nth = 0;
      const one = () => {
        const patient = cases[nth % cases.length];
        nth += 1;
        if (patient === undefined) throw new Error('no cases to rank');
        return rankCase(live.picture, patient, now);
      };
      const { candidates, rejected } = one();
      timed(2_000, one);
      const length = median(timed(2_000, one));
      const { a: ours, b: loop } = await inTurns(
        BLOCKS,
        async () => timed(IN_A_BLOCK, one),
        async () => timed(IN_A_BLOCK, () => spin(length)),
      );
      const p99 = (blocks: number[][]) => median(blocks.map((took) => quantile(took, 0.99)));
      const reached = p99(ours);
      return [
        {
          what: `ranking ${candidates.length + rejected.length} hospital sites, p99`,
          ours: `${ms(reached)} (median ${ms(median(ours.flat()))})`,
          beside: `an idle loop as long as the median ${ms(p99(loop))}`,
          result: ms(reached),
          target: 'under 1 ms',
          met: reached < 1,
        },
      ];
    } finally {
      await country.close();
    }
  },
};

/** Milliseconds of each call. */
function timed(count: number, work: () => unknown): number[] {
  return Array.from({ length: count }, () => {
    const from = performance.now();
    work();
    return performance.now() - from;
  });
}

function spin(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

async function fill({ desk, units, live }: Country): Promise<void> {
  await Promise.all(
    units.map(({ facility, kind, staffed }, nth) =>
      desk.observeUnit(
        { by: hospitalKey(facility) },
        { facility, kind, input: observation(staffed, nth), channel: 'api', ifVersion: null },
      ),
    ),
  );
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const hospitals = Object.values(live.picture.facilities).filter((one) => one.units.length > 0);
  for (const one of hospitals.filter((_, nth) => nth % 6 === 0))
    await desk.startStop(
      { by: hospitalKey(one.id) },
      {
        facility: one.id,
        input: { scope: 'ed', level: 'stop', reason: 'crowding', until, note: null },
      },
    );
  for (const one of hospitals.filter((_, nth) => nth % 2 === 0)) {
    const input = openCaseSchema.parse({
      position: one.position,
      ageBand: '16-64',
      urgency: 'A1',
      findings: {
        injuries: ['pelvis'],
        mechanism: ['fall-over-3m'],
        vitals: { systolicBloodPressure: 80, heartRate: 120 },
      },
    });
    const opened = await desk.openCase({ by: DISPATCHER }, { room: 'mk-den-haag', input });
    if (!opened.ok) throw new Error(`a case was refused: ${opened.code}`);
    const { id, ranking: advised } = opened.value;
    const first = advised.candidates[0]?.facility ?? '';
    await desk.decide(
      { by: DISPATCHER },
      {
        case: id,
        input: {
          facility: first,
          seq: advised.seq,
          at: advised.at,
          overrideReason: 'CREW_JUDGEMENT',
          note: null,
        },
      },
    );
  }
}
