const parts = new Intl.DateTimeFormat('sv-SE', {
  ...{ timeZone: 'Europe/Stockholm', hourCycle: 'h23' },
  ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit' },
});

/** The day (ISO) and hour in Stockholm at a moment. */
function inStockholm(at: Date): { day: string; hour: number } {
  const of = Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, value]));
  return { day: `${of.year}-${of.month}-${of.day}`, hour: Number(of.hour) };
}

const hours = 3_600_000;

/** When an hour of a day begins in Stockholm; where the clock skips it, the hour after, and where it comes twice, the first. */
export function stockholmTime(day: string, hour: number): Date {
  const utc = Date.parse(`${day}T${String(hour).padStart(2, '0')}:00:00Z`);
  // Summer time first: an hour that comes twice comes first in summer time.
  const [summer, winter] = [new Date(utc - 2 * hours), new Date(utc - hours)];
  return inStockholm(summer).hour === hour && inStockholm(summer).day === day ? summer : winter;
}

/** The newest digest that is due: its day, and the moment up to which it tells; the day's own once its hour has come, before that the day before's. */
export function dueDigest(now: Date, hour: number): { day: string; until: Date } {
  const { day } = inStockholm(now);
  const until = stockholmTime(day, hour);
  if (until <= now) return { day, until };
  const before = new Date(Date.parse(`${day}T00:00:00Z`) - 24 * hours).toISOString().slice(0, 10);
  return { day: before, until: stockholmTime(before, hour) };
}
