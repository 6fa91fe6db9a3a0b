// What axe does not see and a person trips over: pages wider than a small phone, buttons broken over two lines,
// small print, targets too small for a thumb, and keyboard stops that do not show.
import assert from 'node:assert/strict';

/** Smallest text, CSS pixels. */
export const TEXT_MIN_PX = 14;

/** Smallest targets in CSS pixels: of controls (buttons and fields) and of everything else that can be pressed. */
const TARGETS = {
  public: { control: 48, other: 44 },
  big: { control: 64, other: 60 },
  max: { control: 72, other: 60 },
  staff: { control: 36, other: 24 },
  kiosk: { control: 96, other: 96 },
};

/** The sizes that the page's own attributes ask for; a large text size wins over the density. */
export async function targetsOf(page) {
  const { size, density } = await page.locator('html').evaluate(({ dataset }) => ({ ...dataset }));
  return TARGETS[size] ?? TARGETS[density] ?? TARGETS.public;
}

/** At these widths the page does not scroll sideways; names what sticks out where it does. */
export async function sidewaysScroll(page, ...widths) {
  const before = page.viewportSize();
  const found = [];
  for (const width of widths.length > 0 ? widths : [320]) {
    await page.setViewportSize({ width, height: before?.height ?? 640 });
    found.push(...(await sticksOut(page)));
  }
  if (before) await page.setViewportSize(before);
  return found;
}

function sticksOut(page) {
  return page.evaluate(() => {
    const root = document.scrollingElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const contained = (element) => {
      for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
        if (getComputedStyle(up).overflowX !== 'visible') return true;
      }
      return false;
    };
    const wide = [...document.body.querySelectorAll('*')].filter(
      (element) => element.getBoundingClientRect().right > root.clientWidth + 0.5 && !contained(element),
    );
    const told = (element) => {
      const right = Math.round(element.getBoundingClientRect().right);
      return `${element.localName}.${element.className} to ${right} px`;
    };
    return [`${root.scrollWidth} px wide`, ...wide.slice(0, 5).map(told)];
  });
}

/** Buttons, tags and called numbers whose words take more than one line. */
export async function brokenLines(page, selector = '.btn, .tag, button:not(.tile), .call span') {
  return page.locator(selector).evaluateAll((elements) => {
    const lines = (element) => {
      const range = document.createRange();
      range.selectNodeContents(element);
      const boxes = [...range.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
      boxes.sort((a, b) => a.top - b.top);
      let count = 0;
      let bottom = -Infinity;
      for (const box of boxes) {
        // Words of another size on the same line overlap it by more than half.
        if (box.top > bottom - box.height / 2) count += 1;
        bottom = Math.max(bottom, box.bottom);
      }
      return count;
    };
    const broken = elements.filter((element) => element.checkVisibility() && lines(element) > 1);
    return broken.map((element) => `${element.localName}.${element.className} 「${element.innerText.slice(0, 40)}」`);
  });
}

/** Visible words smaller than `min` CSS pixels. */
export async function smallText(page, min = TEXT_MIN_PX) {
  return page.evaluate((least) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent.trim();
      const element = walker.currentNode.parentElement;
      if (!text || element.closest('script, style, noscript, svg, option')) continue;
      const box = element.getBoundingClientRect();
      const shown = element.checkVisibility({ visibilityProperty: true }) && box.width > 1 && box.height > 1;
      const size = parseFloat(getComputedStyle(element).fontSize);
      if (shown && size < least) found.push(`${size} px 「${text.slice(0, 40)}」`);
    }
    return found;
  }, min);
}

/** Targets that are too small to press. Links inside a sentence may be as small as the sentence (WCAG 2.5.8). */
export async function smallTargets(page, targets) {
  const sizes = targets ?? (await targetsOf(page));
  return page.evaluate(({ control, other }) => {
    const pressed = 'a[href], button, input:not([type="hidden"]), select, textarea, summary, [role="button"]';
    const isControl = (element) => element.matches('.btn, .inp, input, select, textarea');
    const inSentence = (element) => {
      if (element.localName !== 'a' || getComputedStyle(element).display !== 'inline') return false;
      const around = element.parentElement.textContent.trim();
      return around.length > element.textContent.trim().length;
    };
    const boxOf = (element) => {
      const boxes = [element.getBoundingClientRect()];
      // A tick box is pressed by its label too.
      if (element.matches('[type="radio"], [type="checkbox"]')) {
        for (const label of element.labels ?? []) boxes.push(label.getBoundingClientRect());
      }
      const width = Math.max(...boxes.map((b) => b.right)) - Math.min(...boxes.map((b) => b.left));
      const height = Math.max(...boxes.map((b) => b.bottom)) - Math.min(...boxes.map((b) => b.top));
      return { width, height, right: boxes[0].right };
    };
    const found = [];
    for (const element of document.querySelectorAll(pressed)) {
      const box = boxOf(element);
      const away = box.right <= 0 || box.width <= 1 || box.height <= 1;
      if (away || inSentence(element) || !element.checkVisibility({ visibilityProperty: true })) continue;
      const least = isControl(element) ? control : other;
      if (box.width < least - 0.5 || box.height < least - 0.5) {
        const size = `${Math.round(box.width)}×${Math.round(box.height)}`;
        const words = (element.innerText || element.name || '').slice(0, 40);
        found.push(`${element.localName}.${element.className} 「${words}」 ${size}, at least ${least}`);
      }
    }
    return found;
  }, sizes);
}

/** Stops of the Tab key that show no focus, or that come before an earlier element of the page. */
export async function keyboardStops(page, most = 200) {
  await page.evaluate(() => {
    document.activeElement?.blur?.();
    window.scrollTo(0, 0);
  });
  const found = [];
  for (let stop = 0; stop < most; stop += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body || element.dataset.stopped) return null;
      const before = document.querySelector('[data-last-stop]');
      const backwards = before && !(before.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING);
      before?.removeAttribute('data-last-stop');
      element.dataset.lastStop = 'yes';
      element.dataset.stopped = 'yes';
      const style = getComputedStyle(element);
      const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
      const shows = outlined || style.boxShadow !== 'none';
      const words = (element.innerText || element.name || '').slice(0, 40);
      return { name: `${element.localName}.${element.className} 「${words}」`, shows, backwards };
    });
    if (!at) break;
    if (!at.shows) found.push(`${at.name} shows no focus`);
    if (at.backwards) found.push(`${at.name} comes out of order`);
  }
  await page.evaluate(() => {
    for (const element of document.querySelectorAll('[data-stopped]')) {
      element.removeAttribute('data-stopped');
      element.removeAttribute('data-last-stop');
    }
  });
  return found;
}

/** All of it, on the page as it stands. */
export async function assertLayout(page) {
  const found = {
    'scrolls sideways at 320 px': await sidewaysScroll(page),
    'words broken over lines': await brokenLines(page),
    [`text under ${TEXT_MIN_PX} px`]: await smallText(page),
    'targets too small': await smallTargets(page),
    'keyboard stops': await keyboardStops(page),
  };
  const left = Object.fromEntries(Object.entries(found).filter(([, places]) => places.length > 0));
  assert.deepEqual(left, {}, `layout of ${page.url()}`);
}
