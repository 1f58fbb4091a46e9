import { dirname, join, relative } from 'node:path';
import { parseWith } from '@reluctant/errors';
import { type PlanRequest, parseStudyConfig, settingsOfConfig } from '@reluctant/study';
import * as z from 'zod';
import { readJson } from '../directory/read-json.js';
import { parseSweep } from './sweep-file.js';

/** What the study or the sweep of a directory was asked for, in the form of `planStudies`. */
export interface StoredRequest extends PlanRequest {
  readonly of: 'study' | 'sweep';
  /** URL against which paths of activation modules are resolved. Undefined where they are whole. */
  readonly base?: string | undefined;
}

const environmentSchema = z.looseObject({
  data: z.array(z.string()).optional(),
  query: z.string().optional(),
});

/**
 * The request of a run directory, of a sweep or a single study; undefined if it holds neither, or a sweep of an earlier
 * version, which does not say what was asked for.
 *
 * @throws ReluctantError when a file is damaged or of another version
 */
export function readRequest(directory: string): StoredRequest | undefined {
  for (const name of ['sweep.json', 'config.json']) {
    const path = join(directory, name);
    const content = readJson(path);
    if (content !== undefined) return requestOf(content, path);
  }
  return undefined;
}

/**
 * The request that the content of a `config.json` or `sweep.json` follows from; undefined if the content is neither, or
 * of an earlier sweep. The table of a study is named by the `environment.json` beside it.
 *
 * @param path - of the file
 * @throws ReluctantError when the content is damaged or of another version
 */
export function requestOf(content: unknown, path: string): StoredRequest | undefined {
  if (typeof content !== 'object' || content === null || !('version' in content)) return undefined;
  if ('parts' in content) {
    const { request } = parseSweep(content, path);
    if (request === undefined) return undefined;
    return { of: 'sweep', ...request, settings: withShortPaths(request.settings) };
  }
  if (!('engines' in content)) return undefined;
  const config = parseStudyConfig(content, path);
  const table = config.table === undefined ? {} : tableBeside(path);
  const settings = withShortPaths({ ...settingsOfConfig(config), ...table });
  return { of: 'study', settings, grid: [], wide: false };
}

/** Where the table of a study is; empty if that is not known, as in a copy of the file alone. */
function tableBeside(path: string): Readonly<Record<string, unknown>> {
  const beside = join(dirname(path), 'environment.json');
  const environment = readJson(beside);
  if (environment === undefined) return {};
  const { data, query } = parseWith(environmentSchema, environment, { owner: beside, of: 'file' });
  return { data, query };
}

/** Files below the working directory by their relative paths, as a user would write them. */
function withShortPaths(settings: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { data } = settings;
  return Array.isArray(data) ? { ...settings, data: data.map((file) => shortPath(String(file))) } : settings;
}

function shortPath(file: string): string {
  const short = relative('', file);
  return short === '' || short.startsWith('..') ? file : short;
}
