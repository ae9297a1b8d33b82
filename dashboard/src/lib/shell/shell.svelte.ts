/** What a page asks of the frame around it. */
class Shell {
  /** A page that fills the screen by itself (the wall) hides the top bar, and says itself that the server is lost. */
  bare = $state(false);
}

export const shell = new Shell();
