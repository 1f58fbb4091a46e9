import { describeField, type SettingDescription } from '@reluctant/study';
import * as z from 'zod';

/**
 * What a file of settings may hold besides the settings of a study: flags of `reluctant run` that are worth writing
 * down, under the names of the flags.
 */
export interface CommandSettings {
  /** Values by setting. */
  readonly grid?: Readonly<Record<string, readonly unknown[]>> | undefined;
  readonly wide?: boolean | undefined;
  readonly out?: string | undefined;
  readonly plots?: boolean | undefined;
  readonly font?: string | readonly string[] | undefined;
}

const aMap = 'must be a map from settings to lists of values, such as "bottleneck: [4, 16]"';
const flag = () => z.boolean({ error: 'must be true or false' }).optional();

const shape = {
  grid: z
    .record(z.string(), z.array(z.unknown(), { error: aMap }).readonly(), { error: aMap })
    .refine((axes) => Object.keys(axes).length > 0, { error: aMap })
    .optional()
    .meta({ description: 'settings to vary: one study for each combination of their values', default: 'none' }),
  wide: flag().meta({ description: 'with preset paper: add a study of a wide net', default: 'false' }),
  out: z.string({ error: 'must be the name of a directory' }).min(1).optional().meta({
    description: 'directory to write to, from the folder that the program is started in',
    default: 'a folder of runs/ named by the settings',
  }),
  plots: flag().meta({ description: 'draw the pictures', default: 'false' }),
  font: z
    .union([z.string(), z.array(z.string()).readonly()], { error: 'must be the name of a file, or a list of them' })
    .optional()
    .meta({
      description: 'fonts (.ttf, .otf, .ttc) for characters in PNGs that DejaVu Sans lacks, such as Chinese',
      default: 'none',
    }),
};

/** The schema of {@link CommandSettings}. */
export const commandSettingsSchema: z.ZodType<CommandSettings> = z.strictObject(shape);

/** The settings of the command by name. */
export const commandSettings: ReadonlyMap<string, SettingDescription> = new Map(
  Object.entries(shape).map(([name, field]) => [name, describeField(field)]),
);
