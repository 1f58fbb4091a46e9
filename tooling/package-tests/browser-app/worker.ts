import './policy.js';
import { everything } from './everything.js';

addEventListener('message', async ({ data }: MessageEvent<string | undefined>) => postMessage(await everything(data)));
