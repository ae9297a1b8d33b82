import { describe, expect, it } from 'vitest';
import { seedBaseline } from '../../seed/baseline.ts';
import { facilityRows, seedFacilities, seedRegions } from '../../seed/facilities.ts';
import { loadGeography } from '../../seed/geography.ts';
import { seedRooms } from '../../seed/rooms.ts';

const facilities = seedFacilities();
const byId = new Map(facilities.map((facility) => [facility.id, facility]));
const kindsOf = (id: string): string[] => byId.get(id)?.unitKinds ?? [];

describe('the facilities', () => {
  it('are 83 hospital sites, 81 of them with an ED, 3 burn centres and 4 MMT bases', () => {
    const count = (kind: string): number => facilities.filter((one) => one.kind === kind).length;
    expect(count('hospital-ed') + count('hospital-no-ed')).toBe(83);
    expect(count('hospital-ed')).toBe(81);
    expect(count('burn-centre')).toBe(3);
    expect(count('mmt-base')).toBe(4);
    expect(byId.size).toBe(90);
  });

  it('have eleven level-1 sites and ten designated trauma centres, one in each region', () => {
    expect(facilities.filter((one) => one.traumaLevel === 1)).toHaveLength(11);
    const designated = facilities.filter((one) => one.designatedTraumaCentre);
    expect(designated).toHaveLength(10);
    expect(new Set(designated.map((one) => one.region)).size).toBe(10);
    expect(byId.get('hmc-westeinde')).toMatchObject({
      traumaLevel: 1,
      designatedTraumaCentre: false,
    });
  });

  it('receive ambulances at any hour except the part-time ones', () => {
    const partTime = facilities.filter((one) => one.ambulanceHours);
    expect(partTime.map((one) => one.id).sort()).toEqual([
      'amstelland-amstelveen',
      'franciscus-vlietland',
      'gelre-zutphen',
      'haga-zoetermeer',
    ]);
    expect(byId.get('gelre-zutphen')?.ambulanceHours).toEqual({
      from: '08:00',
      to: '17:00',
      days: [1, 2, 3, 4, 5],
    });
  });

  it('lie in regions and at hosts that are there', () => {
    const regions = new Set(seedRegions().map((region) => region.id));
    for (const facility of facilities) {
      expect(regions.has(facility.region), facility.id).toBe(true);
      if (facility.hostFacilityId) expect(byId.has(facility.hostFacilityId)).toBe(true);
      for (const other of facility.sameCampusAs) expect(byId.has(other)).toBe(true);
    }
    expect(byId.get('umcu-wkz')).toMatchObject({ childrenOnly: true, sameCampusAs: ['umcu'] });
  });

  it('keep unknown capabilities unknown', () => {
    expect(byId.get('gelre-zutphen')?.capabilities.strokeThrombolysis).toBeNull();
    expect(byId.get('umcg')?.capabilities.pci).toBe(true);
    expect(byId.get('bwc-groningen')?.capabilities).toMatchObject({ burns: true, icu: false });
  });
});

describe('the units of a facility', () => {
  it('follow from its baseline and capabilities', () => {
    expect(kindsOf('umcg')).toEqual([
      'ed',
      'trauma-bay',
      'icu',
      'picu',
      'nicu',
      'medium-care',
      'acute-ward',
      'ward',
      'pediatric-ward',
      'ccu',
      'stroke-unit',
      'obstetrics',
      'operating-room',
      'cath-lab',
    ]);
  });

  it('leave out intensive care at Zutphen, whose beds stand in the ED', () => {
    expect(kindsOf('gelre-zutphen')).toEqual(['ed', 'trauma-bay', 'acute-ward', 'stroke-unit']);
  });

  it('have no ED at a site without one', () => {
    expect(kindsOf('amsterdam-umc-vumc')).not.toContain('ed');
    expect(kindsOf('amsterdam-umc-vumc')).toContain('icu');
  });

  it('exist where the service is unknown, and not where it is known to be absent', () => {
    expect(kindsOf('haga-zoetermeer')).toContain('obstetrics');
    expect(kindsOf('umcu')).not.toContain('obstetrics');
  });

  it('are none at burn centres and MMT bases; the burn beds stand at the host', () => {
    for (const one of facilities)
      if (one.kind === 'burn-centre' || one.kind === 'mmt-base') expect(one.unitKinds).toEqual([]);
    expect(kindsOf('martini-groningen')).toContain('burns');
    expect(facilities.filter((one) => one.unitKinds.includes('burns'))).toHaveLength(3);
    expect(facilities.filter((one) => one.unitKinds.includes('ed'))).toHaveLength(81);
  });
});

describe('the baseline', () => {
  const baseline = seedBaseline();

  it('has one row for every unit', () => {
    const wanted = facilities.flatMap((one) => one.unitKinds.map((kind) => `${one.id}/${kind}`));
    expect(baseline.map((row) => `${row.facility}/${row.kind}`).sort()).toEqual(wanted.sort());
  });

  it('adds up to the national totals of the file, less the two beds at Zutphen', () => {
    const total = (kind: string): number =>
      baseline.filter((row) => row.kind === kind).reduce((sum, row) => sum + (row.staffed ?? 0), 0);
    expect([total('ed'), total('trauma-bay'), total('icu'), total('picu'), total('burns')]).toEqual(
      [1546, 152, 1074, 92, 52],
    );
  });

  it('says of each figure where it comes from, and gives none where the service is unknown', () => {
    for (const row of baseline) {
      expect(row.rule).not.toBe('');
      if (row.basis === 'unknown') expect(row.staffed).toBeNull();
      else
        expect(Number.isInteger(row.staffed) && (row.staffed ?? 0) > 0, JSON.stringify(row)).toBe(
          true,
        );
    }
    const unknown = baseline.filter((row) => row.basis === 'unknown');
    const rows = new Map(facilityRows().map((row) => [row.id, row]));
    expect(
      unknown.some((row) => row.facility === 'haga-zoetermeer' && row.kind === 'obstetrics'),
    ).toBe(true);
    for (const row of unknown)
      expect(Object.values(rows.get(row.facility)?.capabilities ?? {})).toContain(null);
  });
});

describe('regions and dispatch rooms', () => {
  it('are ten regions whose neighbours know each other', () => {
    const regions = new Map(seedRegions().map((region) => [region.id, region]));
    expect(regions.size).toBe(10);
    for (const region of regions.values()) {
      expect(region.neighbours.length).toBeGreaterThan(0);
      expect(region.neighbours).not.toContain(region.id);
      for (const other of region.neighbours)
        expect(regions.get(other)?.neighbours).toContain(region.id);
    }
    expect(regions.get('limburg')?.neighbours).toEqual(['brabant', 'oost']);
    expect(regions.get('west')?.neighbours).not.toContain('brabant');
  });

  it('are ten rooms that together serve all regions and 25 safety regions', () => {
    const rooms = seedRooms();
    expect(rooms).toHaveLength(10);
    expect(new Set(rooms.flatMap((room) => room.regions))).toEqual(
      new Set(seedRegions().map((region) => region.id)),
    );
    const codes = rooms.flatMap((room) => room.safetyRegions);
    expect([codes.length, new Set(codes).size]).toEqual([25, 25]);
    const towns = loadGeography().municipalities.values();
    for (const town of towns) expect(codes).toContain(town.safetyRegion);
    expect(rooms.find((room) => room.id === 'mk-den-haag')?.regions).toEqual(['west']);
  });
});
