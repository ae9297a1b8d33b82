/** All parts of the story, in the order in which they lean on each other. */
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
import type { Story } from './story.ts';

export async function tellAll(story: Story): Promise<void> {
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
}
