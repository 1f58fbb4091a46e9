import { ReluctantError } from '@reluctant/errors';
import * as z from 'zod';

/** How something with options is written: `name:key=value,…`, or an object with a `name` as in a YAML file. */
export type Setting = string | Readonly<Record<string, unknown>>;

/**
 * One schema for both ways of writing a setting.
 *
 * @param parse - throws ReluctantError in one sentence, which becomes the schema's message
 */
export function settingSchema<Parsed>(parse: (setting: Setting) => Parsed): z.ZodType<Parsed, Setting> {
  return z
    .union([z.string(), z.record(z.string(), z.unknown())], { error: 'expected a name, or an object with a name' })
    .transform((setting, context) => {
      try {
        return parse(setting);
      } catch (error) {
        if (!ReluctantError.isInstance(error)) throw error;
        context.addIssue({ code: 'custom', message: error.message });
        return z.NEVER;
      }
    });
}
