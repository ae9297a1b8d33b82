/** What is wider than its place scrolls, and can then be reached by keyboard; what fits is no stop on the way. */
export function scrolls(host: HTMLElement): () => void {
  const look = () => {
    if (host.scrollWidth > host.clientWidth) host.tabIndex = 0;
    else host.removeAttribute('tabindex');
  };
  const watch = new ResizeObserver(look);
  watch.observe(host);
  for (const child of host.children) watch.observe(child);
  return () => watch.disconnect();
}
