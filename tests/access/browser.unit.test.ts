import { describe, expect, it } from 'vitest';
import { broadBrowserOf, browserText, keptBrowser } from '#domain/access/browser.ts';

const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)';
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15';

describe('a browser in broad words', () => {
  it.each([
    [`${WINDOWS} Chrome/140.0.0.0 Safari/537.36`, 'chrome/windows'],
    [`${WINDOWS} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`, 'edge/windows'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'firefox/linux'],
    [`${IPHONE} (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1`, 'safari/ios'],
    ['Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile', 'chrome/android'],
    ['curl/8.5.0', 'other/other'],
    [null, 'other/other'],
  ])('%s is %s', (userAgent, text) => {
    const found = broadBrowserOf(userAgent);
    expect(browserText(found)).toBe(text);
    expect(keptBrowser(text)).toEqual(found);
  });

  it('of what nobody kept is unknown', () => {
    expect(keptBrowser('<script>')).toEqual({ browser: 'other', system: 'other' });
  });
});
