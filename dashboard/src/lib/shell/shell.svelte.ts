/** What a page asks of the frame around it. */
class Shell {
  /** A page that fills the screen by itself (the wall) hides the top bar; the lost bar always stays. */
  bare = $state(false);
}

export const shell = new Shell();
