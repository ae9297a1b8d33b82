/**
 * Work that can wait its turn: one piece in each task of the browser, so that between two pieces it can paint what there is and
 * answer a hand. On a phone a whole page drawn at once holds everything up for as long as it takes.
 */
const waiting: (() => void)[] = [];
let running = false;

/** Does it after all that asked before, in a task of its own. Answers how to call it off. */
export function inTurn(act: () => void): () => void {
  waiting.push(act);
  if (!running) {
    running = true;
    nextTask(run);
  }
  return () => {
    const at = waiting.indexOf(act);
    if (at >= 0) waiting.splice(at, 1);
  };
}

function run(): void {
  const act = waiting.shift();
  running = waiting.length > 0;
  // Asked before the work is done: a piece that fails must not keep those behind it waiting.
  if (running) nextTask(run);
  act?.();
}

/** Not a timer: those of a page out of sight are held back for a second and more. */
function nextTask(act: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    act();
  };
  port2.postMessage(null);
}
