import { statisticLabels } from '../web/labels.ts';
import type { Insats } from './schema.ts';

const bins = ['0–19', '20–39', '40–59', '60–79', '80–100'] as const;
export const binLabels = [...bins, 'saknas'] as const;
export const pictureStatistics = ['given', 'digital', 'private', 'withoutDecision'] as const;

export interface PictureSeries {
  title: string;
  /** Number of insatser in each of `binLabels`. */
  values: number[];
}

/** How many of the insatser have a share in each interval, for each of the four statistics. A count of rows, never a mean of shares. */
export function shareDistribution(insatser: readonly Insats[]): PictureSeries[] {
  return pictureStatistics.map((name) => {
    const values = binLabels.map(() => 0);
    for (const { statistics } of insatser) {
      const share = statistics[name]?.share;
      const bin = share === undefined ? bins.length : Math.min(Math.floor(share / 20), bins.length - 1);
      values[bin] = (values[bin] ?? 0) + 1;
    }
    return { title: statisticLabels[name], values };
  });
}
