/**
 * The examples of the description are what a real server answers today. When this fails because an answer was meant to change:
 * `npm run api` keeps the new ones; a new route is one line in the story beside this file.
 */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import {
  figuresComeIn,
  aPatientComes,
  aShiftIsKept,
  itIsAccountedFor,
  oneLooksBack,
  theMapIsDrawn,
} from './story-care.ts';
import { feedsAreSetUp, feedsSend, othersTake } from './story-machines.ts';
import {
  installationIsSetUp,
  keysAreIssued,
  peopleCome,
  screensAreSignedIn,
} from './story-people.ts';
import { othersAreTold } from './story-webhooks.ts';
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
  for (const part of [
    peopleCome,
    keysAreIssued,
    figuresComeIn,
    aPatientComes,
    aShiftIsKept,
    itIsAccountedFor,
    feedsSend,
    feedsAreSetUp,
    othersAreTold,
    screensAreSignedIn,
    installationIsSetUp,
    oneLooksBack,
    theMapIsDrawn,
    othersTake,
  ])
    await part(story);
  await expect(story.told()).toMatchFileSnapshot('../../../server/api/examples.json');
});
