/**
 * Kit tells a screen reader the title of each page in an element that it hides by a style attribute: the one inline style that a page
 * would have. It gets the class that hides such things here, so that the policy of the pages needs to allow none.
 */
const styled = /id="svelte-announcer"([\s\S]*?)\sstyle="[^"]*"/;

/** @returns {import('vite').Plugin} */
export function hideAnnouncerByClass() {
  return {
    name: 'hide-announcer-by-class',
    enforce: 'pre',
    transform(code, id) {
      if (!/[\\/]kit[\\/]src[\\/]runtime[\\/]components[\\/]root\.svelte$/.test(id)) return null;
      if (!styled.test(code)) throw new Error(`the announcer of ${id} has another form now`);
      return code.replace(styled, 'id="svelte-announcer" class="visually-hidden"$1');
    },
  };
}
