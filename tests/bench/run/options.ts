// What the command line asks for.

import { resolve } from "node:path";
import { parseArgs } from "node:util";

export interface Options {
  /** Few scenes and engines, no slow link: for a look while working. */
  isQuick: boolean;
  /** Only scenes whose name contains this. */
  only: string | null;
  /** Only engines whose name contains one of these. */
  engines: string[];
  /** A folder with halls nobody here made. */
  models: string | null;
  /** Only how halls come over a link. */
  isStreaming: boolean;
  /** Write where the main thread's time goes, for our own page. */
  hasProfile: boolean;
}

export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: "boolean", default: false },
      only: { type: "string" },
      engines: { type: "string" },
      models: { type: "string" },
      streaming: { type: "boolean", default: false },
      profile: { type: "boolean", default: false },
    },
  });
  return {
    isQuick: values.quick,
    only: values.only ?? null,
    engines: (values.engines ?? "").split(",").filter(Boolean),
    models: values.models === undefined ? null : resolve(process.env.CALLED_FROM ?? ".", values.models),
    isStreaming: values.streaming,
    hasProfile: values.profile,
  };
}

/** Numbers for the record come only from a run that leaves nothing out. */
export const isWhole = (options: Options): boolean => !options.isQuick && !options.isStreaming && options.only === null && options.engines.length === 0;
