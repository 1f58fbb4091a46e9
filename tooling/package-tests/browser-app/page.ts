import './policy.js';
import { type Everything, everything } from './everything.js';

/** What the page writes into `#results` as JSON. */
export interface PageResults {
  readonly page: Everything;
  readonly worker: Everything;
  /** Whether code can be made from strings. */
  readonly strings: boolean;
}

/** The script of sessions' threads, a bundle of its own beside those of esbuild, which does not find it. */
const threads = document.body.dataset.threads;

async function inWorker(): Promise<Everything> {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  worker.postMessage(threads);
  return await new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Everything>) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(`the worker failed: ${message}`));
  });
}

function codeFromStrings(): boolean {
  try {
    return new Function('return true')();
  } catch {
    return false;
  }
}

async function results(): Promise<PageResults> {
  const [page, worker] = await Promise.all([everything(threads), inWorker()]);
  const chart = document.querySelector('#chart');
  if (chart && typeof page.portable === 'object') chart.innerHTML = page.portable.svg;
  return { page, worker, strings: codeFromStrings() };
}

const output = document.querySelector('#results');
if (output) output.textContent = JSON.stringify(await results().catch((error: unknown) => String(error)));
