import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import chromiumPackage, { inflate } from '@sparticuz/chromium';
import axeCore from 'axe-core';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { Test } from 'tap';
import { z } from 'zod';
import { atEnd } from './at-end.ts';
import { cachedFolder } from './cache.ts';
import { packageVersion } from './package-version.ts';

let started: Promise<Browser> | undefined;

/** A headless Chromium that needs nothing of the machine: one for each process, whose windows are closed after the test. */
export async function browser(t: Test): Promise<Browser> {
  started ??= start();
  const chromium = await started;
  t.teardown(() => Promise.all(chromium.contexts().map((context) => context.close())));
  return chromium;
}

async function start(): Promise<Browser> {
  const folder = await cachedFolder(`chromium-${packageVersion('@sparticuz/chromium')}`, extract);
  const launched = await chromium.launch({
    executablePath: join(folder, 'chromium'),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--font-render-hinting=none'],
    // The package's own libraries and fonts: a bare machine has neither, and the same fonts everywhere give the same layout.
    env: { ...definedEnvironment(), LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), FONTCONFIG_PATH: folder, HOME: folder },
  });
  atEnd(() => launched.close());
  return launched;
}

/** A new window, patient with a slow machine, and what its scripts fail with as it happens. A context has its options already. */
export async function watchedPage(opener: Browser | BrowserContext, options?: BrowserContextOptions): Promise<{ page: Page; faults: string[] }> {
  const page = 'contexts' in opener ? await opener.newPage(options) : await opener.newPage();
  page.setDefaultTimeout(60_000);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  return { page, faults };
}

export interface Violation {
  id: string;
  impact: string | null;
  help: string;
  /** Where: a selector for each place, with what axe says about it. */
  places: string[];
}

/** Every violation of WCAG 2.2 A and AA, and of axe's best practices, on the page as it stands. */
export async function axe(page: Page): Promise<Violation[]> {
  // Evaluated from outside the page, so that the strict content security policy stays on. Every rule is run; only for what passes
  // is no selector made for each of thousands of elements, and nothing of it sent.
  await page.evaluate(axeCore.source);
  const { violations } = resultSchema.parse(await page.evaluate("axe.run({ resultTypes: ['violations'] }).then(({ violations }) => ({ violations }))"));
  return violations.map(({ nodes, ...rest }) => ({ ...rest, places: nodes.map((node) => `${node.target.join(' ')}: ${node.failureSummary ?? ''}`) }));
}

const resultSchema = z.object({
  violations: z.array(
    z.object({
      id: z.string(),
      impact: z.string().nullable(),
      help: z.string(),
      nodes: z.array(z.object({ target: z.array(z.unknown()), failureSummary: z.string().optional() })),
    }),
  ),
});

/** The package unpacks into the temporary folder under fixed names; pointed at ours, two test processes do not meet there. */
async function extract(folder: string): Promise<void> {
  const packed = fileURLToPath(new URL('../bin/', import.meta.resolve('@sparticuz/chromium')));
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    await Promise.all([chromiumPackage.executablePath(), inflate(join(packed, 'al2023.tar.br'))]);
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
  const fonts = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir prefix="relative">fonts</dir></fontconfig>';
  writeFileSync(join(folder, 'fonts.conf'), fonts);
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
