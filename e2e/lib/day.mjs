// Another day for the demonstrations of a run: E2E_DATE=2026-12-26 tells how the tests fare on a Saturday between the
// years. A city's clock shows the same time of that day, and the codes of second factors go by it.
const DAY_MS = 24 * 60 * 60 * 1000;
const CHINA_MS = 8 * 60 * 60 * 1000;

const wanted = process.env.E2E_DATE;

/** Milliseconds by which the cities' clocks are ahead. */
const ahead = wanted ? Date.parse(`${wanted}T00:00:00Z`) - Math.floor((Date.now() + CHINA_MS) / DAY_MS) * DAY_MS : 0;
if (Number.isNaN(ahead)) throw new Error(`E2E_DATE is no day like 2026-12-26: ${wanted}`);

/** The words of `demo` that choose the day. */
export const dateWords = wanted ? ['--date', wanted] : [];

/** The moment that the cities' clocks show (milliseconds since 1970). */
export const cityNow = () => Date.now() + ahead;
