/** Made once: it is asked for at every request, and making it takes longer than all else there. */
const inStockholm = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm' });

/** Today's date in Stockholm as an ISO date. */
export function today(now = new Date()): string {
  return inStockholm.format(now);
}
