/**
 * The examples of the description are what a real server answers today. When this fails because an answer was meant to change:
 * `npm run api` keeps the new ones; a new route is one line in the story beside this file.
 */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { tellAll } from './whole-story.ts';
import { BEGIN, openStory, type Story } from './story.ts';

let story: Story;
beforeAll(async () => {
  // Links and sessions of people keep the machine's date: here it is the day of the story.
  vi.useFakeTimers({ toFake: ['Date'], now: BEGIN });
  story = await openStory();
});
afterAll(async () => {
  await story.h.close();
  vi.useRealTimers();
});

it('are kept as the server answers', async () => {
  await tellAll(story);
  await expect(story.told()).toMatchFileSnapshot('../../../server/api/examples.json');
});
