/** What the wall shows now, from the live picture and the chosen setup. Nothing in it grows. */
import { untrack } from 'svelte';
import type { Picture } from '#domain/picture.ts';
import type { WallSetup } from '#domain/walls/setup.ts';
import { live } from '#lib/live/live.svelte.ts';
import { emergencyDepartments, regionSummaries } from '#lib/map/summary.ts';
import { moved, newsOf, withNews, type FigureChange } from './news.ts';
import { after, keyOf, slidesOf, turnAt, type Turn } from './plan.ts';

export class WallDesk {
  readonly #setup: () => WallSetup;
  readonly picture: Picture;
  #turn = $state.raw<Turn | null>(null);
  #news = $state.raw<readonly FigureChange[]>([]);
  #last: Picture | null = null;

  /** Made where effects live: in a component. */
  constructor(setup: () => WallSetup, picture: () => Picture) {
    this.#setup = setup;
    this.picture = $derived(picture());
    $effect.pre(() => {
      const { slides, milliseconds } = this;
      const turn = turnAt(
        untrack(() => this.#turn),
        slides,
        live.now,
        milliseconds,
      );
      this.#turn = turn;
    });
    $effect.pre(() => {
      const is = this.picture;
      const was = this.#last;
      this.#last = is;
      if (was === null || was === is) return;
      untrack(() => {
        const fresh = moved(was, is, live.now);
        if (fresh.length > 0) this.#news = withNews(this.#news, fresh);
      });
    });
  }

  get setup(): WallSetup {
    return this.#setup();
  }

  milliseconds = $derived.by(() => this.setup.secondsPerPage * 1_000);
  seen = $derived.by(() => emergencyDepartments(this.picture, live.now));
  summaries = $derived.by(() => regionSummaries(this.picture, this.seen, live.now));
  slides = $derived.by(() => slidesOf(this.picture, this.setup, live.now));
  slide = $derived.by(() => this.#turn?.slide ?? this.slides[0] ?? { kind: 'nation' as const });
  next = $derived.by(() => after(this.slides, this.slide));
  /** 1, 2, 3. */
  place = $derived.by(() => {
    const key = keyOf(this.slide);
    return (
      1 +
      Math.max(
        0,
        this.slides.findIndex((one) => keyOf(one) === key),
      )
    );
  });
  /** Share of the page's time that is spent, 0 to 1. */
  spent = $derived.by(() => {
    const turn = this.#turn;
    return turn === null
      ? 0
      : Math.min(1, Math.max(0, (live.now - turn.since) / this.milliseconds));
  });
  /** Regions that the page is about. */
  regions = $derived.by(() => {
    switch (this.slide.kind) {
      case 'region':
        return [this.slide.region];
      case 'nation':
        return Object.keys(this.picture.regions);
      case 'incoming':
        return this.setup.regions;
    }
  });
  facilities = $derived.by(() =>
    this.seen.map((one) => one.facility).filter((one) => this.regions.includes(one.region)),
  );
  news = $derived.by(() => newsOf(this.picture, this.regions, this.#news, live.now));

  nameOf(region: string): string {
    return this.picture.regions[region]?.name ?? region;
  }
}
